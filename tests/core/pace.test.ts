import { expect } from 'chai';
import { act, requestWrite } from '../../core/approvals.js';
import { allowResets } from '../../core/allowing.js';
import { SYSTEM, type JournalEntry } from '../../core/command.js';
import { limitOf, paceWrite, readPace } from '../../core/pace.js';
import type { Policy } from '../../core/policy.js';
import { isRefusal } from '../../core/refusal.js';
import type { Person } from '../../core/request.js';
import { readExecutionRights } from '../../core/rights.js';
import type { Pace } from '../../core/rows.js';
import { standstill } from '../../core/standstill.js';
import type { Store } from '../../core/store.js';
import {
  agent,
  APPROVED,
  ASKED,
  DAY,
  guard,
  HOUR,
  manager,
  MINUTE,
  person,
  policy,
  request,
  requester,
  run,
  stranger,
} from '../fakes/rows.js';
import { openWorld, type World } from './world.js';

const limits = (resetsPerHour: number | 'auto'): Partial<Policy> => ({ limits: { requestsPerDay: 10, resetsPerHour } });

describe('the kill switch', () => {
  let world: World;
  let made = 0;
  beforeEach(async () => {
    world = await openWorld();
    world.clock.set(APPROVED + MINUTE);
    made = 0;
  });
  afterEach(() => world.close());

  /** Another approved request whose reset is to begin. */
  async function approved(): Promise<string> {
    const id = `id-${++made}`;
    world.directory.put({ id: `target-${made}` });
    world.directory.setManager(`target-${made}`, 'manager');
    const row = request('approved', { id, reference: id, target: person(`target-${made}`) });
    await world.store.commit({ writes: [requestWrite(row, 0)] });
    return id;
  }
  async function start(id: string, different = limits(3), store: Store = world.store): Promise<string> {
    const deps = { ...world.deps(different), store };
    const row = await world.read(id);
    const atExecution = await readExecutionRights(world.directory, deps.policy, row, world.clock.now());
    const begun = run({ startedAt: world.clock.now() });
    const outcome = await act(deps, id, { type: 'resetStarted', by: SYSTEM, run: row.run ?? begun }, { atExecution });
    return isRefusal(outcome) ? outcome.refused : outcome.status;
  }
  const begin = async (different?: Partial<Policy>) => start(await approved(), different);
  const pace = async () => (await world.store.read('pace', 'resets'))?.value;
  const allow = async (by: Person, different = limits(3)) => {
    const outcome = await allowResets(world.deps(different), by);
    return typeof outcome === 'string' ? outcome : outcome.refused;
  };
  function watched() {
    const entries: JournalEntry[] = [];
    const commit: Store['commit'] = (what) => {
      entries.push(...(what.entries ?? []));
      return world.store.commit(what);
    };
    return { store: { ...world.store, commit }, entries };
  }
  const queued = async () =>
    (await world.store.claim({ now: Infinity, limit: 100, leaseMs: 60_000 })).map(({ effect }) => effect);

  it('lets as many begin within an hour as there may be, and no more until people say so', async () => {
    for (let count = 0; count < 3; count++) expect(await begin()).to.equal('resetting');
    expect(await begin()).to.equal('tooManyResets');
    world.clock.advance(5 * HOUR);
    expect(await begin()).to.equal('tooManyResets');
  });

  it('counts an hour, not the day', async () => {
    for (let count = 0; count < 9; count++) {
      expect(await begin()).to.equal('resetting');
      world.clock.advance(21 * MINUTE);
    }
    expect((await pace())?.starts.length).to.be.at.most(3);
    expect((await pace())?.tripped).to.equal(undefined);
  });

  it('counts each reset once: one that goes on was counted, and goes on', async () => {
    const ids = [await approved(), await approved(), await approved()];
    for (const id of ids) await start(id);
    await begin();
    for (const id of ids) expect(await start(id)).to.equal('resetting');
    expect((await pace())?.starts).to.have.length(3);
  });

  it('counts what IT tries again that never began', async () => {
    const id = await approved();
    const row = await world.read(id);
    await world.put({ ...row, status: 'resetting', run: undefined });
    for (let count = 0; count < 3; count++) await begin();
    expect(await start(id)).to.equal('tooManyResets');
  });

  it('never stops a request from being asked or approved', async () => {
    for (let count = 0; count < 4; count++) await begin();
    await world.put(request('awaitingApproval', { id: 'asked', reference: 'asked' }));
    world.clock.set(APPROVED + 2 * MINUTE);
    const outcome = await act(world.deps(limits(3)), 'asked', { type: 'approve', by: manager });
    expect(isRefusal(outcome)).to.equal(false);
  });

  it('of twenty that begin at once lets exactly as many as there may be', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, approved));
    const outcomes: string[] = [];
    // Whoever lost too often comes again, as the outbox has it.
    const again = async (id: string): Promise<void> => {
      const outcome = await start(id).catch(() => 'again');
      if (outcome === 'again') await again(id);
      else outcomes.push(outcome);
    };
    await Promise.all(ids.map(again));
    expect(outcomes.filter((outcome) => outcome === 'resetting')).to.have.length(3);
    expect(outcomes.filter((outcome) => outcome === 'tooManyResets')).to.have.length(17);
  });

  it('trips once, in the journal with the numbers, and tells IT and security', async () => {
    const { store, entries } = watched();
    const ids = await Promise.all(Array.from({ length: 6 }, approved));
    for (const id of ids) await start(id, limits(3), store);
    const tripped = entries.filter(({ event }) => event === 'killSwitchTripped');
    expect(tripped.map(({ by, data }) => [by, data])).to.deep.equal([['system', { resets: 3, limit: 3 }]]);
    const told = (await queued()).filter((effect) => 'notice' in effect && effect.notice === 'killSwitchTripped');
    expect(told.map((effect) => 'to' in effect && effect.to)).to.deep.equal([{ group: 'it' }, { group: 'security' }]);
    expect(await standstill(world.store)).to.equal('tripped');
  });

  it('goes on when two different people of IT or security say so', async () => {
    for (let count = 0; count < 4; count++) await begin();
    expect(await allow(agent)).to.equal('agreed');
    expect(await begin()).to.equal('tooManyResets');
    expect(await allow(agent), 'the same person').to.equal('alreadyApprovedByYou');
    expect(await begin()).to.equal('tooManyResets');
    expect(await allow(guard)).to.equal('allowed');
    for (let count = 0; count < 3; count++) expect(await begin()).to.equal('resetting');
    expect(await begin(), 'the count begins anew').to.equal('tooManyResets');
    expect(await allow(guard), 'who agreed before has to agree again').to.equal('agreed');
  });

  it('listens to nobody else, and writes down who tried', async () => {
    for (let count = 0; count < 4; count++) await begin();
    for (const who of [requester, manager, stranger]) {
      const { store, entries } = watched();
      const outcome = await allowResets({ ...world.deps(), store }, who);
      expect(outcome, who.id).to.deep.include({ refused: 'notIt' });
      expect(entries.map(({ event, by }) => [event, by])).to.deep.equal([['attemptRefused', who.id]]);
    }
    expect(await begin()).to.equal('tooManyResets');
  });

  it('of two people who agree at once is let go by both, of one who taps twice by none', async () => {
    for (let count = 0; count < 4; count++) await begin();
    expect(await Promise.all([allow(agent), allow(agent)])).to.have.members(['agreed', 'alreadyApprovedByYou']);
    expect(await begin()).to.equal('tooManyResets');
    expect(await allow(guard)).to.equal('allowed');
    for (let count = 0; count < 4; count++) await begin();
    expect(await Promise.all([allow(agent), allow(guard)])).to.have.members(['agreed', 'allowed']);
  });

  it('has nothing to let go where it did not trip', async () => {
    expect(await allow(agent)).to.equal('alreadyDone');
    await begin();
    expect(await allow(agent)).to.equal('alreadyDone');
  });

  it('only waits for the hour to be over where nobody could say so', async () => {
    const nobody = { ...limits(1), itGroup: null, securityGroup: null };
    expect(await begin(nobody)).to.equal('resetting');
    expect(await begin(nobody)).to.equal('tooManyResets');
    expect((await pace())?.tripped).to.equal(undefined);
    world.clock.advance(HOUR);
    expect(await begin(nobody)).to.equal('resetting');
  });

  it('is not read as open where the row can’t be read', async () => {
    const id = await approved();
    const read: Store['read'] = async (kind, key) => {
      if (kind === 'pace') throw new Error('no answer');
      return world.store.read(kind, key);
    };
    const thrown = await start(id, limits(3), { ...world.store, read }).catch(() => 'thrown');
    expect(thrown).to.equal('thrown');
    expect((await world.read(id)).status).to.equal('approved');
  });
});

