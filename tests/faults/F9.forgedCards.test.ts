import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { journalOf } from '../product/journal.js';
import {
  ask,
  AT_ONCE,
  cast,
  createWorld,
  managerOf,
  policyGroups,
  readable,
  reading,
  requestIdOf,
  send,
  withAction,
  type World,
} from '../product/world.js';
import { watch, type Judge } from './judge.js';
import { askAs, newTrio } from './people.js';
import { seeded } from './seeds.js';

describe('F9 forged card data', () => {
  let world: World;
  /** Morgan's to decide, and somebody else's. */
  let own: { requestId: string; reference: string };
  let foreign: { requestId: string; reference: string };
  before(async () => {
    world = await createWorld({ policy: await policyGroups() });
    const [first, second] = [await ask(world), await ask(world, { target: cast.phoneOnly })];
    own = { requestId: requestIdOf(first.card), reference: first.reference };
    foreign = { requestId: requestIdOf(second.card), reference: second.reference };
  });
  after(() => world.close());

  const idOf = (name: string): string => world.cloud.directory.user(name).id;
  const answerTo = async (name: string, verb: string, data: object): Promise<string> => {
    const { status, body } = await send(world.user(name), verb, data);
    expect(status).to.equal(200);
    return JSON.stringify(body);
  };

  it('an approver of one request decides nothing about another', async () => {
    for (const verb of ['approve', 'reject', 'notForMe', 'ask', 'undo', 'recordCallBack'])
      expect(
        await answerTo(cast.approver, verb, { requestId: foreign.requestId, reason: 'notNeeded', text: 'a reason' }),
        verb,
      ).to.match(/can’t find/);
  });

  it('names, rights and states in the data count for nothing', async () => {
    const forged = {
      requestId: foreign.requestId,
      by: idOf(managerOf(world, cast.phoneOnly)),
      approver: true,
      actor: { id: idOf(managerOf(world, cast.phoneOnly)) },
      target: idOf(cast.requester),
      status: 'approved',
      it: true,
    };
    expect(await answerTo(cast.requester, 'approve', forged)).to.match(/you asked for/i);
    expect(await answerTo(cast.phoneOnly, 'approve', forged)).to.match(/for you/i);
    const stranger = await answerTo(cast.ceo, 'approve', forged);
    expect(stranger).to.equal(await answerTo(cast.ceo, 'approve', { ...forged, requestId: randomUUID() }));
    for (const verb of ['retry', 'close', 'followUp', 'claim', 'takeOver', 'handBack', 'details'])
      expect(await answerTo(cast.approver, verb, { ...forged, text: 'done by hand' }), verb).to.match(
        /can’t find|Only IT/,
      );
  });

  it('what belongs to the requester is refused to everybody else', async () => {
    for (const name of [cast.approver, cast.ceo])
      for (const verb of ['cancel', 'nudge', 'note', 'answer', 'reply', 'sorted', 'stillLockedOut'])
        expect(await answerTo(name, verb, { ...own, text: 'some words' }), `${name} ${verb}`).to.match(/can’t find/);
  });

  it('somebody else’s draft can’t be confirmed or thrown away', async () => {
    const sam = world.user(cast.requester);
    await sam.say(`reset mfa for ${cast.twoPhones} because of a new phone`);
    const confirm = await withAction(sam, 'confirm');
    const requestId = requestIdOf(confirm);
    expect(await answerTo(cast.ceo, 'confirm', { requestId })).to.match(/isn’t waiting to be sent/);
    await answerTo(cast.ceo, 'discard', { requestId });
    const pending = await sam.tap(confirm, 'confirm');
    expect(JSON.stringify(pending.card)).to.include('Waiting for approval');
  });

  it('the form asks in the name of who sent it, whomever it names', async () => {
    const data = {
      personId: idOf(cast.nothing),
      why: 'A new phone since this morning',
      requesterId: idOf(cast.ceo),
      approvers: [idOf(cast.requester)],
      lost: 'newPhone',
    };
    const card = await answerTo(cast.requester, 'submitForm', data);
    expect(card).to.include(managerOf(world, cast.nothing));
    const requestId = /"requestId":"([0-9a-f-]{36})"/.exec(card)![1];
    expect(await answerTo(cast.ceo, 'confirm', { requestId })).to.match(/isn’t waiting/);
    expect(await answerTo(cast.requester, 'confirm', { requestId })).to.include('Waiting for approval');
  });

  it('a dialog sends nothing that a card could not', async () => {
    const sam = world.user(cast.requester);
    await sam.say(`reset mfa for ${cast.everything} because of a new phone`);
    const requestId = requestIdOf(await withAction(sam, 'confirm'));
    const forged = { by: idOf(cast.requester), from: { aadObjectId: idOf(cast.requester) }, it: true };
    const dialog = await world.user(cast.ceo).command();
    expect(JSON.stringify(await dialog.submit({ verb: 'confirm', requestId, ...forged }))).to.match(/isn’t waiting/);
    for (const verb of ['discard', 'approve', 'reject', 'cancel', 'retry'])
      await dialog.submit({
        verb,
        requestId: verb === 'discard' ? requestId : own.requestId,
        reason: 'other',
        ...forged,
      });
    const other = await world.user(cast.ceo).command();
    const asked = { verb: 'submitForm', personId: idOf(cast.deadlock), why: 'A new phone since this morning' };
    const [mine = ''] =
      /(?<="requestId":")[0-9a-f-]{36}/.exec(JSON.stringify(await other.submit({ ...asked, ...forged }))) ?? [];
    expect(await answerTo(cast.requester, 'confirm', { requestId: mine })).to.match(/isn’t waiting/);
    expect(await answerTo(cast.requester, 'confirm', { requestId })).to.include('Waiting for approval');
  });

  it('a dialog opened in the chat of two colleagues moves nobody’s cards there', async () => {
    const approver = world.user(managerOf(world, cast.deadlock));
    await approver.command({ message: world.user(cast.target).writeTo(approver, 'My phone is gone') });
    const { card, reference } = await ask(world, { target: cast.deadlock });
    expect(readable(card)).to.include(reference);
    await world.user(cast.requester).say(`cancel ${reference}`);
  });

  it('a look at somebody else’s request shows nothing of it', async () => {
    for (const verb of ['refresh', 'show', 'ask', 'note', 'close'])
      expect(await answerTo(cast.ceo, verb, { requestId: own.requestId }), verb).to.match(/can’t find/);
  });

  it('every attempt at a decision is in the journal, and nothing was deleted', async () => {
    const refused = (await journalOf(world.product)).split('\n').filter((line) => line.includes('attemptRefused'));
    for (const name of [cast.requester, cast.phoneOnly, cast.ceo, cast.approver])
      expect(
        refused.some((line) => line.includes(`"by":"${idOf(name)}"`)),
        name,
      ).to.equal(true);
    expect(world.cloud.log.methodDeletes()).to.have.lengthOf(0);
    // And still open for who may decide it.
    const approver = world.user(managerOf(world, cast.phoneOnly));
    const card = await approver.waitFor((message) => readable(message).includes(foreign.reference));
    const decided = await approver.tap(card, 'reject', { reason: 'notNeeded' });
    expect(JSON.stringify(decided.card)).to.include('Rejected');
  });
});

/** Commands that only an approver or IT may give. */
const DECISIONS = [
  ...['approve', 'approve', 'reject', 'notForMe', 'ask', 'undo', 'recordCallBack', 'retry', 'close'],
  ...['followUp', 'claim', 'takeOver', 'handBack', 'details'],
];

describe('F9 forged card data, as the cloud sees what comes of it', () => {
  let world: World;
  let judge: Judge;
  before(async () => {
    world = await createWorld({ policy: { ...AT_ONCE, ...(await policyGroups()) } });
    judge = watch(world);
  });
  after(() => world.close());

  seeded('whoever sends whatever, only the person nominated decides, and only about what is theirs', async (random) => {
    const [one, other] = [newTrio(world), newTrio(world)];
    const [mine, theirs] = [await askAs(judge, one), await askAs(judge, other)].map(({ card }) => requestIdOf(card));
    const strangers = [cast.ceo, cast.guest, cast.disabled].map((name) => world.user(name));
    const senders = [one.requester, one.target, one.approver, other.requester, other.target, ...strangers];
    for (let round = 0; round < 25; round += 1) {
      const sender = random.pick(senders);
      const requestId = sender === one.approver ? theirs : random.pick([mine, theirs]);
      const approver = random.pick([one.approver, other.approver]).person.id;
      const forged = {
        ...{ requestId, reason: random.pick(['notNeeded', 'other']), text: 'some words of somebody' },
        ...{ by: approver, actor: { id: approver, it: true, security: true }, from: { aadObjectId: approver } },
        ...{ approver: true, it: true, status: 'approved', approvals: [{ by: { id: approver } }], approvalsNeeded: 0 },
        ...{ target: { id: random.pick([one.target, other.target]).person.id }, requester: { id: approver } },
      };
      const { status, body } = await send(sender, random.pick(DECISIONS), forged);
      expect(status).to.equal(200);
      expect(JSON.stringify(body)).to.not.match(/Approved by|Rejected by/);
    }
    // Lies beside the id change neither whom nor what it is about.
    await send(one.approver, 'approve', { requestId: mine, target: other.target.person.id, effect: 'resetMethods' });
    await reading(one.requester, /Pass this on/);
    expect(world.cloud.log.methodDeletes(other.target.person.id)).to.have.lengthOf(0);
    await send(other.approver, 'reject', { requestId: theirs, reason: 'notNeeded', status: 'approved' });
    await judge.verdict();
  });
});
