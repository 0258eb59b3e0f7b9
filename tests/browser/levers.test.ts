import { expect } from 'chai';
import type { Locator } from 'playwright-core';
import type { Call } from '../../sandbox/cloud/http/call.js';
import { objectOf } from '../../sandbox/cloud/json.js';
import { openSandbox, type SandboxPage } from './sandboxPage.js';

const [sam, morgan, priya] = ['Sam Whitfield', 'Morgan Okafor', 'Priya Raman'];
const [ingrid, dana] = ['Ingrid Sørensen', 'Dana Kowalski'];

describe('the levers of the sandbox’s page', () => {
  let open: SandboxPage;
  let unanswered = '';
  before(async () => {
    open = await openSandbox();
  });
  after(() => open.close());

  it('a short time and a block: a mail in place of the card, a reminder, the backup, and a kill -9 between them', async () => {
    const { page, chat, turnTo } = open;
    await pull('Times are short');
    await pull(morgan);
    await propose(priya, sam);
    unanswered = await send(priya, sam);

    await turnTo('Mail');
    await panel()
      .getByRole('button', { name: `your decision (${unanswered})` })
      .waitFor();
    await turnTo('Log');
    await logged('The bot writes to Teams', 'Morgan Okafor', '403').first().waitFor();
    expect(await message(morgan, unanswered).count()).to.equal(0);

    await release(morgan);
    await message(morgan, unanswered, 'Reminder: your decision is needed').waitFor();
    await message(morgan, unanswered).getByRole('button', { name: 'Approve', exact: true }).waitFor();

    await page.getByRole('button', { name: 'kill -9' }).click();
    await page.getByText('The bot is down').waitFor();
    await write(priya, 'my requests');
    await chat(priya).getByRole('article').filter({ hasText: 'my requests' }).getByText('did not get this').waitFor();
    await page.getByRole('button', { name: 'Start the bot' }).click();
    await page.getByText('The bot is running').waitFor();
    await seat(ingrid, morgan, priya);
    await message(ingrid, unanswered).getByRole('button', { name: 'Approve', exact: true }).waitFor();
    expect(await chat(priya).getByText('did not get this').count()).to.equal(1);
  });

  it('a slow Graph, and a default that blocks the rest: the tap is answered, and every method goes', async () => {
    const { cloud } = open.sandbox.world;
    const { id } = cloud.directory.user(priya);
    await seat(sam, morgan, priya);
    await pull('Priya’s default blocks the rest');
    await open.turnTo('Directory');
    const methods = panel().getByRole('region', { name: priya }).getByRole('listitem');
    await methods.filter({ hasText: 'alternateMobile' }).getByText('default').waitFor();
    await propose(sam, priya);
    // Of the slow calls one that the tap would like to know about comes back after the tap only: an order, not a time.
    // The first is made for the card that Sam gets.
    const match = { path: new RegExp(`/${id}/manager$`) };
    const waiting = cloud.faults.add({ service: 'graph', match, after: 1, kind: 'hang' });
    await pull('Graph is slow');
    const reference = await send(sam, priya);

    const approve = message(morgan, reference).getByRole('button', { name: 'Approve', exact: true });
    await approve.waitFor();
    const answered = new Promise<object>((resolve) => {
      const stop = cloud.teams.onDelivery(({ value }, { outcome }) => {
        if (objectOf(objectOf(value).action).verb !== 'approve') return;
        stop();
        resolve({ outcome, unanswered: waiting.hits });
      });
    });
    await approve.click();
    expect(await answered).to.deep.equal({ outcome: 'answered', unanswered: 1 });
    waiting.remove();
    await message(morgan, reference, 'You can take it back').waitFor();
    await open.turnTo('Log');
    await logged('The bot asks Graph', `POST /v1.0/users/${priya}/revokeSignInSessions`, '200 · lever')
      .first()
      .waitFor();

    await release('Graph is slow');
    await message(sam, reference, 'MFA reset done').waitFor();
    await open.turnTo('Log');
    await logged('The bot asks Graph', 'PATCH', 'signInPreferences', '204').first().waitFor();
    await open.turnTo('Directory');
    expect(await methods.filter({ hasNotText: 'gone' }).allInnerTexts()).to.deep.equal(['Password']);
    await release('Priya’s default blocks the rest');
    expect(cloud.directory.methodsOf(id).map(({ type }) => type)).to.deep.equal(['password']);

    await panel().getByRole('button', { name: 'Priya registers again' }).click();
    await message(sam, reference, 'Priya Raman has set up MFA again').first().waitFor();
  });

  it('no mail, then 429, then 503: all of it is caught up with', async () => {
    const { cloud } = open.sandbox.world;
    const target = 'Alex Novak';
    await seat(sam, ingrid, dana);
    await pull('Mail is down');
    await propose(sam, target);
    const reference = await send(sam, target);
    await open.turnTo('Log');
    await logged('The bot sends mail', '503 · lever').first().waitFor();
    const mail = panel().getByRole('button', { name: `Request received: waiting for approval (${reference})` });
    await open.turnTo('Mail');
    expect(await mail.count()).to.equal(0);
    await release('Mail is down');

    await pull('Graph says 429');
    await message(ingrid, reference).getByRole('button', { name: 'Approve', exact: true }).click();
    await message(ingrid, reference, 'You can take it back').waitFor();
    await open.turnTo('Log');
    const throttled = logged('The bot asks Graph', `/users/${target}/transitiveMemberOf`, '429 · lever');
    await throttled.nth(1).waitFor();

    await pull('Graph says 503');
    await release('Graph says 429');
    await open.turnTo('Log');
    await logged('The bot asks Graph', target, '503 · lever').first().waitFor();
    expect(cloud.log.methodDeletes(cloud.directory.user(target).id)).to.deep.equal([]);
    await release('Graph says 503');
    await message(sam, reference, 'MFA reset done').waitFor();
    await open.turnTo('Mail');
    await mail.waitFor();
  });

  it('a method that refuses to go: IT has a card, and tries again', async () => {
    const { directory } = open.sandbox.world.cloud;
    const target = 'Alex Osei';
    await seat(sam, ingrid, dana);
    await pull('One method refuses to go');
    await propose(sam, target);
    const reference = await send(sam, target);
    await message(ingrid, reference).getByRole('button', { name: 'Approve', exact: true }).click();
    await message(sam, reference, 'IT is on it').first().waitFor();
    const retry = message(dana, reference).getByRole('button', { name: 'Try again' });
    await retry.waitFor();
    await open.turnTo('Timeline');
    await panel().getByRole('listitem').filter({ hasText: 'reset failed' }).getByText('needs attention').waitFor();
    expect(directory.methodsOf(target).map(({ type }) => type)).to.include('phone');

    await release('One method refuses to go');
    await retry.click();
    await message(sam, reference, 'MFA reset done').waitFor();
    expect(directory.methodsOf(target).map(({ type }) => type)).to.deep.equal(['password']);
  });

  it('what nobody answered expires, and times are long again', async () => {
    await seat(sam, ingrid, priya);
    await message(priya, unanswered, 'Nobody answered in time').first().waitFor();
    await release('Times are short');
    await propose(sam, 'Mateo Fernández');
    const reference = await send(sam, 'Mateo Fernández');
    await message(ingrid, reference).getByRole('button', { name: 'Approve', exact: true }).click();
    await message(ingrid, reference, 'You can take it back for 10 seconds').waitFor();
  });

  it('leave nothing behind', async () => {
    const { faults } = open.sandbox.world.cloud;
    await open.turnTo('Levers');
    expect(await panel().getByRole('switch', { checked: true }).count()).to.equal(0);
    // Nobody registered these: what the lever adds to an account without a phone goes with it.
    const { directory } = open.sandbox.world.cloud;
    const before = directory.methodsOf(priya);
    await pull('Priya’s default blocks the rest');
    expect(directory.methodsOf(priya)).to.have.lengthOf.above(before.length);
    await release('Priya’s default blocks the rest');
    expect(directory.methodsOf(priya)).to.deep.equal(before);
    const call = { method: 'DELETE', path: '/v1.0/users/somebody/authentication/phoneMethods/one' } as Call;
    for (const service of ['graph', 'mail', 'connector', 'login'] as const)
      expect(faults.take(service, call), service).to.equal(undefined);
    expect(open.complaints).to.deep.equal([]);
  });

  function panel(): Locator {
    return open.page.getByRole('tabpanel');
  }

  async function pull(name: string): Promise<void> {
    await open.turnTo('Levers');
    await panel().getByRole('switch', { name }).check();
    await panel().getByRole('switch', { name, checked: true, disabled: false }).waitFor();
  }

  async function release(name: string): Promise<void> {
    await open.turnTo('Levers');
    await panel().getByRole('switch', { name }).uncheck();
    await panel().getByRole('switch', { name, checked: false, disabled: false }).waitFor();
  }

  async function seat(...names: readonly string[]): Promise<void> {
    for (const [at, name] of names.entries()) {
      const { id } = open.sandbox.world.cloud.directory.user(name);
      await open.page.getByRole('combobox', { name: `Whose chat is in column ${at + 1}` }).selectOption(id);
    }
  }

  async function write(name: string, words: string): Promise<void> {
    const box = open.chat(name).getByRole('textbox', { name: `Write as ${name}` });
    await box.fill(words);
    await box.press('Enter');
  }

  async function propose(requester: string, target: string): Promise<void> {
    await write(requester, `Reset MFA for ${target} – new phone`);
    await open.chat(requester).getByRole('button', { name: 'Send request' }).waitFor();
  }

  /** Sends what was put together, and gives its reference. */
  async function send(requester: string, target: string): Promise<string> {
    await open.chat(requester).getByRole('button', { name: 'Send request' }).click();
    const status = message(requester, 'Waiting for approval', target).last();
    return /MFA-[0-9A-Z]{5}/.exec(await status.innerText())?.[0] ?? 'none';
  }

  function message(name: string, ...words: readonly string[]): Locator {
    return containing(open.chat(name).getByRole('article'), words);
  }

  function logged(...words: readonly string[]): Locator {
    return containing(panel().getByRole('listitem'), words);
  }
});

function containing(all: Locator, words: readonly string[]): Locator {
  return words.reduce((found, hasText) => found.filter({ hasText }), all);
}
