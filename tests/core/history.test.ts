import { expect } from 'chai';
import { requestWrite } from '../../core/approvals.js';
import { readConsole } from '../../core/console.js';
import { history, namedInHistory, PAGE, type Wanted } from '../../core/history.js';
import { isRefusal } from '../../core/refusal.js';
import type { Person, ResetRequest } from '../../core/request.js';
import {
  agent,
  ASKED,
  DAY,
  guard,
  HOUR,
  manager,
  nominee,
  person,
  request,
  requester,
  stranger,
  target,
} from '../fakes/rows.js';
import { openWorld, type World } from './world.js';

describe('a history', () => {
  let world: World;
  const priya = person('priya');

  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  let made = 0;
  async function put(
    different: Partial<ResetRequest> = {},
    status: ResetRequest['status'] = 'completed',
  ): Promise<string> {
    const id = `id-${++made}`;
    const row = request(status, { id, reference: `MFA-${String(made).padStart(5, '0')}`, ...different });
    // Ended ones let go of their target; open ones have one each.
    const own = different.target ?? (status === 'completed' ? target : person(`target of ${id}`));
    await world.store.commit({ writes: [requestWrite({ ...row, target: own }, 0)] });
    return id;
  }
  async function seen(wanted: Wanted, viewer: Person): Promise<string> {
    const listed = await history(world.deps(), wanted, viewer);
    if (isRefusal(listed)) return listed.refused;
    const ids = listed.requests.map(({ id }) => id.replace('id-', ''));
    return `${listed.newer ? '< ' : ''}${ids.join(' ')}${listed.older ? ' >' : ''}`;
  }

  it('is of what somebody asked for, and of what they were asked about, newest first', async () => {
    made = 0;
    await put({ nominees: [] });
    await put({ requester: stranger, nominees: [nominee(guard)], approvals: [] });
    await put({ requester: stranger });
    await put(
      { nominees: [], approvals: [], rejection: { by: guard, at: ASKED, reason: 'other', text: 'no' } },
      'rejected',
    );
    expect(await seen({ list: 'seen' }, requester)).to.equal('4 1');
    expect(await seen({ list: 'seen' }, manager)).to.equal('3 1');
    expect(await seen({ list: 'seen' }, guard)).to.equal('4 2');
    expect(await seen({ list: 'seen' }, target)).to.equal('');
    expect(await seen({ list: 'seen' }, agent)).to.equal('');
  });

  it('of everybody is IT’s alone; whoever else asks is written down', async () => {
    made = 0;
    await put();
    for (const list of ['all', 'open', 'late'] as const)
      for (const viewer of [requester, manager, target, stranger, guard])
        expect(await seen({ list }, viewer), `${viewer.id} ${list}`).to.equal('notIt');
    expect(await seen({ list: 'all' }, agent)).to.equal('1');
  });

  it('with a person is of what both have to do with, and no claim of a card widens it', async () => {
    made = 0;
    await put({ target: priya });
    await put({ requester: priya, target });
    await put({ target });
    expect(await seen({ list: 'all', about: priya.id }, agent)).to.equal('2 1');
    expect(await seen({ list: 'seen', about: priya.id }, requester)).to.equal('1');
    expect(await seen({ list: 'seen', about: priya.id }, manager)).to.equal('2 1');
    expect(await seen({ list: 'seen', about: priya.id }, stranger)).to.equal('');
    // One of somebody else's as the place to go on from.
    expect(await seen({ list: 'seen', before: 'id-3' }, stranger)).to.equal('');
    expect(await seen({ list: 'seen', after: 'id-1' }, stranger)).to.equal('');
  });

  it('goes back and forth in pages', async () => {
    made = 0;
    for (let count = 0; count < 2 * PAGE + 1; count++) await put();
    expect(await seen({ list: 'all' }, agent)).to.equal('17 16 15 14 13 12 11 10 >');
    expect(await seen({ list: 'all', before: 'id-10' }, agent)).to.equal('< 9 8 7 6 5 4 3 2 >');
    expect(await seen({ list: 'all', before: 'id-2' }, agent)).to.equal('< 1');
    expect(await seen({ list: 'all', after: 'id-9' }, agent)).to.equal('17 16 15 14 13 12 11 10 >');
  });

  it('of what is late holds what nobody answered in time, in pages as well', async () => {
    made = 0;
    for (let count = 0; count < PAGE + 2; count++) await put({}, 'awaitingApproval');
    await put({}, 'needsAttention');
    await put({ escalateAt: ASKED + DAY }, 'awaitingApproval');
    expect(await seen({ list: 'late' }, agent)).to.equal('');
    world.clock.advance(2 * HOUR);
    expect(await seen({ list: 'late' }, agent)).to.equal('10 9 8 7 6 5 4 3 >');
    expect(await seen({ list: 'late', before: 'id-3' }, agent)).to.equal('< 2 1');
    expect(await seen({ list: 'late', after: 'id-2' }, agent)).to.equal('10 9 8 7 6 5 4 3 >');
    expect(await seen({ list: 'late', before: 'gone' }, agent)).to.equal('10 9 8 7 6 5 4 3 >');
    expect(await seen({ list: 'open' }, agent)).to.equal('12 11 10 9 8 7 6 5 >');
    const { open, late, stopped } = await readConsole(world.deps());
    expect([open, late, stopped]).to.deep.equal([12, 10, 1]);
  });

  it('finds people by name on what is seen anyway, and nobody else', async () => {
    made = 0;
    await put({ target: { id: 'p1', name: 'Priya Raman' } });
    await put({ target: { id: 'p2', name: 'Priya Nair' } });
    await put({ requester: stranger, nominees: [], approvals: [], target: { id: 'p3', name: 'Priya Hidden' } });
    const found = async (name: string) => (await namedInHistory(world.store, name, requester)).map(({ id }) => id);
    expect(await found('priya')).to.have.members(['p1', 'p2']);
    expect(await found(' RAMAN ')).to.deep.equal(['p1']);
    expect(await found('hidden')).to.deep.equal([]);
    expect(await found('requester')).to.deep.equal([]);
  });
});
