import { expect } from 'chai';
import { beginDigest, decidedLately, isDue, nextLook, noteDigest, readDigest } from '../../core/digest.js';
import type { Policy } from '../../core/policy.js';
import type { Instant } from '../../core/request.js';
import { ASKED, DAY, HOUR, MINUTE, person, policy, request, stranger, target } from '../fakes/rows.js';
import { openWorld, type World } from './world.js';

const hours = (timeZone: string): Partial<Policy> => ({
  businessHours: { timeZone, days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' },
});

describe('the daily overview', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  const state = async () => (await world.store.read('digest', 'digest'))!;
  const queued = async () =>
    (await world.store.claim({ now: Infinity, limit: 100, leaseMs: 60_000 })).map(({ effect }) => effect);
  const told = async () => (await queued()).filter((effect) => 'notice' in effect && effect.notice === 'digest');
  /** What the effect does when it comes. */
  async function look(different: Partial<Policy> = {}): Promise<boolean> {
    const deps = world.deps(different);
    const row = await state();
    if (!isDue(deps.policy, row.value, world.clock.now())) return false;
    return noteDigest(deps, row, await readDigest(deps, await decidedLately(world.store, world.clock.now()), []));
  }

  it('comes in the morning after the first start, once a day, whatever happens at starts', async () => {
    await beginDigest(world.deps());
    expect(await look(), 'it is nine o’clock already').to.equal(false);
    const days: number[] = [];
    for (let hour = 1; hour <= 72; hour++) {
      world.clock.advance(HOUR);
      if (hour % 5 === 0) await beginDigest(world.deps());
      if (await look()) days.push(hour);
    }
    expect(days).to.deep.equal([23, 47, 71]);
  });

  it('comes late rather than not at all, where the service was down', async () => {
    await beginDigest(world.deps());
    world.clock.advance(DAY + 5 * HOUR);
    await beginDigest(world.deps());
    expect(await look()).to.equal(true);
    expect(await look()).to.equal(false);
  });

  it('is one of two instances that look at once', async () => {
    await beginDigest(world.deps());
    await world.put(request());
    world.clock.advance(DAY);
    const row = await state();
    const deps = world.deps();
    const digest = await readDigest(deps, [], []);
    expect(await Promise.all([noteDigest(deps, row, digest), noteDigest(deps, row, digest)])).to.have.members([
      true,
      false,
    ]);
    expect(await told()).to.have.length(1);
  });

  it('does not come again when the clock is set back, and is not silent for years when it was wrong', async () => {
    await beginDigest(world.deps());
    world.clock.advance(DAY);
    expect(await look()).to.equal(true);
    world.clock.advance(-DAY);
    expect(await look()).to.equal(false);
    world.clock.advance(DAY - 3 * HOUR);
    expect(await look()).to.equal(false);
    world.clock.advance(400 * DAY);
    expect(await look()).to.equal(false);
    world.clock.advance(5 * HOUR);
    expect(await look()).to.equal(true);
    world.clock.advance(-399 * DAY);
    expect(await look()).to.equal(true);
  });

  it('goes by the clock where the business hours are', () => {
    const at = (text: string): Instant => Date.parse(text);
    const due = (different: Partial<Policy>, now: Instant) => isDue(policy(different), { lastDay: '2026-01-04' }, now);
    expect(due({}, at('2026-01-05T07:59:00Z'))).to.equal(false);
    expect(due({}, at('2026-01-05T08:00:00Z'))).to.equal(true);
    expect(due(hours('Asia/Tokyo'), at('2026-01-04T22:59:00Z'))).to.equal(false);
    expect(due(hours('Asia/Tokyo'), at('2026-01-04T23:00:00Z'))).to.equal(true);
    expect(due({ digestAt: null }, at('2026-01-05T12:00:00Z'))).to.equal(false);
  });

  it('looks again when it is time, and in an hour at the latest', () => {
    const next = (text: string, different: Partial<Policy> = {}) =>
      new Date(nextLook(policy(different), Date.parse(text))).toISOString().slice(11, 16);
    expect(next('2026-01-05T07:20:30Z')).to.equal('08:00');
    expect(next('2026-01-05T08:00:00Z')).to.equal('09:00');
    expect(next('2026-01-05T12:34:00Z')).to.equal('13:34');
    // In the night to summer time, an hour of which does not exist.
    expect(next('2026-03-29T00:30:00Z', { ...hours('Europe/Berlin'), digestAt: '03:15' })).to.equal('01:30');
    expect(next('2026-03-29T01:00:00Z', { ...hours('Europe/Berlin'), digestAt: '03:15' })).to.equal('01:15');
  });

  it('says what is to do, what was cleared yesterday, and whom one more lost phone would lock out', async () => {
    world.clock.set(ASKED + DAY);
    const completed = (id: string, endedAt: Instant, of = target) =>
      request('completed', { id, reference: id, target: of, endedAt });
    await world.put(completed('yesterday', ASKED + HOUR));
    await world.put(completed('today', ASKED + 20 * HOUR, stranger));
    await world.put(completed('long ago', ASKED - 40 * DAY, person('third')));
    await world.put(request('needsAttention', { id: 'stuck', reference: 'stuck', target: person('fourth') }));
    const recent = await decidedLately(world.store, world.clock.now());
    expect(recent.map(({ id }) => id)).to.deep.equal(['today', 'yesterday']);
    const single = Array.from({ length: 12 }, (_, index) => `p${index}`);
    expect(await readDigest(world.deps(), recent, single)).to.deep.equal({
      ...{ open: 1, late: 0, stopped: 1, parked: 0, paused: false },
      ...{ resets: 1, coolingDown: 2, single: single.slice(0, 10), singles: 12 },
    });
  });

  it('is silent on a day with nothing to say, but on Mondays', async () => {
    await beginDigest(world.deps());
    // From Tuesday to the next Monday.
    for (let day = 1; day <= 6; day++) {
      world.clock.advance(DAY);
      expect(await look()).to.equal(true);
      expect(await told(), `day ${day}`).to.have.length(0);
    }
    world.clock.advance(DAY);
    await look();
    expect(await told()).to.have.length(1);
  });

  it('is not begun where there is nobody to tell, or no time for it; a later start ends the one before', async () => {
    await beginDigest(world.deps({ itGroup: null }));
    await beginDigest(world.deps({ digestAt: null }));
    expect(await queued()).to.deep.equal([]);
    world.clock.advance(MINUTE);
    await beginDigest(world.deps());
    expect((await queued()).map((effect) => effect.kind === 'dailyDigest' && effect.generation)).to.deep.equal([3]);
    expect((await state()).value.generation).to.equal(3);
  });
});
