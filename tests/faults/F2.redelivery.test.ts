import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { ChatMessage, Delivery, TeamsUser } from '../../sandbox/cloud/teamsClient.js';
import { AT_ONCE, createWorld, readable, reading, requestIdOf, withAction, type World } from '../product/world.js';
import { watch, type Judge } from './judge.js';
import { askAs, mailed, mailsTo, newTrio, revocations, toldBy } from './people.js';
import { seeded, type Random } from './seeds.js';

/** Teams delivers a slow invoke again: under its own id, and later under new ones. */
describe('F2 the same invoke four times', () => {
  let world: World;
  let judge: Judge;
  before(async () => {
    world = await createWorld({ policy: AT_ONCE });
    judge = watch(world);
  });
  after(() => world.close());

  seeded('is one form and one confirmation: one request, one card and one mail', async (random) => {
    const { requester, target, approver } = newTrio(world);
    const form = { personId: target.person.id, why: 'A new phone since this morning', lost: 'newPhone' };
    const proposed = await fourTimes(random, requester, undefined, 'submitForm', form);
    const confirm = { requestId: idIn(proposed.map(shown)) };
    const answers = await fourTimes(random, requester, undefined, 'confirm', confirm);
    for (const answer of answers) expect(shown(answer)).to.include('Waiting for approval');
    const [reference = '', ...others] = new Set(answers.map((answer) => /MFA-[0-9A-Z]{5}/.exec(shown(answer))?.[0]));
    expect(others).to.deep.equal([]);
    judge.asked({ ...confirm, reference, requester: requester.person.id, target: target.person.id });
    await approver.waitFor((message) => readable(message).includes(reference));
    await mailed(world, target, /Someone asked/);
    await mailed(world, requester, /waiting for approval/);
    await mailed(world, approver, /your decision/);
    await judge.verdict({ open: [reference] });
    expect(toldBy(approver, new RegExp(reference))).to.have.lengthOf(1);
    for (const person of [requester, target, approver]) expect(mailsTo(world, person)).to.have.lengthOf(1);
    await requester.say(`cancel ${reference}`);
  });

  seeded('is one approval: one reset, and one word of it to each', async (random) => {
    const trio = newTrio(world);
    const { requester, target, approver } = trio;
    const { card } = await askAs(judge, trio);
    for (const answer of await fourTimes(random, approver, card, 'approve'))
      expect(shown(answer)).to.match(/Approved by Newcomer|Reset in progress|has been told/);
    await reading(requester, /Pass this on/);
    await mailed(world, target, /were cleared/);
    await mailed(world, requester, /reset done/);
    await judge.verdict();
    expect(revocations(world, target)).to.equal(2);
    expect(world.cloud.log.methodDeletes(target.person.id).map(({ applied }) => applied)).to.deep.equal([true, true]);
    expect(mailsTo(world, requester, /reset done/)).to.have.lengthOf(1);
    expect(mailsTo(world, target, /were cleared/)).to.have.lengthOf(1);
    expect(toldBy(requester, /Pass this on/)).to.have.lengthOf(1);
  });

  seeded('is one rejection: nothing is cleared, and the requester is told once', async (random) => {
    const trio = newTrio(world);
    const { requester, target, approver } = trio;
    const { card } = await askAs(judge, trio);
    for (const answer of await fourTimes(random, approver, card, 'reject', { reason: 'notNeeded' }))
      expect(shown(answer)).to.match(/Rejected by Newcomer/);
    await mailed(world, requester, /declined/);
    await judge.verdict();
    expect(mailsTo(world, requester, /declined/)).to.have.lengthOf(1);
    expect(toldBy(requester, /A reset isn’t needed/)).to.have.lengthOf(1);
    expect(world.cloud.log.methodDeletes(target.person.id)).to.have.lengthOf(0);
  });

  seeded('is one cancellation', async (random) => {
    const trio = newTrio(world);
    const { requester } = trio;
    await askAs(judge, trio);
    const status = await withAction(requester, 'cancel');
    for (const answer of await fourTimes(random, requester, status, 'cancel'))
      expect(shown(answer)).to.match(/Cancelled/);
    await mailed(world, requester, /cancelled/);
    await judge.verdict();
    expect(mailsTo(world, requester, /cancelled/)).to.have.lengthOf(1);
    expect(toldBy(requester, /Request cancelled/)).to.have.lengthOf(1);
  });

  seeded('is one approval taken back: the request waits again, and the requester is told once', async (random) => {
    const trio = newTrio(world);
    const { requester, target, approver } = trio;
    // A warning on the risk line: the approval is held, and may be taken back meanwhile.
    target.person.lastPasswordChangeDateTime = new Date().toISOString();
    const { card, reference } = await askAs(judge, trio);
    expect(JSON.stringify((await approver.tap(card, 'approve')).card)).to.include('starts later');
    for (const answer of await fourTimes(random, approver, card, 'undo'))
      expect(shown(answer)).to.include('"verb":"approve"');
    await reading(requester, /taken back/);
    await requester.say(`cancel ${reference}`);
    await judge.verdict();
    expect(toldBy(requester, /taken back/)).to.have.lengthOf(1);
    expect(revocations(world, target)).to.equal(0);
  });

  seeded('is one note and one “not for me”', async (random) => {
    const trio = newTrio(world);
    const { requester, approver } = trio;
    const { card, reference } = await askAs(judge, trio);
    const status = await withAction(requester, 'note');
    const words = 'they are at the front desk';
    for (const answer of await fourTimes(random, requester, status, 'note', { text: words }))
      expect(shown(answer).split(words)).to.have.lengthOf(2);
    await approver.waitFor((message) => message.id === card.id && readable(message).includes(words));
    expect(readable(approver.chat.find(card.id)!).split(words)).to.have.lengthOf(2);
    for (const answer of await fourTimes(random, approver, card, 'notForMe'))
      expect(shown(answer)).to.include('Nothing for you to do');
    await requester.waitFor(
      (message) => readable(message).includes(reference) && /with Ingrid/.test(readable(message)),
    );
    await requester.say(`cancel ${reference}`);
    await judge.verdict();
  });

  /** Twice under one id and twice under new ones, one after another or all at once. */
  async function fourTimes(
    random: Random,
    user: TeamsUser,
    message: ChatMessage | undefined,
    verb: string,
    inputs: object = {},
  ): Promise<readonly Delivery[]> {
    const data = { ...(message && { requestId: requestIdOf(message) }), ...inputs };
    const value = { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' };
    const parts = { type: 'invoke', name: 'adaptiveCard/action', value, ...(message && { replyToId: message.id }) };
    const invoke = user.activity(parts);
    const all = [invoke, invoke, { ...invoke, id: `f:${randomUUID()}` }, { ...invoke, id: `f:${randomUUID()}` }];
    if (random.below(2) === 0) return Promise.all(all.map((activity) => user.send(activity)));
    const answers: Delivery[] = [];
    for (const activity of all) answers.push(await user.send(activity));
    return answers;
  }

  /** The card in the answer; a sentence in its place is a failure. */
  function shown({ status, body }: Delivery): string {
    expect(status).to.equal(200);
    expect(body, JSON.stringify(body)).to.include({
      statusCode: 200,
      type: 'application/vnd.microsoft.card.adaptive',
    });
    return JSON.stringify(body);
  }

  function idIn(cards: readonly string[]): string {
    const ids = new Set(cards.map((card) => /"requestId":"([0-9a-f-]{36})"/.exec(card)?.[1]));
    expect(ids.size, 'requests proposed').to.equal(1);
    return [...ids][0] ?? '';
  }
});
