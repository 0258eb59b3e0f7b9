import { expect } from 'chai';
import type { Store } from '../../core/store.js';
import { notePolicy } from '../../core/service.js';
import { ASKED, MINUTE } from '../fakes/rows.js';
import { openWorld, type World } from './world.js';

describe('the policy that is in force at start', () => {
  let world: World;

  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  /** A start, a minute after the one before. */
  async function start(policyHash: string, store: Store = world.store): Promise<void> {
    world.clock.advance(MINUTE);
    await notePolicy({ store, clock: world.clock }, policyHash);
  }
  const state = async () => (await world.store.read('service', 'service'))?.value;
  /** Everything that is queued; once read, it is gone. */
  async function told() {
    const claims = await world.store.claim({ now: Infinity, limit: 100, leaseMs: 1 });
    for (const claim of claims) await world.store.settle(claim);
    return claims.map(({ effect }) => effect);
  }

  /** The store with everything that was given to it; the journal of no request has no other reader. */
  function watched(): { store: Store; commits: Parameters<Store['commit']>[0][] } {
    const commits: Parameters<Store['commit']>[0][] = [];
    const commit: Store['commit'] = (what) => {
      commits.push(what);
      return world.store.commit(what);
    };
    return { store: { ...world.store, commit }, commits };
  }

  it('is in the journal at the first start, and nobody is told', async () => {
    const { store, commits } = watched();
    await start('hash-1', store);

    expect(await state()).to.deep.equal({ paused: false, policyHash: 'hash-1' });
    expect(commits.flatMap(({ entries }) => entries ?? [])).to.deep.equal([
      { event: 'policyChanged', at: ASKED + MINUTE, by: 'system', policy: 'hash-1', data: { before: '' } },
    ]);
    expect(await told()).to.deep.equal([]);
  });

  it('is in the journal and told to IT and security when it changed', async () => {
    const { store, commits } = watched();
    await start('hash-1');
    await start('hash-2', store);

    const at = ASKED + 2 * MINUTE;
    expect(await state()).to.deep.equal({ paused: false, policyHash: 'hash-2' });
    expect(commits.flatMap(({ entries }) => entries ?? [])).to.deep.equal([
      { event: 'policyChanged', at, by: 'system', policy: 'hash-2', data: { before: 'hash-1' } },
    ]);
    const effects = await told();
    expect(effects).to.have.length(2);
    for (const [index, group] of (['it', 'security'] as const).entries())
      expect(effects[index]).to.deep.include({ kind: 'tell', dueAt: at, to: { group }, notice: 'policyChanged' });
  });

  it('is told again when it is changed back', async () => {
    for (const hash of ['hash-1', 'hash-2', 'hash-1']) await start(hash);
    expect(await told()).to.have.length(4);
  });

  it('is nothing to note while it is the same', async () => {
    await start('hash-1');
    const { store, commits } = watched();
    await start('hash-1', store);
    expect(commits).to.deep.equal([]);
    expect(await told()).to.deep.equal([]);
  });

  it('leaves the pause and the connector as they are', async () => {
    const before = { paused: true, policyHash: 'hash-1', serviceUrl: 'https://smba.trafficmanager.net/emea/' };
    await world.store.commit({ writes: [{ kind: 'service', key: 'service', expectedVersion: 0, value: before }] });
    await start('hash-2');
    expect(await state()).to.deep.equal({ ...before, policyHash: 'hash-2' });
  });

  it('is noted anew when somebody wrote in between, and what they wrote stays', async () => {
    await start('hash-1');
    const { store, commits } = watched();
    let pauses = 1;
    const read: Store['read'] = async (kind, key) => {
      const row = await world.store.read(kind, key);
      if (pauses-- > 0) {
        const value = { paused: true, policyHash: 'hash-1' };
        await world.store.commit({ writes: [{ kind: 'service', key: 'service', expectedVersion: 1, value }] });
      }
      return row;
    };
    await start('hash-2', { ...store, read });

    expect(commits).to.have.length(2);
    expect(await state()).to.deep.equal({ paused: true, policyHash: 'hash-2' });
    expect(await told()).to.have.length(2);
  });

  it('is noted once by two that start at once', async () => {
    await start('hash-1');
    const { store, commits } = watched();
    await Promise.all([start('hash-2', store), start('hash-2', store)]);
    expect(await state()).to.include({ policyHash: 'hash-2' });
    expect(await told()).to.have.length(2);
    expect(commits.length, 'the second was refused and then had nothing to note').to.equal(2);
  });
});
