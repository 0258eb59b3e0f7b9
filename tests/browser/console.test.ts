import { expect } from 'chai';
import type { Locator } from 'playwright-core';
import { newcomer, newTrio } from '../faults/people.js';
import { send, type World } from '../product/world.js';
import { openSandbox, type SandboxPage } from './sandboxPage.js';

const [sam, dana] = ['Sam Whitfield', 'Dana Kowalski'];

describe('IT’s console on the sandbox’s page', () => {
  let open: SandboxPage;
  before(async () => {
    open = await openSandbox();
    const { cloud } = open.sandbox.world;
    const column = open.page.getByRole('combobox', { name: 'Whose chat is in column 2' });
    await column.selectOption(cloud.directory.user(dana).id);
    await open.chat(dana).waitFor();
  });
  after(() => open.close());

  const says = async (name: string, words: string): Promise<void> => {
    const box = open.chat(name).getByRole('textbox', { name: `Write as ${name}` });
    await box.fill(words);
    await box.press('Enter');
  };
  const newest = (name: string, words: string | RegExp): Locator =>
    open.chat(name).getByRole('article').filter({ hasText: words }).last();

  const referencesOn = async (card: Locator): Promise<readonly string[]> =>
    (await card.innerText()).match(/MFA-[0-9A-Z]{5}/g) ?? [];

  it('pauses resets with a reason and resumes them, and everybody reads it', async () => {
    await says(sam, 'reset mfa for Alex Chen because the phone fell into the lake');
    await open.chat(sam).getByRole('button', { name: 'Send request' }).click();
    await newest(sam, 'Waiting for approval').waitFor();
    await says(dana, 'console');
    const card = newest(dana, 'How resets stand');
    await card.getByText('Resets are running.').waitFor();
    await card.getByRole('button', { name: 'Pause resets' }).click();
    const form = newest(dana, 'It is kept in the audit');
    await form.getByRole('textbox').fill('We are looking into a call');
    await form.getByRole('button', { name: 'Pause resets' }).click();
    await newest(dana, 'Dana Kowalski paused resets').getByText('“We are looking into a call”').waitFor();
    await newest(sam, 'Resets are paused').getByText('This request keeps its place').waitFor();
    await open.chat(dana).getByRole('button', { name: 'Resume resets' }).click();
    await newest(dana, 'Resets are running.').waitFor();
    await open.chat(sam).getByText('This request keeps its place').waitFor({ state: 'detached' });
  });

  it('pages through what was asked, there and back, and opens one', async () => {
    const { cloud } = open.sandbox.world;
    const world: World = { ...open.sandbox.world, user: (name) => cloud.teams.user(name) };
    // One person may ask for ten a day.
    const requester = newcomer(world);
    for (let count = 0; count < 9; count++) {
      const { person } = newTrio(world).target;
      const form = { personId: person.id, why: 'A new phone since this morning', lost: 'newPhone' };
      const proposed = JSON.stringify((await send(requester, 'submitForm', form)).body);
      const requestId = /"requestId":"([0-9a-f-]{36})"/.exec(proposed)?.[1] ?? '';
      await send(requester, 'confirm', { requestId });
    }
    await says(dana, 'history');
    const card = newest(dana, 'All requests');
    const radios = card.getByRole('radio');
    await card.getByRole('button', { name: 'Older' }).waitFor();
    expect(await radios.count()).to.equal(8);
    const lines = await referencesOn(card);
    // Nothing has to be chosen to turn the page.
    await card.getByRole('button', { name: 'Older' }).click();
    await card.getByText('Alex Chen').first().waitFor();
    expect(await card.getByRole('button', { name: 'Older' }).count()).to.equal(0);
    await card.getByRole('button', { name: 'Newer' }).click();
    await card.getByRole('button', { name: 'Older' }).waitFor();
    expect(await radios.count()).to.equal(8);
    expect(await referencesOn(card)).to.deep.equal(lines);
    await radios.first().check();
    await card.getByRole('button', { name: 'Show' }).click();
    await newest(dana, 'Waiting for approval').getByText('Asked by').waitFor();
    expect(open.complaints).to.deep.equal([]);
  });
});
