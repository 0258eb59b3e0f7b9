import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JournalEntry } from '../../core/command.js';
import type { Effect } from '../../core/effects.js';
import type { Claim, CommitResult, PageOptions, Store, WriteOf } from '../../core/store.js';
import type { Conversation } from '../../core/rows.js';
import type { Instant } from '../../core/request.js';
import { eventually } from '../eventually.js';

/** One database, which can be opened again after it was closed. */
export interface StoreUnderTest {
  open(): Promise<Store>;
  dispose(): Promise<void>;
}

const NOW: Instant = Date.UTC(2026, 0, 5, 9);

export function conversation(name: string): Conversation {
  return { id: name, serviceUrl: 'https://smba.trafficmanager.net/emea/' };
}

export function write(
  key: string,
  expectedVersion: number,
  more: Partial<WriteOf<'conversation'>> = {},
): WriteOf<'conversation'> {
  return { kind: 'conversation', key, expectedVersion, value: conversation(`${key} v${expectedVersion + 1}`), ...more };
}

export function effect(key: string, dueAt: Instant = NOW): Effect {
  return { kind: 'refreshCards', key, dueAt, requestId: `request of ${key}` };
}

export function entry(requestId: string | undefined, more: Partial<JournalEntry> = {}): JournalEntry {
  return { event: 'submitted', at: NOW, by: 'ann', requestId, policy: 'p1', ...more };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const claimAll = (store: Store, now = NOW) => store.claim({ now, limit: 100, leaseMs: 30_000 });
const keysOf = (claims: readonly { effect: Effect }[]) => claims.map((claim) => claim.effect.key);
const wins = (results: readonly CommitResult[]) => results.filter(({ ok }) => ok).length;

/** What every store promises. `fresh` makes an empty database. */
export function storeContract(name: string, fresh: () => Promise<StoreUnderTest>): void {
  describe(`${name} keeps the store's contract`, () => {
    let database: StoreUnderTest;
    let store: Store;

    beforeEach(async () => {
      database = await fresh();
      store = await database.open();
    });
    afterEach(async () => {
      await store.close();
      await database.dispose();
    });

    async function reopen(): Promise<void> {
      await store.close();
      store = await database.open();
    }

    /** Commits the effects and claims them at the given instant. */
    async function claimed(keys: readonly string[], now = NOW): Promise<readonly Claim[]> {
      await store.commit({ effects: keys.map((key) => effect(key)) });
      return claimAll(store, now);
    }

    async function claimedWhenLapsed(leaseMs: number): Promise<Claim> {
      const claims: Claim[] = [];
      await eventually(async () => claims.push(...(await store.claim({ now: NOW, limit: 9, leaseMs }))) > 0);
      return claims[0]!;
    }

    describe('rows', () => {
      it('a row that was never written is not there', async () => {
        expect(await store.read('conversation', 'ann')).to.equal(undefined);
      });

      it('a commit stores rows with versions that count from 1', async () => {
        expect(await store.commit({ writes: [write('ann', 0)] })).to.deep.equal({ ok: true });
        expect(await store.commit({ writes: [write('ann', 1)] })).to.deep.equal({ ok: true });
        expect(await store.read('conversation', 'ann')).to.deep.equal({
          key: 'ann',
          version: 2,
          value: conversation('ann v2'),
        });
      });

      it('rows of different kinds do not mix', async () => {
        await store.commit({ writes: [write('service', 0)] });
        expect(await store.read('service', 'service')).to.equal(undefined);
      });

      for (const [expected, existing] of [
        [0, true],
        [2, true],
        [1, false],
      ] as const) {
        it(`a write expecting version ${expected} is a conflict where the row ${existing ? 'has version 1' : 'is missing'}`, async () => {
          if (existing) await store.commit({ writes: [write('ann', 0)] });
          expect(await store.commit({ writes: [write('ann', expected)] })).to.deep.equal({
            ok: false,
            conflict: 'version',
            kind: 'conversation',
            key: 'ann',
          });
        });
      }

      it('a conflict leaves nothing of its commit', async () => {
        await store.commit({ writes: [write('ann', 0)] });
        await store.commit({
          writes: [write('ben', 0, { unique: ['u'], index: ['i'] }), write('ann', 0)],
          entries: [entry('r1')],
          effects: [effect('e1')],
        });
        expect(await store.read('conversation', 'ben')).to.equal(undefined);
        expect(await store.holder('conversation', 'u')).to.equal(undefined);
        expect(await store.find('conversation', 'i')).to.deep.equal([]);
        expect(await collect(store.history('r1'))).to.deep.equal([]);
        expect(await claimAll(store)).to.deep.equal([]);
      });

      it('a null value removes the row, and it begins anew', async () => {
        await store.commit({ writes: [write('ann', 0, { index: ['i'] })] });
        expect(await store.commit({ writes: [write('ann', 1, { value: null })] })).to.deep.equal({ ok: true });
        expect(await store.read('conversation', 'ann')).to.equal(undefined);
        expect(await store.find('conversation', 'i')).to.deep.equal([]);
        expect(await store.commit({ writes: [write('ann', 0)] })).to.deep.equal({ ok: true });
      });

      it('a commit that writes a row twice is a mistake', async () => {
        const error = await store.commit({ writes: [write('ann', 0), write('ann', 1)] }).then(
          () => undefined,
          (thrown: unknown) => String(thrown),
        );
        expect(error).to.contain('twice');
        expect(await store.read('conversation', 'ann')).to.equal(undefined);
      });

      it('find gives the rows of an index key, oldest first, as they are now', async () => {
        for (const key of ['zoe', 'ann', 'ben', 'cyd'])
          await store.commit({ writes: [write(key, 0, { index: ['team'] })] });
        await store.commit({ writes: [write('zoe', 1, { index: ['team'] }), write('ann', 1)] });
        const found = await store.find('conversation', 'team');
        expect(found.map(({ key, version }) => [key, version])).to.deep.equal([
          ['zoe', 2],
          ['ben', 1],
          ['cyd', 1],
        ]);
      });
    });

    describe('pages', () => {
      const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
      beforeEach(async () => {
        for (const key of names) await store.commit({ writes: [write(key, 0, { index: ['team'] })] });
      });
      const page = async (options: Partial<PageOptions>, indexKey = 'team') => {
        const { rows, older, newer } = await store.page('conversation', indexKey, { limit: 3, ...options });
        return `${newer ? '<' : ''}${rows.map(({ key }) => key).join('')}${older ? '>' : ''}`;
      };

      it('begin with the newest, and go on behind the last row that was seen, both ways', async () => {
        expect(await page({})).to.equal('gfe>');
        expect(await page({ before: 'e' })).to.equal('<dcb>');
        expect(await page({ before: 'b' })).to.equal('<a');
        expect(await page({ after: 'a' })).to.equal('<dcb>');
        expect(await page({ after: 'd' })).to.equal('gfe>');
      });

      it('towards the newest end with a whole page', async () => {
        expect(await page({ after: 'e' })).to.equal('gfe>');
        expect(await page({ after: 'g' })).to.equal('gfe>');
      });

      it('hold what there is, however little that is', async () => {
        expect(await page({ limit: 7 })).to.equal('gfedcba');
        expect(await page({ limit: 8 })).to.equal('gfedcba');
        expect(await page({}, 'nobody')).to.equal('');
        expect(await page({ before: 'a' }, 'nobody')).to.equal('');
      });

      it('begin with the newest where there is no such row, and where nothing is behind it', async () => {
        expect(await page({ before: 'nobody' })).to.equal('gfe>');
        expect(await page({ after: 'nobody' })).to.equal('gfe>');
        expect(await page({ before: 'a' })).to.equal('gfe>');
        expect(await page({ before: '\0' })).to.equal('gfe>');
      });

      it('go on behind a row that is not in the list any more', async () => {
        await store.commit({ writes: [write('e', 1)] });
        expect(await page({})).to.equal('gfd>');
        expect(await page({ before: 'e' })).to.equal('<dcb>');
        expect(await page({ after: 'e', limit: 1 })).to.equal('<f>');
      });

      it('hold a row as it is now, in its place from when it was made', async () => {
        await store.commit({ writes: [write('b', 1), write('c', 1, { value: null })] });
        await store.commit({ writes: [write('b', 2, { index: ['team', 'other'] })] });
        expect(await page({ before: 'e' })).to.equal('<dba');
        expect(await page({}, 'other')).to.equal('b');
        const { rows } = await store.page('conversation', 'other', { limit: 1 });
        expect(rows).to.deep.equal([await store.read('conversation', 'b')]);
        expect((await store.find('conversation', 'team')).map(({ key }) => key).join('')).to.equal('abdefg');
      });

      it('are the same after a restart', async () => {
        await store.commit({ writes: [write('c', 1, { value: null })] });
        await reopen();
        expect(await page({ before: 'e' })).to.equal('<dba');
        expect(await page({ after: 'b' })).to.equal('<fed>');
      });
    });

    describe('unique keys', () => {
      beforeEach(async () => {
        await store.commit({ writes: [write('ann', 0, { unique: ['target:t'] })] });
      });
      const take = (version = 0) => store.commit({ writes: [write('ben', version, { unique: ['target:t'] })] });

      it('a key that another row holds is a conflict, which names the holder', async () => {
        expect(await take()).to.deep.equal({ ok: false, conflict: 'unique', uniqueKey: 'target:t', holder: 'ann' });
        expect((await store.holder('conversation', 'target:t'))?.key).to.equal('ann');
      });

      it('a row may go on holding its key', async () => {
        expect(await store.commit({ writes: [write('ann', 1, { unique: ['target:t'] })] })).to.deep.equal({ ok: true });
        expect((await take()).ok).to.equal(false);
      });

      it('a write that no longer names the key frees it', async () => {
        await store.commit({ writes: [write('ann', 1)] });
        expect(await store.holder('conversation', 'target:t')).to.equal(undefined);
        expect(await take()).to.deep.equal({ ok: true });
      });

      it('a removed row frees its keys', async () => {
        await store.commit({ writes: [write('ann', 1, { value: null, unique: ['target:t'] })] });
        expect(await take()).to.deep.equal({ ok: true });
      });

      it('one commit can hand a key over, in any order', async () => {
        const freed = write('ann', 1);
        const taken = write('ben', 0, { unique: ['target:t'] });
        expect(await store.commit({ writes: [taken, freed] })).to.deep.equal({ ok: true });
        expect((await store.holder('conversation', 'target:t'))?.key).to.equal('ben');
        const back = write('ann', 2, { unique: ['target:t'] });
        expect(await store.commit({ writes: [write('ben', 1), back] })).to.deep.equal({ ok: true });
        expect((await store.holder('conversation', 'target:t'))?.key).to.equal('ann');
      });

      it('two rows of one commit cannot share a key', async () => {
        const both = [write('cyd', 0, { unique: ['new'] }), write('dan', 0, { unique: ['new'] })];
        expect(await store.commit({ writes: both })).to.deep.include({ conflict: 'unique', holder: 'cyd' });
      });

      it('the holder is found with its present version', async () => {
        expect(await store.holder('conversation', 'target:t')).to.deep.equal(await store.read('conversation', 'ann'));
      });
    });

    describe('races', () => {
      for (const racers of [2, 50]) {
        it(`of ${racers} commits on one version exactly one wins`, async () => {
          await store.commit({ writes: [write('ann', 0)] });
          const results = await Promise.all(
            Array.from({ length: racers }, (_, i) =>
              store.commit({
                writes: [write('ann', 1, { value: conversation(`racer ${i}`) })],
                entries: [entry('r1', { by: `racer ${i}` })],
                effects: [effect(`e${i}`)],
              }),
            ),
          );
          expect(wins(results)).to.equal(1);
          const winner = `racer ${results.findIndex(({ ok }) => ok)}`;
          expect(await store.read('conversation', 'ann')).to.deep.include({ version: 2, value: conversation(winner) });
          expect((await collect(store.history('r1'))).map(({ by }) => by)).to.deep.equal([winner]);
          expect(await claimAll(store)).to.have.length(1);
        });
      }

      it('of 50 rows that want one unique key exactly one gets it', async () => {
        const results = await Promise.all(
          Array.from({ length: 50 }, (_, i) => store.commit({ writes: [write(`row ${i}`, 0, { unique: ['u'] })] })),
        );
        expect(wins(results)).to.equal(1);
        const holder = `row ${results.findIndex(({ ok }) => ok)}`;
        expect(
          results.filter((result) => !result.ok && result.conflict === 'unique' && result.holder === holder),
        ).to.have.length(49);
      });

      it('commits that do not touch the same row all win', async () => {
        const results = await Promise.all(
          Array.from({ length: 50 }, (_, i) => store.commit({ writes: [write(`row ${i}`, 0)] })),
        );
        expect(wins(results)).to.equal(50);
      });
    });

    describe('the journal', () => {
      it('history gives the entries of one request, oldest first, as they were put in', async () => {
        const first = entry('r1', { text: 'lost my phone', data: { method: 'phone', count: 2 } });
        await store.commit({ entries: [first, entry('r2')] });
        await store.commit({ entries: [entry(undefined, { event: 'policyChanged' })] });
        await Promise.all([
          store.commit({ entries: [entry('r1', { event: 'approved', by: 'ben' })] }),
          store.commit({ entries: [entry('r1', { event: 'resetFinished' }), entry('r1', { event: 'registered' })] }),
        ]);
        const history = await collect(store.history('r1'));
        expect(history[0]).to.deep.equal(first);
        expect(history.map(({ event }) => event)).to.deep.equal([
          'submitted',
          'approved',
          'resetFinished',
          'registered',
        ]);
      });

      it('the texts of one request can be erased; everything else of its journal stays, and other texts', async () => {
        await store.commit({ entries: [entry('r1', { text: 'lost my phone' }), entry('r2', { text: 'new phone' })] });
        await store.commit({ entries: [entry('r1', { event: 'approved', by: 'ben' })] });
        await store.commit({ entries: [entry('r1', { event: 'noteAdded', text: 'the blue one' })] });
        for (const time of ['once', 'twice']) {
          await store.eraseTexts('r1');
          expect(await collect(store.history('r1')), time).to.deep.equal([
            entry('r1'),
            entry('r1', { event: 'approved', by: 'ben' }),
            entry('r1', { event: 'noteAdded' }),
          ]);
        }
        expect(await collect(store.history('r2'))).to.deep.equal([entry('r2', { text: 'new phone' })]);
        await store.commit({ entries: [entry('r1', { event: 'registered' })] });
        expect(await collect(store.history('r1'))).to.have.length(4);
      });
    });

    describe('effects', () => {
      it('effects are claimed when they are due, oldest due first', async () => {
        await store.commit({ effects: [effect('later', NOW + 2), effect('b', NOW), effect('a', NOW - 5)] });
        expect(keysOf(await claimAll(store, NOW))).to.deep.equal(['a', 'b']);
        expect(keysOf(await claimAll(store, NOW + 2))).to.deep.equal(['later']);
      });

      it('many effects, come in any order, are claimed in the order they are due', async () => {
        const dues = Array.from({ length: 101 }, (_, i) => NOW - ((i * 37) % 101));
        await Promise.all(dues.map((dueAt, i) => store.commit({ effects: [effect(`e${i}`, dueAt)] })));
        const first = await store.claim({ now: NOW, limit: 40, leaseMs: 1_000 });
        const rest = await store.claim({ now: NOW, limit: 100, leaseMs: 1_000 });
        const claimedDues = [...first, ...rest].map((claim) => claim.effect.dueAt);
        expect(claimedDues).to.deep.equal(dues.toSorted((a, b) => a - b));
      });

      it('a claim takes no more than its limit', async () => {
        await store.commit({ effects: [effect('a', NOW - 1), effect('b'), effect('c', NOW - 2)] });
        expect(keysOf(await store.claim({ now: NOW, limit: 2, leaseMs: 1 }))).to.deep.equal(['c', 'a']);
        expect(await store.claim({ now: NOW - 10, limit: 0, leaseMs: 1 })).to.deep.equal([]);
      });

      it('nobody else gets an effect while its lease lasts', async () => {
        await store.commit({ effects: Array.from({ length: 20 }, (_, i) => effect(`e${i}`)) });
        const claims = await Promise.all(
          Array.from({ length: 5 }, () => store.claim({ now: NOW, limit: 10, leaseMs: 30_000 })),
        );
        expect(new Set(keysOf(claims.flat())).size).to.equal(20);
        expect(claims.flat()).to.have.length(20);
        expect(await claimAll(store)).to.deep.equal([]);
      });

      for (const leap of [1e9, -1e9])
        it(`a clock that leaps by ${leap} ms hands out nothing that somebody is working on`, async () => {
          const [claim] = await claimed(['a']);
          await store.commit({ effects: [effect('b', NOW + Math.min(leap, 0))] });
          expect(keysOf(await claimAll(store, NOW + leap))).to.deep.equal(['b']);
          expect(await store.renew(claim!, 30_000)).to.equal(true);
        });

      it('a lapsed lease lets somebody else claim it, and the first can no longer settle, renew, reschedule or park', async () => {
        await store.commit({ effects: [effect('a')] });
        const [first] = await store.claim({ now: NOW, limit: 1, leaseMs: 40 });
        const second = await claimedWhenLapsed(30_000);
        expect(second.effect).to.deep.equal(first?.effect);
        await store.settle(first!);
        await store.reschedule(first!, NOW + 99, 'late');
        await store.park(first!, 'late');
        expect(await store.renew(first!, 90_000)).to.equal(false);
        expect(await store.parked(10)).to.deep.equal([]);
        expect(await store.renew(second, 1)).to.equal(true);
        expect(await claimedWhenLapsed(1)).to.deep.include({ effect: effect('a'), attempts: 0 });
      });

      it('a renewed lease lasts longer', async () => {
        await store.commit({ effects: [effect('a')] });
        const [claim] = await store.claim({ now: NOW, limit: 1, leaseMs: 1_000 });
        expect(await store.renew(claim!, 60_000)).to.equal(true);
        await sleep(1_000);
        expect(await claimAll(store)).to.deep.equal([]);
        expect(await store.renew(claim!, 20)).to.equal(true);
        await claimedWhenLapsed(1);
      });

      describe('of one line', () => {
        const inLine = (key: string, requestId = 'r1', dueAt = NOW): Effect => ({
          ...{ kind: 'refreshCards', key, dueAt, requestId },
        });
        const first: Effect = {
          ...{ kind: 'tell', key: 'tell', dueAt: NOW + 1, requestId: 'r1' },
          ...{ to: { person: 'agent' }, notice: 'needsAttention', as: 'it' },
        };

        it('one is handed out at a time, oldest due first, and others meanwhile', async () => {
          await store.commit({ effects: [inLine('b'), first, inLine('a', 'r1', NOW - 1), inLine('c', 'r2', NOW + 2)] });
          const [a, c, ...more] = await claimAll(store, NOW + 2);
          expect(keysOf([a!, c!, ...more])).to.deep.equal(['a', 'c']);
          await store.settle(c!);
          expect(await claimAll(store, NOW + 2)).to.deep.equal([]);
          await store.settle(a!);
          const [b, ...none] = await claimAll(store, NOW + 2);
          expect(keysOf([b!, ...none])).to.deep.equal(['b']);
          await store.reschedule(b!, NOW + 3, 'no answer');
          const [tell] = await claimAll(store, NOW + 2);
          expect(tell?.effect).to.deep.equal(first);
          await store.park(tell!, 'no answer');
          expect(keysOf(await claimAll(store, NOW + 3))).to.deep.equal(['b']);
        });

        it('the next comes when the lease of the one before has lapsed', async () => {
          await store.commit({ effects: [inLine('a'), inLine('b')] });
          const [a] = await store.claim({ now: NOW, limit: 9, leaseMs: 40 });
          expect(a?.effect.key).to.equal('a');
          expect((await claimedWhenLapsed(30_000)).effect.key).to.equal('a');
          expect(await claimAll(store)).to.deep.equal([]);
        });

        it('one that waits for another does not count as due', async () => {
          await store.commit({ effects: [inLine('a'), inLine('b')] });
          await store.claim({ now: NOW, limit: 9, leaseMs: 30_000 });
          expect(await store.nextDueIn(NOW)).to.be.within(20_000, 30_000);
        });

        it('racing claims get one of each', async () => {
          const requests = Array.from({ length: 20 }, (_, i) => `r${i}`);
          await store.commit({ effects: requests.flatMap((r) => ['x', 'y', 'z'].map((key) => inLine(key + r, r))) });
          const seen: string[] = [];
          while (seen.length < 60) {
            const claims = (
              await Promise.all(Array.from({ length: 8 }, () => store.claim({ now: NOW, limit: 7, leaseMs: 30_000 })))
            ).flat();
            const lines = claims.map(({ effect: { requestId } }) => requestId);
            expect(lines).to.deep.equal([...new Set(lines)]);
            expect(lines).to.have.length.above(0);
            seen.push(...keysOf(claims));
            await Promise.all(claims.map((claim) => store.settle(claim)));
          }
          expect(new Set(seen).size).to.equal(60);
        });
      });

      it('a settled effect is gone', async () => {
        const [claim] = await claimed(['a']);
        await store.settle(claim!);
        expect(await claimAll(store, NOW + 1e9)).to.deep.equal([]);
        expect(await store.renew(claim!, 30_000)).to.equal(false);
        expect(await store.nextDueIn(NOW)).to.equal(undefined);
      });

      it('a rescheduled effect is due then, and remembers that it has been tried', async () => {
        const [claim] = await claimed(['a']);
        await store.reschedule(claim!, NOW + 100, 'no answer');
        expect(await claimAll(store, NOW + 99)).to.deep.equal([]);
        expect((await claimAll(store, NOW + 100))[0]).to.deep.include({ attempts: 1, effect: effect('a', NOW + 100) });
      });

      it('a rescheduling without an error is no failed try, and forgets the failures before it', async () => {
        const [claim] = await claimed(['a']);
        await store.reschedule(claim!, NOW, 'no answer');
        const [second] = await claimAll(store);
        await store.reschedule(second!, NOW, undefined);
        expect((await claimAll(store))[0]?.attempts).to.equal(0);
      });

      it('a parked effect waits for somebody to unpark it', async () => {
        const [claim] = await claimed(['a']);
        await store.park(claim!, 'permission missing');
        expect(await claimAll(store, NOW + 1e9)).to.deep.equal([]);
        expect(await store.parked(10)).to.deep.equal([
          { effect: effect('a'), attempts: 1, error: 'permission missing' },
        ]);
        expect(await store.unpark('a', NOW + 5)).to.equal(true);
        expect(await store.unpark('a', NOW + 5)).to.equal(false);
        expect(await store.parked(10)).to.deep.equal([]);
        expect(keysOf(await claimAll(store, NOW + 5))).to.deep.equal(['a']);
      });

      it('a dismissed effect is gone for good', async () => {
        const [a, b] = await claimed(['a', 'b']);
        await store.park(a!, 'permission missing');
        await store.park(b!, 'permission missing');
        expect(await store.dismiss('a')).to.equal(true);
        expect(await store.dismiss('a')).to.equal(false);
        expect(await store.unpark('a', NOW)).to.equal(false);
        await reopen();
        expect((await store.parked(10)).map((each) => each.effect.key)).to.deep.equal(['b']);
        expect(await store.dismiss('a')).to.equal(false);
        expect(await claimAll(store, NOW + 1e9)).to.deep.equal([]);
        expect(await store.nextDueIn(NOW)).to.equal(undefined);
      });

      it('only a parked effect can be dismissed or brought back', async () => {
        const [claim] = await claimed(['claimed']);
        await store.commit({ effects: [effect('waiting', NOW + 50)] });
        for (const key of ['never heard of', 'waiting', 'claimed']) {
          expect(await store.dismiss(key, entry('r1')), key).to.equal(false);
          expect(await store.unpark(key, NOW, entry('r1')), key).to.equal(false);
        }
        expect(await collect(store.history('r1'))).to.deep.equal([]);
        expect(await store.renew(claim!, 60_000)).to.equal(true);
        expect(keysOf(await claimAll(store, NOW + 50))).to.deep.equal(['waiting']);
      });

      it('the key of a dismissed effect can be used again', async () => {
        const [claim] = await claimed(['a']);
        await store.park(claim!, 'x');
        await store.dismiss('a');
        expect(keysOf(await claimed(['a']))).to.deep.equal(['a']);
      });

      for (const [did, event, bring] of [
        ['dismissed an effect', 'effectDismissed', (given) => store.dismiss('a', given)],
        ['brought an effect back', 'effectRetried', (given) => store.unpark('a', NOW, given)],
      ] as readonly [string, JournalEntry['event'], (given: JournalEntry) => Promise<boolean>][]) {
        it(`who ${did} is in the journal, in the same commit`, async () => {
          const [claim] = await claimed(['a']);
          await store.park(claim!, 'x');
          await store.commit({ entries: [entry('r1')] });
          const given = entry('r1', { event, by: 'ben', data: { effect: 'a' } });
          expect(await bring(given)).to.equal(true);
          expect(await bring(given)).to.equal(false);
          expect(await collect(store.history('r1'))).to.deep.equal([entry('r1'), given]);
          await reopen();
          expect(await collect(store.history('r1'))).to.deep.equal([entry('r1'), given]);
        });

        it(`of 20 who ${did} at once, the same one, one did`, async () => {
          const [claim] = await claimed(['a']);
          await store.park(claim!, 'x');
          const told = await Promise.all(Array.from({ length: 20 }, () => bring(entry('r1', { event }))));
          expect(told.filter((is) => is)).to.have.length(1);
          expect(await collect(store.history('r1'))).to.have.length(1);
        });
      }

      it('an effect is either dismissed or brought back, never both', async () => {
        const [claim] = await claimed(['a']);
        await store.park(claim!, 'x');
        expect(await Promise.all([store.dismiss('a'), store.unpark('a', NOW)])).to.deep.equal([true, false]);
        expect(await claimAll(store)).to.deep.equal([]);
      });

      it('parked gives no more than its limit', async () => {
        for (const claim of await claimed(['a', 'b', 'c'])) await store.park(claim, 'x');
        expect(await store.parked(2)).to.have.length(2);
      });

      it('parked goes on behind an effect, and begins anew where that one is gone', async () => {
        for (const claim of await claimed(['c', 'a', 'b'])) await store.park(claim, 'x');
        const order = keysOf(await store.parked(9));
        expect(keysOf(await store.parked(1, order[0]))).to.deep.equal([order[1]]);
        expect(keysOf(await store.parked(9, order[2]))).to.deep.equal([]);
        await store.dismiss(order[1]!);
        expect(keysOf(await store.parked(9, order[1]))).to.deep.equal([order[0], order[2]]);
      });

      it('an unparked effect has all its tries again', async () => {
        const [claim] = await claimed(['a']);
        await store.park(claim!, 'x');
        await store.unpark('a', NOW);
        expect((await claimAll(store))[0]?.attempts).to.equal(0);
      });

      it('an effect whose key is pending or parked is the same effect', async () => {
        await store.commit({ effects: [effect('a', NOW), effect('a', NOW + 1)] });
        await store.commit({ effects: [effect('a', NOW + 2)] });
        const claims = await claimAll(store, NOW + 9);
        expect(claims.map((claim) => claim.effect.dueAt)).to.deep.equal([NOW]);
        await store.park(claims[0]!, 'x');
        await store.commit({ effects: [effect('a')] });
        expect(await claimAll(store)).to.deep.equal([]);
        expect(await store.parked(10)).to.have.length(1);
      });

      it('the key of a settled effect can be used again', async () => {
        const [claim] = await claimed(['a']);
        await store.settle(claim!);
        expect(keysOf(await claimed(['a']))).to.deep.equal(['a']);
      });

      it('nextDueIn tells in how many milliseconds the next claim can succeed', async () => {
        expect(await store.nextDueIn(NOW)).to.equal(undefined);
        await store.commit({ effects: [effect('b', NOW + 50_000), effect('a', NOW)] });
        expect(await store.nextDueIn(NOW - 7)).to.equal(7);
        expect(await store.nextDueIn(NOW + 7)).to.equal(0);
        const [a] = await store.claim({ now: NOW, limit: 1, leaseMs: 20_000 });
        expect(await store.nextDueIn(NOW)).to.be.within(10_000, 20_000);
        await store.renew(a!, 100_000);
        expect(await store.nextDueIn(NOW)).to.equal(50_000);
      });

      it('who listens hears of effects after they can be claimed, until they stop listening', async () => {
        let heard = 0;
        const stop = store.onEffects(() => (heard += 1));
        await store.commit({ writes: [write('ann', 0)] });
        await settledWithin(() => heard > 0, 50);
        expect(heard).to.equal(0);
        await store.commit({ effects: [effect('a')] });
        await settledWithin(() => heard === 1);
        expect(heard).to.equal(1);
        const [claim] = await claimAll(store);
        await store.park(claim!, 'x');
        await store.unpark('a', NOW);
        await settledWithin(() => heard === 2);
        expect(heard).to.equal(2);
        stop();
        await store.commit({ effects: [effect('b')] });
        await settledWithin(() => heard > 2, 50);
        expect(heard).to.equal(2);
      });

      it('a listener that fails stops neither the commit nor the ones after it', async () => {
        store.onEffects(() => {
          throw new Error('a broken listener');
        });
        expect(await store.commit({ effects: [effect('a')] })).to.deep.equal({ ok: true });
        expect(await store.commit({ effects: [effect('b')] })).to.deep.equal({ ok: true });
      });
    });

    describe('notes', () => {
      it('what was remembered last is recalled, until it is forgotten', async () => {
        expect(await store.recall('ann')).to.equal(undefined);
        await store.remember('ann', { asking: 'who' });
        const second = { asking: 'why', who: ['it\u2019s \u0000 ben', null], eTag: '*' };
        await store.remember('ann', second);
        await store.remember('ben', 1);
        expect(await store.recall('ann')).to.deep.equal(second);
        await store.remember('ann', undefined);
        expect(await store.recall('ann')).to.equal(undefined);
        expect(await store.recall('ben')).to.equal(1);
      });

      it('are copies: who changes what they recalled changes nothing', async () => {
        const note = { stack: ['reset'] };
        await store.remember('ann', note);
        note.stack.push('later');
        ((await store.recall('ann')) as typeof note).stack.push('later still');
        expect(await store.recall('ann')).to.deep.equal({ stack: ['reset'] });
      });

      it('of more than 256 kB are forgotten', async () => {
        await store.remember('ann', 'x'.repeat(200_000));
        expect(await store.recall('ann')).to.have.length(200_000);
        await store.remember('ann', 'x'.repeat(300_000));
        expect(await store.recall('ann')).to.equal(undefined);
      });
    });

    describe('a restart', () => {
      it('keeps rows, versions, keys and history', async () => {
        await store.commit({ writes: [write('ann', 0, { unique: ['u'], index: ['i'] })], entries: [entry('r1')] });
        await store.commit({ writes: [write('ann', 1, { unique: ['u'], index: ['i'] })], entries: [entry('r1')] });
        const before = await store.read('conversation', 'ann');
        for (let restarts = 0; restarts < 2; restarts += 1) {
          await reopen();
          expect(await store.read('conversation', 'ann')).to.deep.equal(before);
          expect(await store.holder('conversation', 'u')).to.deep.equal(before);
          expect(await store.find('conversation', 'i')).to.deep.equal([before]);
          expect(await collect(store.history('r1'))).to.deep.equal([entry('r1'), entry('r1')]);
        }
        expect(await store.commit({ writes: [write('ann', 1)] })).to.deep.include({ conflict: 'version' });
      });

      it('keeps pending effects with their tries, and parked ones', async () => {
        await store.commit({ effects: ['a', 'b', 'c', 'd'].map((key) => effect(key)) });
        const [a, b, c] = await store.claim({ now: NOW, limit: 4, leaseMs: 500 });
        await store.reschedule(a!, NOW + 7, 'x');
        await store.park(b!, 'broken');
        await store.settle(c!);
        await reopen();
        expect(await store.parked(10)).to.deep.equal([{ effect: effect('b'), attempts: 1, error: 'broken' }]);
        const claims: Claim[] = [];
        // A store whose leases outlive the process hands d out when its lease has lapsed.
        await eventually(async () => claims.push(...(await claimAll(store, NOW + 40_000))) === 2);
        expect(claims.map(({ effect: { key, dueAt }, attempts }) => [key, dueAt, attempts])).to.have.deep.members([
          ['d', NOW, 0],
          ['a', NOW + 7, 1],
        ]);
      });
    });

    it('a healthy store says so', async () => {
      await store.healthy();
    });

    it('closing twice is closing once', async () => {
      await Promise.all([store.close(), store.close()]);
      await store.close();
    });

    it('a closed store takes nothing', async () => {
      await store.close();
      const failed = await store.commit({ writes: [write('ann', 0)] }).then(
        () => false,
        () => true,
      );
      expect(failed).to.equal(true);
    });
  });
}

/** Waits until something is so, at most `ms`. */
export async function settledWithin(isSo: () => boolean, ms = 30_000): Promise<void> {
  for (const end = Date.now() + ms; !isSo() && Date.now() < end;) await new Promise((done) => setTimeout(done, 5));
}
