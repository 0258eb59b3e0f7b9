import fc from 'fast-check';
import { expect } from 'chai';
import type { Store } from '../../core/store.js';
import { openSnapshotFile } from '../../services/store/file/snapshot.js';
import { emptySnapshot } from '../../services/store/file/state.js';
import { collect, effect, entry, write } from '../contract/store.js';
import { fakeDisk, type FakeDisk } from '../fakes/disk.js';
import { FOLDER, openOn } from '../fakes/diskStore.js';

const JOURNAL = `${FOLDER}/journal.jsonl`;
const MARKER = `${FOLDER}/database.json`;
const LATER = 1e9;

const name = fc.constantFrom('a', 'b', 'c', 'd');
const names = fc.uniqueArray(name, { maxLength: 2 });
const step = fc.oneof(
  fc.record({
    type: fc.constant('commit' as const),
    writes: fc.uniqueArray(fc.record({ key: name, removes: fc.boolean(), unique: names, index: names }), {
      selector: ({ key }) => key,
      maxLength: 3,
    }),
    effects: names,
    entries: names,
  }),
  fc.record({ type: fc.constantFrom('settle' as const, 'reschedule' as const, 'park' as const, 'drop' as const) }),
  fc.record({ type: fc.constantFrom('unpark' as const, 'dismiss' as const), key: name, noted: fc.boolean() }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function take(store: Store, each: Step): Promise<void> {
  if (each.type === 'commit') {
    const writes = each.writes.map(async ({ key, removes, unique, index }) => {
      const version = (await store.read('conversation', key))?.version ?? 0;
      return write(key, version, { unique, index, ...(removes && { value: null }) });
    });
    await store.commit({
      writes: await Promise.all(writes),
      effects: each.effects.map((key) => effect(key, 0)),
      entries: each.entries.map((id) => entry(id)),
    });
  } else if (each.type === 'unpark') await store.unpark(each.key, 5, each.noted ? entry(each.key) : undefined);
  else if (each.type === 'dismiss') await store.dismiss(each.key, each.noted ? entry(each.key) : undefined);
  else {
    const [claim] = await store.claim({ now: LATER, limit: 1, leaseMs: 0 });
    if (!claim) return;
    if (each.type === 'settle') await store.settle(claim);
    if (each.type === 'reschedule') await store.reschedule(claim, 7, 'x');
    if (each.type === 'park') await store.park(claim, 'x');
  }
}

async function dump(store: Store) {
  const keys = ['a', 'b', 'c', 'd'];
  const claims = await store.claim({ now: 2 * LATER, limit: 99, leaseMs: 0 });
  const parked = await store.parked(99);
  return {
    rows: await Promise.all(keys.map((key) => store.read('conversation', key))),
    holders: await Promise.all(keys.map((key) => store.holder('conversation', key))),
    found: await Promise.all(keys.map((key) => store.find('conversation', key))),
    history: await Promise.all(keys.map((key) => collect(store.history(key)))),
    // Which of those due at the same instant comes first may differ.
    effects: claims.map((claim) => ({ ...claim, lease: '' })).sort((a, b) => (a.effect.key < b.effect.key ? -1 : 1)),
    parked: [...parked].sort((a, b) => (a.effect.key < b.effect.key ? -1 : 1)),
  };
}

function withoutSnapshot(disk: FakeDisk): FakeDisk {
  const copy = disk.copy();
  copy.put(MARKER, Buffer.from(copy.text(MARKER).toString().replace('"snapshot": true', '"snapshot": false')));
  return copy;
}

describe('a restart of the file store', () => {
  it('ends where the running store is, from a snapshot as from the journal alone, whatever was committed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.boolean(), async (steps, closes) => {
        const disk = fakeDisk();
        const store = await openOn(disk, { snapshotBytes: 1 });
        for (const each of steps) await take(store, each);
        if (closes) {
          const running = disk.copy();
          await store.close();
          expect(await dump(await openOn(disk.copy()))).to.deep.equal(await dump(await openOn(running)));
          return;
        }
        const live = await dump(store);
        expect(await dump(await openOn(disk.copy()))).to.deep.equal(live);
        expect(await dump(await openOn(disk.powerCut()))).to.deep.equal(live);
        expect(await dump(await openOn(withoutSnapshot(disk)))).to.deep.equal(live);
      }),
      { numRuns: 150 },
    );
  });

  it('a snapshot taken while commits go on is of one moment', async () => {
    const disk = fakeDisk();
    const store = await openOn(disk, { snapshotBytes: 1 });
    const row = (i: number, version: number) => write(`row ${i}`, version, { unique: [`u${(i + version) % 1000}`] });
    await Promise.all(Array.from({ length: 1_000 }, (_, i) => store.commit({ writes: [row(i, 0)] })));
    for (let version = 1; version < 4; version += 1) {
      // All rows hand their keys on in one commit, while a snapshot is being written in slices.
      await store.commit({ writes: Array.from({ length: 1_000 }, (_, i) => row(i, version)) });
      const restarted = await openOn(disk.copy());
      expect((await restarted.holder('conversation', 'u5'))?.key).to.equal(`row ${(1_005 - version) % 1_000}`);
    }
  });

  it('a snapshot lets the event loop turn while it is written', async () => {
    const row = (i: number) => ({ kind: 'conversation' as const, key: `row ${i}`, version: 1, value: {} });
    const snapshot = { ...emptySnapshot('head'), rows: Array.from({ length: 5_000 }, (_, i) => row(i)) };
    const writing = openSnapshotFile(fakeDisk(), FOLDER, 'id').write(snapshot);
    const progress = { written: false, turns: 0 };
    const noted = writing.then(() => (progress.written = true));
    for (; !progress.written; progress.turns += 1) await new Promise((turn) => setImmediate(turn));
    await noted;
    expect(progress.turns).to.be.greaterThan(40);
  });

  it('reads the rest of the journal alone once there is a snapshot', async () => {
    const disk = fakeDisk();
    const store = await openOn(disk);
    await store.commit({ writes: [write('a', 0)], entries: [entry('r1')] });
    await store.commit({ writes: [write('b', 0)] });
    await store.close();
    const journal = Buffer.from(disk.text(JOURNAL));
    // Were the first line read, this would stop the start.
    disk.put(JOURNAL, journal.fill('x', 0, journal.indexOf('\n')));
    expect((await (await openOn(disk)).read('conversation', 'a'))?.version).to.equal(1);
  });
});
