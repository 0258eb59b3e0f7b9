import { expect } from 'chai';
import type { Fault, FaultPlan } from '../../sandbox/cloud/index.js';
import type { ChatMessage } from '../../sandbox/cloud/teamsClient.js';
import { AT_ONCE, cast, groupId, readable, send, type World } from '../product/world.js';
import { createHurriedWorld } from './hurried.js';
import { watch, type Judge } from './judge.js';
import { askAs, mailed, mailsTo, newTrio, toldBy, withMethods, type Trio } from './people.js';
import { seeded, type Random } from './seeds.js';

/** How many times as fast the product's time goes: its eight tries over ten minutes are some seconds. */
const SPEED = 400;
/** Three tries of one call, in each of eight tries of the reset. */
const MOST_TRIES = 3 * 8;
/** Target and approver are both looked up, and at the tap before the first try as well. */
const MOST_TRIES_FOR_PEOPLE = 2 * 3 * (8 + 1);

/** Every call of a reset, after the approval, but the look-up of roles: one that fails counts as privileged (F10). */
const CALLS = {
  person: { method: 'GET', path: '/users/ID$' },
  manager: { method: 'GET', path: '/users/ID/manager$' },
  groups: { method: 'POST', path: '/users/ID/checkMemberGroups$' },
  list: { method: 'GET', path: '^/v1.0/users/ID/authentication/methods$' },
  listBeta: { method: 'GET', path: '^/beta/users/ID/authentication/methods$' },
  hint: { method: 'GET', path: '/userRegistrationDetails/ID$' },
  revoke: { method: 'POST', path: '/users/ID/revokeSignInSessions$' },
  read: { method: 'GET', path: '/users/ID/authentication/phoneMethods/' },
  remove: { method: 'DELETE', path: '/users/ID/authentication/' },
} as const;
type CallName = keyof typeof CALLS;

type Trouble = Pick<FaultPlan, 'kind' | 'status' | 'retryAfter' | 'times' | 'after'>;
const TROUBLES: readonly Trouble[] = [
  { kind: 'status', status: 429, retryAfter: 1 },
  { kind: 'status', status: 429, retryAfter: 40 },
  { kind: 'status', status: 429 },
  ...[500, 502, 503, 504].map((status) => ({ kind: 'status' as const, status })),
  { kind: 'reset' },
  { kind: 'hang' },
];

describe('F5 a Graph in trouble, at each call of a reset', () => {
  let world: World;
  let judge: Judge;
  before(async () => {
    world = await createHurriedWorld({ ...AT_ONCE, itGroup: await groupId('it') }, { speed: SPEED });
    judge = watch(world);
  });
  after(() => world.close());
  afterEach(() => {
    world.cloud.faults.clear();
  });

  seeded('is got over by a bounded number of tries, and nobody hears of it', async (random) => {
    const begun = [];
    const others = Object.keys(CALLS) as CallName[];
    for (const name of [1, 2, 3].flatMap(() => others.splice(random.below(others.length), 1))) {
      const trio = newTrio(world);
      withMethods(world, trio.target, random, { always: ['mobile'] });
      const trouble = troubleFor(name, random, { times: random.pick([1, 1, 2, 2, 4, 6]) });
      const { card, reference } = await askAs(judge, trio);
      begun.push({ name, trio, trouble, reference, fault: await approveInto({ name, trio, card, trouble }) });
    }
    for (const { name, trio, reference, trouble, fault } of begun) {
      const about = `${name} ${JSON.stringify(trouble)}`;
      expect(await endOf(trio, reference), about).to.equal('done');
      expect(world.cloud.directory.methodsOf(trio.target.person.id), about).to.have.lengthOf(1);
      expect(fault.hits, about).to.be.at.most(MOST_TRIES);
      paused(name, trio, trouble);
    }
    await judge.verdict();
  });

  seeded('is named to IT when it lasts, and the reset goes on when IT says so', async (random) => {
    const name = random.pick(['person', 'list', 'listBeta', 'revoke', 'read', 'remove'] as const);
    const trio = newTrio(world);
    withMethods(world, trio.target, random, { always: ['mobile'] });
    const { card, reference } = await askAs(judge, trio);
    const trouble = troubleFor(name, random, {});
    const fault = await approveInto({ name, trio, card, trouble });
    expect(await endOf(trio, reference), JSON.stringify({ name, ...trouble })).to.equal('attention');
    const it = await itCard(reference);
    expect(readable(it)).to.include('Microsoft Graph did not answer');
    await judge.verdict({ open: [reference] });
    expect(toldBy(trio.requester, /Pass this on/)).to.deep.equal([]);
    // No storm: nothing goes on by itself after the last try.
    expect(fault.hits, name).to.be.within(8, name === 'person' ? MOST_TRIES_FOR_PEOPLE : MOST_TRIES);
    await repaired(trio, reference, fault);
    await judge.verdict();
  });

  seeded('keeps no mail from anybody, and sends none twice', async (random) => {
    const trio = newTrio(world);
    const trouble = { ...random.pick(TROUBLES), times: 1 + random.below(4), after: random.below(4) };
    world.cloud.faults.add({ service: 'mail', ...trouble });
    const { card } = await askAs(judge, trio);
    const asked = [
      [trio.requester, /waiting for approval/],
      [trio.approver, /your decision/],
      [trio.target, /Someone asked/],
    ] as const;
    const done = [
      [trio.requester, /reset done/],
      [trio.target, /were cleared/],
    ] as const;
    // A decision that was made meanwhile is asked of nobody.
    for (const [user, subject] of asked) await mailed(world, user, subject);
    await trio.approver.tap(card, 'approve');
    for (const [user, subject] of done) await mailed(world, user, subject);
    await judge.verdict();
    for (const [user, subject] of [...asked, ...done])
      expect(mailsTo(world, user, subject), String(subject)).to.have.lengthOf(1);
  });

  function troubleFor(name: CallName, random: Random, more: Pick<FaultPlan, 'times'>): Trouble {
    // What lasts for ever is tried out by what fails at once.
    const all = more.times === undefined ? TROUBLES.filter(({ kind }) => kind !== 'hang') : TROUBLES;
    // The sessions are revoked twice, and there are several methods.
    const after = name === 'revoke' || name === 'remove' ? random.below(2) : 0;
    const { times } = more;
    const trouble = random.pick(all);
    // A hang costs the whole limit of a call each time.
    const hangs = trouble.kind === 'hang' && times !== undefined;
    return { ...trouble, ...(hangs ? { times: Math.min(times, 2) } : more), after };
  }

  /** The trouble begins with the approval; a tap waits for no look-up longer than half a second. */
  async function approveInto({
    name,
    trio,
    card,
    trouble,
  }: {
    readonly name: CallName;
    readonly trio: Trio;
    readonly card: ChatMessage;
    readonly trouble: Trouble;
  }): Promise<Fault> {
    const { target, approver } = trio;
    const { method, path } = CALLS[name];
    const ids =
      name === 'person' || name === 'groups' ? `(${target.person.id}|${approver.person.id})` : target.person.id;
    const match = { method, path: new RegExp(path.replace('ID', ids), 'u') };
    const fault = world.cloud.faults.add({ service: 'graph', match, ...trouble });
    await approver.tap(card, 'approve');
    return fault;
  }

  async function endOf({ requester }: Trio, reference: string): Promise<'done' | 'attention'> {
    const said = await requester.waitFor((message) => /Pass this on|IT is on it/u.test(readable(message)));
    expect(readable(said)).to.include(reference);
    return /Pass this on/u.test(readable(said)) ? 'done' : 'attention';
  }

  /** IT reads of it, and taps once Graph is well again. */
  async function repaired(trio: Trio, reference: string, fault: Fault): Promise<void> {
    const card = await itCard(reference);
    fault.remove();
    await world.user(cast.it).tap(card, 'retry');
    await trio.requester.waitFor((message) => /Pass this on/u.test(readable(message)));
  }

  const itCard = (reference: string) =>
    world
      .user(cast.it)
      .waitFor(
        (message) =>
          readable(message).includes(reference) && JSON.stringify(message.activity).includes('"verb":"retry"'),
      );

  /** What Graph asked to wait was waited, between one call and the next of the same. */
  function paused(name: CallName, { target }: Trio, { retryAfter }: Trouble): void {
    // Where calls come one after another, and what was asked for is more than the log's millisecond.
    if (retryAfter !== 40 || (name !== 'remove' && name !== 'revoke' && name !== 'read')) return;
    const struck = world.cloud.log.calls.filter(
      ({ path, fault }) => fault === 'status' && path.includes(target.person.id),
    );
    for (const [index, { path, at }] of struck.entries()) {
      const next = struck.slice(index + 1).find((call) => call.path === path);
      if (next !== undefined)
        expect((next.at.getTime() - at.getTime()) * SPEED, `${name} waited`).to.be.at.least(retryAfter * 900);
    }
  }
});

