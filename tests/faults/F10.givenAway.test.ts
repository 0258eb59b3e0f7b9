import { expect } from 'chai';
import {
  createWorld,
  policyGroups,
  cast,
  reading,
  requestIdOf,
  send,
  withAction,
  type World,
} from '../product/world.js';
import { watch, type Judge } from './judge.js';
import { askAs, newTrio, type Trio } from './people.js';
import { quiet } from './quiet.js';

const DAY = 86_400_000;

describe('F10 a place that is given away, and rights that are lent', () => {
  let world: World;
  let judge: Judge;
  before(async () => {
    world = await createWorld({ policy: { undoFor: 'PT3S', ...(await policyGroups()) } });
    judge = watch(world);
  });
  after(() => world.close());

  const ingrid = () => world.user(cast.backup);
  const idOf = (name: string): string => world.cloud.directory.user(name).id;
  const day = (ahead: number): string => new Date(Date.now() + ahead * DAY).toISOString().slice(0, 10);
  const deletes = ({ target }: Trio) => world.cloud.log.methodDeletes(target.person.id);
  const told = ({ body }: { body?: unknown }): string => JSON.stringify(body);
  const lend = ({ approver }: Trio) =>
    send(approver, 'delegate', { to: idOf(cast.backup), begins: day(0), ends: day(5) });

  it('is never requester, target, whoever gives it, or anybody the policy does not name, whatever the data say', async () => {
    const trio = newTrio(world);
    const { requester, target, approver } = trio;
    const { card, reference } = await askAs(judge, trio);
    const requestId = requestIdOf(card);
    const from = approver.person.id;
    for (const to of [requester.person.id, target.person.id, from, idOf(cast.ceo), idOf(cast.guest), idOf(cast.it)]) {
      expect(told(await send(approver, 'reassign', { requestId, from, to })), to).to.include(
        'can’t decide this request',
      );
      expect(told(await send(world.user(cast.it), 'reassign', { requestId, as: 'it', from, to })), to).to.include(
        'can’t decide this request',
      );
    }
    // Somebody of IT who moves it has no part in the decision.
    await send(world.user(cast.it), 'approve', { requestId });
    await send(world.user(cast.ceo), 'approve', { requestId });
    await quiet(world);
    expect(deletes(trio)).to.have.lengthOf(0);
    await requester.say(`cancel ${reference}`);
    await judge.verdict();
  });

  it('goes to nobody who was disabled since the choice was shown', async () => {
    const trio = newTrio(world);
    const { approver, requester } = trio;
    const { card, reference } = await askAs(judge, trio);
    const requestId = requestIdOf(card);
    expect(told(await send(approver, 'reassign', { requestId }))).to.include('Ingrid Sørensen');
    ingrid().person.accountEnabled = false;
    try {
      const answer = await send(approver, 'reassign', { requestId, to: idOf(cast.backup) });
      expect(told(answer)).to.include('can’t decide this request');
    } finally {
      ingrid().person.accountEnabled = true;
    }
    await requester.say(`cancel ${reference}`);
    await judge.verdict();
  });

  it('does not come back to who gave it: not by another hand, not as the backup', async () => {
    const trio = newTrio(world);
    const { approver, requester } = trio;
    const { card, reference } = await askAs(judge, trio);
    const requestId = requestIdOf(card);
    await send(approver, 'reassign', { requestId, to: idOf(cast.backup) });
    const back = { requestId, from: idOf(cast.backup), to: approver.person.id };
    expect(told(await send(ingrid(), 'reassign', back))).to.include('can’t decide this request');
    expect(told(await send(world.user(cast.it), 'reassign', { ...back, as: 'it' }))).to.include(
      'can’t decide this request',
    );
    await send(approver, 'approve', { requestId });
    await quiet(world);
    expect(deletes(trio)).to.have.lengthOf(0);
    await requester.say(`cancel ${reference}`);
    await judge.verdict();
  });

  it('that was lent is worth nothing when whoever lent it has it no more', async () => {
    const trio = newTrio(world);
    const { approver, requester, target } = trio;
    await lend(trio);
    const { card, reference } = await judge.ask({
      requester: requester.person.displayName,
      target: target.person.displayName,
      approver: cast.backup,
    });
    await quiet(world);
    expect(told(await send(ingrid(), 'approve', { requestId: requestIdOf(card) }))).to.include('Approved');
    approver.person.accountEnabled = false;
    try {
      await reading(world.user(cast.it), new RegExp(`${reference}[\\s\\S]*(?:rights|changed|eligible)`, 'i'));
    } finally {
      approver.person.accountEnabled = true;
    }
    expect(deletes(trio)).to.have.lengthOf(0);
    await requester.say(`cancel ${reference}`);
    await judge.verdict();
  });

  it('that was lent is over at the tap after it was stopped', async () => {
    const trio = newTrio(world);
    const { approver, requester, target } = trio;
    await lend(trio);
    const { card, reference } = await judge.ask({
      requester: requester.person.displayName,
      target: target.person.displayName,
      approver: cast.backup,
    });
    const requestId = requestIdOf(card);
    // The directory's facts for this tap are known, and good for five minutes: the delegation is not among them.
    await quiet(world);
    await approver.say('stop delegating');
    const answer = told(await send(ingrid(), 'approve', { requestId }));
    expect(answer).to.not.include('Approved');
    await withAction(approver, 'approve');
    await quiet(world);
    expect(deletes(trio)).to.have.lengthOf(0);
    await requester.say(`cancel ${reference}`);
    await judge.verdict();
  });
});
