import { expect } from 'chai';
import { usualTime } from '../../core/usualTime.js';
import { ASKED, approval, DAY, HOUR, manager, MINUTE, person, request } from '../fakes/rows.js';
import { openWorld, type World } from './world.js';

describe('how long a decision usually takes', () => {
  let world: World;
  let rows = 0;

  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  /** Requests that were decided so long after they were made; they end, so that they don't hold their target. */
  async function decided(taken: readonly number[], at = ASKED, as: 'completed' | 'rejected' = 'completed') {
    for (const ms of taken) {
      const id = `request-${++rows}`;
      const decision =
        as === 'completed'
          ? { approvals: [approval(manager, { at })] }
          : { rejection: { by: manager, at, reason: 'notNeeded', text: '' } as const };
      await world.put(
        request(as, { id, reference: id, target: person(`target-${id}`), submittedAt: at - ms, ...decision }),
      );
    }
  }
  const usual = (now = ASKED) => usualTime(world.store, now);

  it('is not known before five were made', async () => {
    await decided([1, 2, 3, 4]);
    expect(await usual()).to.equal(undefined);
    await decided([5]);
    expect(await usual()).to.equal(3);
  });

  it('is the one in the middle, whatever the order, so that one that took days counts no more than another', async () => {
    await decided([3 * DAY, 2 * MINUTE, 9 * MINUTE, HOUR, MINUTE, 11 * MINUTE, 10 * MINUTE]);
    expect(await usual()).to.equal(10 * MINUTE);
  });

  it('of an even number is the longer of the two in the middle', async () => {
    await decided([1, 2, 3, 4, 5, 6]);
    expect(await usual()).to.equal(4);
  });

  it('counts declines as well, and neither what was cancelled nor what is open', async () => {
    await decided([1, 2], ASKED, 'rejected');
    await decided([3, 4]);
    await world.put(request('cancelled', { id: 'other-1', reference: 'other-1', target: person('other-1') }));
    await world.put(request('awaitingApproval', { id: 'other-2', reference: 'other-2', target: person('other-2') }));
    expect(await usual()).to.equal(undefined);
    await decided([5], ASKED, 'rejected');
    expect(await usual()).to.equal(3);
  });

  for (const [now, last, before] of [
    ['2026-02-14', '2026-01-01T00:00:00.000Z', '2025-12-31T23:59:59.999Z'],
    ['2026-03-01', '2026-02-01T00:00:00.000Z', '2026-01-31T23:59:59.999Z'],
    ['2026-03-31', '2026-02-28T23:59:59.999Z', '2026-01-31T23:59:59.999Z'],
    ['2026-01-31', '2025-12-31T23:59:59.999Z', '2025-11-30T23:59:59.999Z'],
  ] as const)
    it(`counts on ${now} what was decided in this month and the last`, async () => {
      await decided([1, 1, 1, 1, 1], Date.parse(before));
      expect(await usual(Date.parse(now)), 'two months ago').to.equal(undefined);
      await decided([2, 2], Date.parse(last));
      await decided([3, 3, 3], Date.parse(now));
      expect(await usual(Date.parse(now))).to.equal(3);
    });
});
