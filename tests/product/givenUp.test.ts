import { expect } from 'chai';
import type { ChatMessage } from '../../sandbox/cloud/teamsClient.js';
import { journalOf } from './journal.js';
import { eventually } from '../eventually.js';
import { ask, cast, createWorld, policyGroups, readable, send, type World } from './world.js';

describe('what the bot has given up', () => {
  let world: World;
  before(async () => {
    const { itGroup } = await policyGroups();
    world = await createWorld({ policy: { itGroup, limits: { requestsPerDay: 100 } } });
  });
  after(() => world.close());
  afterEach(() => {
    world.cloud.faults.clear();
  });

  const dana = () => world.user(cast.it);
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const effectOf = (message: ChatMessage): string =>
    /"effect":"([^"]+)"/.exec(JSON.stringify(message.activity))?.[1] ?? '';
  const isTold = (message: ChatMessage): boolean => JSON.stringify(message.activity).includes('"verb":"retryEffect"');
  const journal = async (event: string): Promise<readonly string[]> =>
    (await journalOf(world.product)).split('\n').filter((line) => line.includes(`"${event}"`));

  /** No mail goes out; resolves when IT has been told of this request’s first one. */
  async function withoutMail(target: string, times?: number) {
    const fault = world.cloud.faults.add({
      service: 'mail',
      kind: 'status',
      status: 403,
      code: 'ErrorAccessDenied',
      ...(times === undefined ? {} : { times }),
    });
    const { reference } = await ask(world, { target });
    return { fault, reference };
  }
  const toldOf = (reference: string): Promise<ChatMessage> =>
    dana().waitFor((message) => readable(message).includes(reference) && isTold(message));

  it('stays so when IT says so, and nobody else can say it', async () => {
    const { fault, reference } = await withoutMail(cast.nothing, 1);
    const parked = await toldOf(reference);
    const data = { effect: effectOf(parked) };
    const { body } = await send(world.user(cast.requester), 'dismissEffect', data);
    expect(JSON.stringify(body)).to.match(/Only IT/);
    fault.remove();
    const sent = () => world.cloud.mailbox.all.filter(({ subject }) => subject.includes(reference)).length;
    // Of requester, approver and target one was not written to.
    await eventually(() => sent() === 2);
    expect((await dana().tap(parked, 'dismissEffect')).text).to.match(/Left as it is/);
    await pause(1_000);
    expect(sent()).to.equal(2);
    const late = await send(dana(), 'retryEffect', data);
    expect(JSON.stringify(late.body)).to.match(/taken care of/);
    const [tried] = (await journal('attemptRefused')).filter((line) => line.includes(data.effect));
    expect(tried).to.include('dismissEffect').and.to.include(world.cloud.directory.user(cast.requester).id);
    const [dismissed] = (await journal('effectDismissed')).filter((line) => line.includes(data.effect));
    expect(dismissed).to.include(dana().person.id);
  });

  it('is told again when it fails again, and the journal says who had it tried', async () => {
    const { fault, reference } = await withoutMail(cast.phoneOnly, 2);
    const parked = await toldOf(reference);
    const effect = effectOf(parked);
    const count = (): number => dana().botMessages.filter((message) => effectOf(message) === effect).length;
    expect(count()).to.equal(1);
    // The second of the two that fail was another mail of this request.
    await pause(500);
    fault.remove();
    world.cloud.faults.add({ service: 'mail', kind: 'status', status: 403, code: 'ErrorAccessDenied' });
    await dana().tap(parked, 'retryEffect');
    await dana().waitFor((message) => effectOf(message) === effect && message.id !== parked.id);
    expect(count()).to.equal(2);
    const [retried] = (await journal('effectRetried')).filter((line) => line.includes(effect));
    expect(retried).to.include(dana().person.id);
  });

  it('goes to IT by mail where Teams refuses, whatever else they are on the request', async () => {
    const target = cast.deadlock;
    world.cloud.directory.setManager(target, cast.it);
    dana().block();
    try {
      const sam = world.user(cast.requester);
      world.cloud.faults.add({ service: 'mail', kind: 'status', status: 403, code: 'ErrorAccessDenied', times: 1 });
      await sam.say(`reset mfa for ${target} – new phone, the old one is gone`);
      const confirm = await sam.waitFor((message) => JSON.stringify(message.activity).includes('"verb":"confirm"'));
      await sam.tap(confirm, 'confirm');
      const mail = await world.cloud.mailbox.waitFor(
        ({ to, content }) => to.includes(dana().person.mail ?? '') && content.includes('ErrorAccessDenied'),
      );
      expect(mail.content).to.include('403');
    } finally {
      dana().unblock();
    }
  });

  it('is no reason for another message when it was such a message itself', async () => {
    const rui = world.user(cast.itSecond);
    dana().block();
    try {
      await withoutMail(cast.twoPhones);
      await rui.waitFor(isTold);
      await eventually(() => /"effect":"mail:tell:effectParked:[^"]*"[^\n]*was parked/.test(world.product.output()));
      await pause(1_000);
      const about = rui.botMessages.filter(isTold).map(effectOf);
      expect(about.filter((effect) => effect.includes('effectParked'))).to.deep.equal([]);
    } finally {
      dana().unblock();
    }
  });
});
