import { expect } from 'chai';
import { act } from '../../core/approvals.js';
import { submit, keepDraft } from '../../core/asking.js';
import { SYSTEM } from '../../core/command.js';
import { withDelegates, withoutFormerDelegates } from '../../core/delegates.js';
import {
  delegate,
  eligibleDelegates,
  returnPlaces,
  stopDelegating,
  type DelegationWish,
} from '../../core/delegating.js';
import { isRefusal } from '../../core/refusal.js';
import { readExecutionRights } from '../../core/rights.js';
import { agent, DAY, guard, HOUR, manager, nominee, person, request, stranger } from '../fakes/rows.js';
import { draft, openWorld, taken, type World } from './world.js';

const PARTIES = { requesterId: 'requester', targetId: 'target' };

describe('a delegation', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  const wish = (different: Partial<DelegationWish> = {}): DelegationWish => ({
    delegatorId: 'manager',
    to: 'boss',
    from: '2026-01-05',
    until: '2026-01-09',
    timeZone: 'Europe/London',
    ...different,
  });
  const set = (by = manager, different: Partial<DelegationWish> = {}) => delegate(world.deps(), by, wish(different));
  const asked = async (id = 'request-1') => {
    await keepDraft(world.deps(), draft({ requestId: id }));
    return taken(await submit(world.deps(), id, person('requester')));
  };
  const names = (row: { nominees: readonly { person: { id: string }; by: string; for?: unknown }[] }) =>
    row.nominees.map(({ person: { id }, by }) => `${id} ${by}`);

  it('puts the delegate in the place of new requests, for whom they decide', async () => {
    await set();
    const row = await asked();
    expect(names(row)).to.deep.equal(['boss delegate']);
    expect(row.nominees[0]!.for).to.deep.include({ by: 'manager' });
    const done = await act(world.deps(), row.id, { type: 'approve', by: person('boss') });
    expect(taken(done).status).to.equal('approved');
    expect(isRefusal(await act(world.deps(), row.id, { type: 'approve', by: manager }))).to.equal(true);
  });

  it('moves what waits now, at once', async () => {
    const row = await asked();
    await set();
    expect(names(await world.read(row.id))).to.deep.equal(['boss delegate']);
    expect((await world.read(row.id)).reassignments).to.have.length(1);
  });

  it('begins on its first day and ends after its last, by the clock of whoever arranged it', async () => {
    const later = await set(manager, { from: '2026-01-07', until: '2026-01-08', timeZone: 'Asia/Tokyo' });
    expect(later).to.deep.include({
      from: Date.parse('2026-01-06T15:00:00Z'),
      until: Date.parse('2026-01-08T15:00:00Z'),
    });
    expect(names(await asked('request-1'))).to.deep.equal(['manager manager']);
    for (const [at, who] of [
      ['2026-01-06T14:59:59Z', 'manager'],
      ['2026-01-06T15:00:00Z', 'boss'],
      ['2026-01-08T14:59:59Z', 'boss'],
      ['2026-01-08T15:00:00Z', 'manager'],
    ] as const) {
      const [place] = await withDelegates(world.deps(), [nominee(manager)], Date.parse(at), PARTIES);
      expect(place?.person.id, at).to.equal(who);
    }
  });

  for (const [because, different] of [
    ['the last day is before the first', { from: '2026-01-09', until: '2026-01-08' }],
    ['it is over', { from: '2026-01-01', until: '2026-01-04' }],
    ['it is longer than 60 days', { until: '2026-03-20' }],
    ['it begins in half a year', { from: '2026-07-01', until: '2026-07-02' }],
    ['it is no date', { until: '2026-02-31x' }],
    ['it is nothing', { from: '' }],
  ] as const)
    it(`is refused where ${because}`, async () => {
      expect(await set(manager, different)).to.have.property('refused', 'delegationDates');
    });

  it('is only to somebody the policy allows, whatever was sent', async () => {
    for (const to of ['stranger', 'requester', 'manager', 'nobody'])
      expect(await set(manager, { to }), to).to.have.property('refused', 'notEligible');
    world.directory.put({ id: 'boss', enabled: false });
    expect(await set()).to.have.property('refused', 'notEligible');
    const among = { approvers: [{ ask: { users: ['manager', 'backup'] } }], backup: { group: 'desk' } } as const;
    world.directory.setMembers('desk', ['guard', 'manager']);
    const found = await eligibleDelegates(world.deps(among), 'manager');
    expect(found.map(({ id }) => id)).to.deep.equal(['backup', 'guard']);
    expect((await eligibleDelegates(world.deps(among), 'stranger')).map(({ id }) => id)).to.deep.equal([
      'guard',
      'manager',
    ]);
  });

  it('is arranged by whom it is about, or by IT, who never arranges it for themselves', async () => {
    expect(await set(stranger)).to.have.property('refused', 'notIt');
    expect(await set(guard)).to.have.property('refused', 'notIt');
    world.directory.setManager('manager', 'agent');
    expect(await set(agent, { to: 'agent' })).to.have.property('refused', 'notEligible');
    world.directory.setManager('manager', 'boss');
    expect(await set(agent)).to.have.nested.property('by.id', 'agent');
    expect(await set()).to.have.property('refused', 'delegatedAlready');
    expect(await stopDelegating(world.deps(), stranger, 'manager')).to.have.property('refused', 'notIt');
  });

  it('is one hop: a delegate who delegates is not followed', async () => {
    world.directory.setManager('boss', 'backup');
    await set(person('boss'), { delegatorId: 'boss', to: 'backup' });
    await set();
    expect(names(await asked())).to.deep.equal(['boss delegate']);
  });

  it('never brings requester, target or somebody twice: then whoever delegated keeps the place', async () => {
    await set();
    const at = world.clock.now();
    const place = async (others: readonly ReturnType<typeof nominee>[], parties = PARTIES) =>
      (await withDelegates(world.deps(), [nominee(manager), ...others], at, parties)).map(({ person: { id } }) => id);
    expect(await place([], { requesterId: 'boss', targetId: 'target' })).to.deep.equal(['manager']);
    expect(await place([], { requesterId: 'requester', targetId: 'boss' })).to.deep.equal(['manager']);
    expect(await place([nominee(person('boss'), 'backup')])).to.deep.equal(['manager', 'boss']);
    expect(await place([])).to.deep.equal(['boss']);
    world.directory.put({ id: 'boss', enabled: false });
    expect(await place([])).to.deep.equal(['manager']);
    const [security] = await withDelegates(world.deps(), [nominee(manager, 'security')], at, PARTIES);
    expect(security?.person.id).to.equal('manager');
  });

  it('that is stopped is over at the next tap, and what was not decided goes back', async () => {
    await set();
    const row = await asked();
    await stopDelegating(world.deps(), manager, 'manager');
    const by = person('boss');
    for (const given of [
      { type: 'approve', by },
      { type: 'reject', by, reason: 'notNeeded', text: '' },
    ] as const)
      expect(await act(world.deps(), row.id, given), given.type).to.have.property('refused', 'delegationOver');
    await returnPlaces(world.deps(), SYSTEM, 'manager', 'boss');
    expect(names(await world.read(row.id))).to.deep.equal(['manager manager']);
    expect(taken(await act(world.deps(), row.id, { type: 'approve', by: manager })).status).to.equal('approved');
  });

  it('that runs gives nothing back', async () => {
    await set();
    const row = await asked();
    await returnPlaces(world.deps(), SYSTEM, 'manager', 'boss');
    expect(names(await world.read(row.id))).to.deep.equal(['boss delegate']);
  });

  it('that was over when the approval was given does not count at the reset; one that ran then does', async () => {
    const rightsOf = async (at: number) => {
      const row = request('approved', {
        nominees: [{ person: person('boss'), by: 'delegate', for: { person: manager, by: 'manager' } }],
        approvals: [{ by: person('boss'), at, security: false, checkPending: false }],
      });
      const deps = world.deps();
      const rights = await readExecutionRights(world.directory, deps.policy, row, world.clock.now());
      return (await withoutFormerDelegates(world.store, row, rights)).approvers[0]?.eligible;
    };
    await set();
    const given = world.clock.now() + HOUR;
    world.clock.advance(2 * HOUR);
    await stopDelegating(world.deps(), manager, 'manager');
    expect(await rightsOf(given)).to.equal(true);
    expect(await rightsOf(world.clock.now())).to.equal(false);
    expect(await rightsOf(given - 2 * HOUR)).to.equal(false);
    // Whoever lent it has to have it still.
    world.directory.setManager('target', 'backup');
    expect(await rightsOf(given)).to.equal(false);
    world.directory.setManager('target', 'manager');
    world.directory.put({ id: 'manager', enabled: false });
    expect(await rightsOf(given)).to.equal(false);
  });

  it('is journalled, and told to everybody but whoever arranged it', async () => {
    await set(agent);
    const claims = await world.store.claim({ now: world.clock.now() + 10 * DAY, limit: 50, leaseMs: 1_000 });
    const told = claims.flatMap(({ effect }) =>
      effect.kind === 'tell' && effect.notice === 'delegationSet' ? [JSON.stringify(effect.to)] : [],
    );
    expect(told).to.have.members(['{"person":"boss"}', '{"person":"manager"}', '{"group":"it"}']);
    expect(claims.filter(({ effect }) => effect.kind === 'delegationEnds')).to.have.length(1);
  });
});
