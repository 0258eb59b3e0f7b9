import { expect } from 'chai';
import { groupNames } from '../../sandbox/cloud/index.js';
import type { ChatMessage, TeamsUser } from '../../sandbox/cloud/teamsClient.js';
import {
  AT_ONCE,
  ask,
  createWorld,
  groupId,
  readable,
  reading,
  requestIdOf,
  send,
  type World,
} from '../product/world.js';
import { eventually } from '../eventually.js';
import { watch, type Judge } from './judge.js';
import { mailed, mailsTo, newcomer, newTrio, revocations, toldBy } from './people.js';
import { seeded, type Random } from './seeds.js';

describe('F3 taps in the same millisecond', () => {
  let world: World;
  let judge: Judge;
  before(async () => {
    const group = await groupId('approvers');
    // Whoever is locked out decides the rule; newcomers of another department are their managers' to decide about.
    const ofSales = { when: { department: 'Sales' }, ask: { group } };
    world = await createWorld({ policy: { ...AT_ONCE, approvers: [ofSales] } });
    judge = watch(world);
  });
  after(() => world.close());

  seeded('of two approvers one is the first, and the other reads who it was', async (random) => {
    const { requester, target, approvers, cards } = await askOfGroup(2);
    const answers = await race(random, approvers, cards, ['approve', 'approve']);
    const [winner = ''] = approversNamedIn(answers, approvers);
    for (const answer of answers) expect(answer).to.include(`Approved by ${winner}`);
    await oneReset(requester, target);
    const [, loser] = approvers[0]?.person.displayName === winner ? approvers : approvers.toReversed();
    await loser!.waitFor((message) => readable(message).includes(`Approved by ${winner}`));
  });

  seeded('approve against reject has one winner, whom everybody reads of', async (random) => {
    const { requester, target, approvers, cards } = await askOfGroup(2);
    const answers = await race(random, approvers, cards, ['approve', 'reject']);
    const rejected = answers.some((answer) => answer.includes('Rejected by'));
    const [words, never] = rejected ? ['Rejected by', 'Approved by'] : ['Approved by', 'Rejected by'];
    for (const answer of answers) expect(answer).to.include(words).and.not.include(never);
    if (!rejected) return oneReset(requester, target);
    await mailed(world, requester, /declined/);
    await judge.verdict();
    expect(mailsTo(world, requester, /declined/)).to.have.lengthOf(1);
    expect(world.cloud.log.methodDeletes(target.person.id)).to.have.lengthOf(0);
    expect(revocations(world, target)).to.equal(0);
  });

  seeded('of fifty taps one decides, and all are answered with what it was', async (random) => {
    const { requester, target, approvers, cards } = await askOfGroup(5);
    const taps = Array.from({ length: 50 }, () => {
      const who = random.below(approvers.length);
      const verb = random.pick(['approve', 'approve', 'reject']);
      const data = { requestId: requestIdOf(cards[who]!), reason: 'notNeeded' };
      return () => send(approvers[who]!, verb, data);
    });
    const answers = (await Promise.all(taps.map((tap) => tap()))).map(shown);
    const rejected = answers.some((answer) => answer.includes('Rejected by'));
    for (const answer of answers)
      expect(answer).to.match(rejected ? /Rejected by/ : /Approved by|Reset in progress|has been told/);
    expect(approversNamedIn(answers, approvers)).to.have.lengthOf(1);
    if (rejected) {
      await judge.verdict();
      expect(world.cloud.log.methodDeletes(target.person.id)).to.have.lengthOf(0);
    } else await oneReset(requester, target);
  });

  seeded('two people who ask for the same colleague make one request', async (random) => {
    const { requester, target, approver } = newTrio(world);
    const both = [requester, newcomer(world)];
    const drafts: { user: TeamsUser; requestId: string }[] = [];
    for (const user of both) {
      const form = { personId: target.person.id, why: 'A new phone since this morning', lost: 'newPhone' };
      const { body } = await send(user, 'submitForm', form);
      drafts.push({ user, requestId: /"requestId":"([0-9a-f-]{36})"/.exec(JSON.stringify(body))?.[1] ?? '' });
    }
    if (random.below(2) === 0) drafts.reverse();
    const answers = await Promise.all(drafts.map(({ user, requestId }) => send(user, 'confirm', { requestId })));
    const texts = answers.map(({ body }) => JSON.stringify(body));
    expect(texts.filter((text) => text.includes('Waiting for approval'))).to.have.lengthOf(1);
    // Nobody is told that a colleague has asked already.
    expect(texts.filter((text) => /can’t be reset here/.test(text))).to.have.lengthOf(1);
    const winner = texts.findIndex((text) => text.includes('Waiting for approval'));
    const { user, requestId } = drafts[winner]!;
    const [reference = ''] = /MFA-[0-9A-Z]{5}/.exec(texts[winner]!) ?? [];
    judge.asked({ requestId, reference, requester: user.person.id, target: target.person.id });
    await mailed(world, approver, /your decision/);
    await user.say(`cancel ${reference}`);
    await judge.verdict();
    expect(toldBy(approver, /your decision/)).to.have.lengthOf(1);
    expect(mailsTo(world, approver)).to.have.lengthOf(1);
    expect(mailsTo(world, target)).to.have.lengthOf(1);
  });

  /** A request that as many people may decide, and the card of each. */
  async function askOfGroup(size: number): Promise<{
    readonly requester: TeamsUser;
    readonly target: TeamsUser;
    readonly approvers: readonly TeamsUser[];
    readonly cards: readonly ChatMessage[];
  }> {
    const { requester, target } = newTrio(world);
    target.person.department = 'Sales';
    const approvers = Array.from({ length: size }, () => newcomer(world));
    const { members } = world.cloud.directory.group(groupNames.approvers);
    members.clear();
    for (const { person } of approvers) members.add(person.id);
    const { reference, card } = await ask(world, {
      requester: requester.person.displayName,
      target: target.person.displayName,
      approver: approvers[0]!.person.displayName,
    });
    judge.asked({
      ...{ requestId: requestIdOf(card), reference, requester: requester.person.id, target: target.person.id },
      approvers: approvers.map(({ person }) => person.id),
    });
    const cards = await Promise.all(
      approvers.map((user) =>
        user.waitFor(
          (message) =>
            readable(message).includes(reference) && JSON.stringify(message.activity).includes('"verb":"approve"'),
        ),
      ),
    );
    return { requester, target, approvers, cards };
  }

  /** Each taps in the same turn of the event loop; who is the first to be sent is chance. */
  async function race(
    random: Random,
    users: readonly TeamsUser[],
    cards: readonly ChatMessage[],
    verbs: readonly string[],
  ): Promise<readonly string[]> {
    const taps = users.map(
      (user, index) => () =>
        send(user, verbs[index] ?? '', { requestId: requestIdOf(cards[index]!), reason: 'notNeeded' }),
    );
    if (random.below(2) === 0) taps.reverse();
    return (await Promise.all(taps.map((tap) => tap()))).map(shown);
  }

  function shown({ status, body }: { readonly status: number; readonly body?: unknown }): string {
    expect(status).to.equal(200);
    return JSON.stringify(body);
  }

  function approversNamedIn(answers: readonly string[], approvers: readonly TeamsUser[]): readonly string[] {
    const names = approvers.map(({ person }) => person.displayName);
    return names.filter((name) =>
      answers.some((answer) => new RegExp(`(Approved|Rejected) by ${name}\\b`).test(answer)),
    );
  }

  async function oneReset(requester: TeamsUser, target: TeamsUser): Promise<void> {
    await reading(requester, /Pass this on/);
    await mailed(world, target, /were cleared/);
    await judge.verdict();
    expect(revocations(world, target)).to.equal(2);
    const deletes = world.cloud.log.methodDeletes(target.person.id);
    expect(new Set(deletes.map(({ collection }) => collection)).size).to.equal(deletes.length);
    await eventually(() => mailsTo(world, requester, /reset done/).length > 0);
    expect(mailsTo(world, requester, /reset done/)).to.have.lengthOf(1);
    expect(mailsTo(world, requester, /declined/)).to.have.lengthOf(0);
  }
});