describe('F5 a Graph in trouble, while somebody asks', () => {
  /** Times as fast: the eight seconds of a turn are less than three, the twenty of a call seven. */
  const TURN_SPEED = 3;
  const TEAMS_LIMIT = 15_000 / TURN_SPEED;
  let world: World;
  let judge: Judge;
  before(async () => {
    world = await createHurriedWorld({}, { speed: TURN_SPEED });
    judge = watch(world);
  });
  after(() => world.close());
  afterEach(() => {
    world.cloud.faults.clear();
  });

  seeded('has whoever asks read a sentence before Teams gives up, and nothing is asked twice', async (random) => {
    const { requester, target } = newTrio(world);
    const ids = { requester: requester.person.id, target: target.person.id };
    const form = { personId: target.person.id, why: 'A new phone since this morning', lost: 'newPhone' };
    const { body } = await send(requester, 'submitForm', form);
    const requestId = /"requestId":"([0-9a-f-]{36})"/u.exec(JSON.stringify(body))?.[1] ?? '';
    const path = random.pick([
      /\/users\/[^/]+$/u,
      /\/transitiveMemberOf$/u,
      /\/roleAssignments$/u,
      /\/manager$/u,
      /\/v1\.0\//u,
    ]);
    const trouble = random.pick([{ kind: 'hang' }, { kind: 'delay', delayMs: 1_200 }] as const);
    const fault = world.cloud.faults.add({ service: 'graph', match: { path }, ...trouble });
    const action = { type: 'Action.Execute', verb: 'confirm', data: { requestId } };
    const value = { action, trigger: 'manual' };
    const late = await requester.invoke('adaptiveCard/action', value, { timeoutMs: TEAMS_LIMIT });
    expect(late.outcome, `${path.source} ${trouble.kind}`).to.equal('answered');
    expect(JSON.stringify(late.body)).to.match(/I couldn’t finish that just now|Waiting for approval/);
    fault.remove();
    const again = JSON.stringify((await send(requester, 'confirm', { requestId })).body);
    const [reference = ''] = /MFA-[0-9A-Z]{5}/u.exec(again) ?? [];
    judge.asked({ ...ids, requestId, reference });
    await requester.say(`cancel ${reference}`);
    await judge.verdict();
    expect(mailsTo(world, requester, /waiting for approval/)).to.have.lengthOf(1);
  });
});
