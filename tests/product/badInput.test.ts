import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { journalOf } from './journal.js';
import { ask, AT_ONCE, cast, createWorld, readable, reading, type World } from './world.js';

describe('bad input', () => {
  let world: World;
  before(async () => {
    world = await createWorld({ policy: { ...AT_ONCE, undoFor: 'PT2S' } });
  });
  after(() => world.close());

  const invoke = (name: string, verb: string, data: object): Promise<{ status: number; body?: unknown }> =>
    world
      .user(name)
      .invoke('adaptiveCard/action', { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' });
  const sentence = (delivery: { body?: unknown }): string => String((delivery.body as { value?: unknown }).value);

  it('a button tapped four times, as Teams redelivers it, is one decision', async () => {
    const { reference, card } = await ask(world);
    const morgan = world.user(cast.approver);
    const { deliveries } = await morgan.tap(card, 'approve', {}, { redeliver: { sameId: 1, newId: 2 } });
    expect(deliveries.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200]);
    // Each answer shows the present state.
    for (const { body } of deliveries) expect(JSON.stringify(body)).to.include('Approved by').and.to.include(reference);
    await reading(world.user(cast.requester), new RegExp(`${reference}[\\s\\S]*Pass this on`));
    const deletes = world.cloud.log.methodDeletes(world.cloud.directory.user(cast.target).id);
    expect(new Set(deletes.map(({ collection, methodId }) => `${collection}/${methodId}`)).size).to.equal(
      deletes.length,
    );
  });

  it('a confirmation tapped twice is one request', async () => {
    const sam = world.user(cast.requester);
    await sam.say(`reset mfa for ${cast.twoPhones} because of a new phone`);
    const confirm = await sam.waitFor(
      (message) =>
        JSON.stringify(message.activity).includes('"verb":"confirm"') && readable(message).includes(cast.twoPhones),
    );
    const { deliveries } = await sam.tap(confirm, 'confirm', {}, { redeliver: { sameId: 1, newId: 1 } });
    const references = deliveries.map(({ body }) => /MFA-[0-9A-Z]{5}/.exec(JSON.stringify(body))?.[0]);
    expect(new Set(references)).to.have.lengthOf(1);
    expect(references[0]).to.be.a('string');
  });

  it('requester, target and strangers can’t approve, whatever their card data says', async () => {
    const { card, reference } = await ask(world, {
      target: cast.phoneOnly,
      approver: world.cloud.directory.managerOf(cast.phoneOnly)!.displayName,
    });
    const requestId = /"requestId":"([0-9a-f-]{36})"/.exec(JSON.stringify(card.activity))![1]!;
    const forged = {
      requestId,
      by: world.cloud.directory.managerOf(cast.phoneOnly)!.id,
      approver: true,
      status: 'approved',
    };
    const self = sentence(await invoke(cast.requester, 'approve', forged));
    const target = sentence(await invoke(cast.phoneOnly, 'approve', forged));
    const stranger = sentence(await invoke(cast.ceo, 'approve', forged));
    const unknown = sentence(await invoke(cast.ceo, 'approve', { requestId: randomUUID() }));
    expect(self).to.match(/you asked for/i);
    expect(target).to.match(/your own|for you/i);
    expect(stranger).to.equal(unknown);
    expect(JSON.stringify(world.cloud.log.methodDeletes(world.cloud.directory.user(cast.phoneOnly).id))).to.equal('[]');
    // A year later somebody can find out who tried.
    const journal = await journalOf(world.product);
    const tries = journal.split('\n').filter((line) => line.includes('attemptRefused') && line.includes(reference));
    expect(tries).to.have.lengthOf(3);
  });

  it('unknown verbs, unreadable ids and missing data get a sentence', async () => {
    for (const [verb, data] of [
      ['approve', {}],
      ['approve', { requestId: 42 }],
      ['approve', { requestId: '../../etc/passwd' }],
      ['__proto__', { requestId: randomUUID() }],
      ['constructor', { requestId: randomUUID() }],
      ['launch', { requestId: randomUUID() }],
      ['reject', { requestId: randomUUID(), reason: { nested: true }, text: ['a'] }],
    ] as const) {
      const { status, body } = await invoke(cast.approver, verb, data);
      expect(status, verb).to.equal(200);
      expect((body as { type: string }).type).to.equal('application/vnd.microsoft.activity.message');
    }
  });

  it('activities of every shape are answered without a failure', async () => {
    const sam = world.user(cast.requester);
    const shapes: object[] = [
      { type: 'message', text: '' },
      { type: 'message', text: 42 },
      { type: 'message', text: 'x'.repeat(100_000) },
      { type: 'message', value: null },
      { type: 'message', value: [] },
      { type: 'message', value: { verb: 'approve' } },
      { type: 'message', value: { verb: {} } },
      { type: 'message', text: 'reset mfa for ${process.env} – {{DATE(2020)}} and some more' },
      { type: 'messageReaction', reactionsAdded: [] },
      { type: 'conversationUpdate' },
      { type: 'conversationUpdate', membersAdded: 'all' },
      { type: 'installationUpdate', action: 7 },
      { type: 'event', name: 'application/vnd.microsoft.meetingStart' },
      { type: 'toString' },
    ];
    for (const shape of shapes) {
      const { status } = await sam.send(sam.activity(shape as never));
      expect(status, JSON.stringify(shape).slice(0, 80)).to.be.oneOf([200, 202]);
    }
    const unknownInvoke = await sam.invoke('composeExtension/query', {});
    expect(unknownInvoke.status).to.equal(501);
    expect(world.product.output()).to.not.include('a turn failed');
  });

  it('a body that is no activity is refused with a sentence, a large one unread', async () => {
    const post = (body: string | Buffer, type = 'application/json'): Promise<Response> =>
      fetch(`${world.product.url}/api/messages`, { method: 'POST', body, headers: { 'content-type': type } });
    for (const body of ['', 'not json', '[]', '"text"', 'null', '{}', '{"type":1}', '{"type":"message"']) {
      const response = await post(body);
      expect(response.status, body).to.equal(400);
      expect(await response.text()).to.include('not an activity');
    }
    expect((await post(Buffer.alloc(1_000_000, 97))).status).to.equal(413);
    const nested = `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`;
    expect((await post(nested)).status).to.be.oneOf([400, 401]);
    expect((await fetch(`${world.product.url}/nothing`)).status).to.equal(404);
    expect((await fetch(`${world.product.url}/api/messages`)).status).to.equal(405);
  });
});
