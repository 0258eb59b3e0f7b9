import { expect } from 'chai';
import type { Locator } from 'playwright-core';
import { stories } from '../../sandbox/stories/stories.js';
import { openSandbox, type SandboxPage } from './sandboxPage.js';

/** Every story is played to its end in tests/product/stories.test.ts; here it is the page that tells them. */
describe('the stories on the sandbox’s page', () => {
  let open: SandboxPage;
  before(async () => {
    open = await openSandbox();
  });
  after(() => open.close());

  for (const id of ['approved', 'killed', 'attacked'])
    it(`plays “${id}” at one click, with the chats of its people`, async () => {
      const { page, chat } = open;
      const { title, people } = storyOf(id);
      await play(id);
      await told().getByRole('heading', { name: title }).waitFor();
      for (const name of people) await chat(name).getByRole('article').first().waitFor();
      expect(await page.getByRole('region', { name: /’s chat$/ }).count()).to.equal(people.length);
      await told().getByText('Played to its end, all as promised').waitFor();
      const all = await lines().allInnerTexts();
      expect(all.filter((line) => line.startsWith('→'))).to.have.lengthOf.above(3);
      expect(all.filter((line) => line.startsWith('✓'))).to.have.lengthOf.above(4);
      await chat('Sam Whitfield')
        .getByText(await reference())
        .first()
        .waitFor();
    });

  it('starts over in the middle of a story, and nothing of it is left', async () => {
    const { page, chat, sandbox } = open;
    await play('killed');
    const before = sandbox.world;
    await reference();
    await page.getByRole('button', { name: 'Start over' }).click();
    await told().waitFor({ state: 'detached' });
    for (const name of ['Sam Whitfield', 'Morgan Okafor', 'Priya Raman'])
      await chat(name).getByText('I help colleagues who lost their MFA').waitFor();
    expect(await chat('Ingrid Sørensen').count()).to.equal(0);
    expect(
      await chat('Sam Whitfield')
        .getByText(/MFA-[0-9A-Z]{5}/)
        .count(),
    ).to.equal(0);
    await page.getByRole('tab', { name: /^Timeline/ }).click();
    await page.getByText('No request has been made yet').waitFor();
    expect(before.product.state()).to.equal('stopped');
    expect(sandbox.world.product.state()).to.equal('running');
  });

  it('plays another one while one plays: of the first there is no line more', async () => {
    const { chat } = open;
    await play('approved');
    const first = await reference();
    await play('rejected');
    await told()
      .getByRole('heading', { name: storyOf('rejected').title })
      .waitFor();
    await told().getByText('Played to its end, all as promised').waitFor();
    const second = await reference();
    const typed = (await lines().allInnerTexts()).filter((line) => line.includes('types'));
    expect(typed.join()).to.match(/^→ Sam Whitfield types: reset mfa for Alex Osei[^→]*$/);
    expect(await chat('Morgan Okafor').count()).to.equal(0);
    const references = (await chat('Sam Whitfield').innerText()).match(/MFA-[0-9A-Z]{5}/g);
    expect(references).to.include(second);
    expect(references).not.to.include(first);
  });

  it('says so when a promise is not kept', async () => {
    const { sandbox } = open;
    const stop = sandbox.onChange((change) => {
      if (change.kind !== 'play' || change.play?.lines.length !== 1) return;
      const { directory } = sandbox.world.cloud;
      directory.methods.removeAll(directory.user('Alex Osei').id);
    });
    await play('rejected');
    await told().getByText('This did not go as promised').waitFor();
    stop();
    expect(await lines().last().innerText()).to.equal('not so: nothing was deleted');
    expect(open.complaints).to.deep.equal([]);
  });

  function told(): Locator {
    return open.page.getByRole('region', { name: 'The story that is played' });
  }

  function lines(): Locator {
    return told().getByRole('listitem');
  }

  /** The request's, as soon as the story has told it. */
  async function reference(): Promise<string> {
    const line = await lines().filter({ hasText: 'the request has a reference' }).innerText();
    return /MFA-[0-9A-Z]{5}/.exec(line)?.[0] ?? 'none';
  }

  async function play(id: string): Promise<void> {
    await open.turnTo('Guide');
    await open.page.getByRole('button', { name: `Play: ${storyOf(id).title}` }).click();
  }
});

function storyOf(id: string) {
  const story = stories.find((one) => one.id === id);
  if (story === undefined) throw new Error(`there is no story ${id}`);
  return story;
}