describe('what is usual', () => {
  const today = Math.floor(ASKED / DAY);
  const days = (...busiest: readonly number[]) =>
    busiest.map((resets, index) => ({ day: today - busiest.length + index, busiest: resets }));
  const limit = (known: Pace['days'], resetsPerHour: number | 'auto' = 'auto') =>
    limitOf(policy(limits(resetsPerHour)), { days: known }, ASKED);

  it('is ten an hour at first, then four times the busiest hour of a day', () => {
    expect(limit([])).to.equal(10);
    expect(limit(days(1, 2, 1))).to.equal(10);
    expect(limit(days(6, 4, 5))).to.equal(20);
    expect(limit(days(3, 4))).to.equal(14);
  });

  it('is the policy’s number where it has one', () => {
    expect(limit(days(50, 50), 7)).to.equal(7);
  });

  it('does not count the day that is not over, nor what is older than 30 days', () => {
    expect(limit([{ day: today, busiest: 500 }])).to.equal(10);
    expect(limit([{ day: today - 31, busiest: 500 }])).to.equal(10);
    expect(limit([{ day: today - 30, busiest: 5 }])).to.equal(20);
  });

  it('is counted by the hour of UTC, the busiest of each day', async () => {
    const world = await openWorld();
    try {
      for (const wait of [0, 10, 10, 50, 10, DAY / MINUTE, 10]) {
        world.clock.advance(wait * MINUTE);
        const write = paceWrite(await readPace(world.deps()), world.clock.now());
        await world.store.commit({ writes: [write] });
      }
      const row = (await world.store.read('pace', 'resets'))?.value;
      expect(row?.days).to.deep.equal([
        { day: today, busiest: 3 },
        { day: today + 1, busiest: 2 },
      ]);
    } finally {
      await world.close();
    }
  });
});
