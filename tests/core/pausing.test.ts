import { expect } from 'chai';
import { act } from '../../core/approvals.js';
import type { JournalEntry } from '../../core/command.js';
import { pause, resume } from '../../core/pausing.js';
import { isRefusal } from '../../core/refusal.js';
import { standstill } from '../../core/standstill.js';
import type { Store } from '../../core/store.js';
import { agent, APPROVED, ASKED, guard, manager, request, requester, stranger, target } from '../fakes/rows.js';
import { openWorld, type World } from './world.js';

const WHY = 'We are looking into a call';

describe('a pause', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  const state = async () => (await world.store.read('service', 'service'))?.value;
  const refused = (outcome: object) => (isRefusal(outcome) ? outcome.refused : undefined);
  function watched() {
    const entries: JournalEntry[] = [];
    const commit: Store['commit'] = (what) => {
      entries.push(...(what.entries ?? []));
      return world.store.commit(what);
    };
    return { deps: { ...world.deps(), store: { ...world.store, commit } }, entries };
  }
  const queued = async () =>
    (await world.store.claim({ now: Infinity, limit: 100, leaseMs: 60_000 })).map(({ effect }) => effect);

  it('is in the row, in the journal with who and why, and told to IT and security', async () => {
    await world.put(request());
    const { deps, entries } = watched();
    await pause(deps, agent, ` ${WHY} `);
    const id = `pause:${ASKED}`;
    const by = { id: 'agent', name: 'agent' };
    expect(await state()).to.deep.include({ paused: true });
    expect((await state())?.pause)
      .to.deep.include({ id, at: ASKED, why: WHY })
      .and.nested.include({ 'by.id': by.id });
    expect(entries).to.deep.equal([
      { event: 'servicePaused', at: ASKED, by: 'agent', policy: 'hash-1', requestId: id, text: WHY },
    ]);
    const effects = await queued();
    const told = effects.filter(({ kind }) => kind === 'tell');
    expect(told.map((effect) => 'to' in effect && effect.to)).to.deep.equal([{ group: 'it' }, { group: 'security' }]);
    // No words in what is queued: ids only.
    expect(JSON.stringify(effects)).not.to.include(WHY);
    expect(effects.map(({ kind }) => kind))
      .to.include('refreshCards')
      .and.include('eraseWords');
  });

  it('and its end are IT’s and security’s alone; whoever else tries is written down', async () => {
    for (const who of [requester, manager, target, stranger]) {
      const { deps, entries } = watched();
      expect(refused(await pause(deps, who, WHY))).to.equal('notIt');
      expect(refused(await resume(deps, who))).to.equal('notIt');
      expect(entries.map(({ event, by, data }) => [event, by, data?.['command']])).to.deep.equal([
        ['attemptRefused', who.id, 'pause'],
        ['attemptRefused', who.id, 'resume'],
      ]);
    }
    expect((await state())?.paused).not.to.equal(true);
    for (const who of [agent, guard]) {
      expect(refused(await pause(world.deps(), who, WHY)), who.id).to.equal(undefined);
      expect(refused(await resume(world.deps(), who)), who.id).to.equal(undefined);
    }
  });

  it('is not where the directory does not say who is of IT', async () => {
    world.directory.fail('groupsAmong');
    expect(refused(await pause(world.deps(), agent, WHY))).to.equal('notIt');
  });

  it('needs a reason, and comes once', async () => {
    for (const why of ['', ' x ', 'x'.repeat(501)])
      expect(refused(await pause(world.deps(), agent, why))).to.equal('reasonMissing');
    await pause(world.deps(), agent, WHY);
    expect(refused(await pause(world.deps(), guard, WHY))).to.equal('alreadyDone');
    await resume(world.deps(), guard);
    expect(refused(await resume(world.deps(), agent))).to.equal('alreadyDone');
  });

  it('of two at once is one', async () => {
    const { deps, entries } = watched();
    await Promise.all([pause(deps, agent, WHY), pause(deps, guard, WHY)]);
    expect(new Set(entries.map(({ by }) => by))).to.have.property('size', 2);
    const ids = await Promise.all([world.journal(`pause:${ASKED}`)]);
    expect(ids.flat()).to.have.length(1);
  });

  it('lets nobody approve, and everybody stop a request', async () => {
    world.clock.set(APPROVED);
    await pause(world.deps(), agent, WHY);
    await world.put(request());
    expect(refused(await act(world.deps(), 'request-1', { type: 'approve', by: manager }))).to.equal('paused');
    const rejected = await act(world.deps(), 'request-1', {
      type: 'reject',
      by: manager,
      reason: 'notNeeded',
      text: '',
    });
    expect(refused(rejected)).to.equal(undefined);
    for (const [id, given] of [
      ['request-2', { type: 'cancel', by: agent }],
      ['request-3', { type: 'freeze', by: target, via: 'teams' }],
    ] as const) {
      const own = id === 'request-3' ? target : stranger;
      await world.put(request('awaitingApproval', { id, reference: id, target: own }));
      expect(refused(await act(world.deps(), id, given)), given.type).to.equal(undefined);
    }
  });

  it('is what keeps requests waiting, until its end', async () => {
    expect(await standstill(world.store)).to.equal(undefined);
    await pause(world.deps(), agent, WHY);
    expect(await standstill(world.store)).to.equal('paused');
    await resume(world.deps(), agent);
    expect(await standstill(world.store)).to.equal(undefined);
    expect((await state())?.pause).to.equal(undefined);
  });
});
