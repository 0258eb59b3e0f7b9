import { expect } from 'chai';
import pg from 'pg';
import type { AnchoredStore } from '../../services/store/anchor.js';
import { openChain } from '../../services/store/chain.js';
import { examine } from '../../services/store/findings.js';
import { openPostgresStore, type PostgresStoreOptions } from '../../services/store/postgres/postgresStore.js';
import { openPostgresTrail } from '../../services/store/postgres/trail.js';
import { collect, conversation, effect, entry, settledWithin, write } from '../contract/store.js';
import { eventually } from '../eventually.js';
import { settableClock } from '../fakes/clock.js';
import { rejection } from '../fakes/diskStore.js';
import { collectingLog, type CollectingLog } from '../fakes/log.js';
import { freshDatabase, restartPostgres, run, type TestDatabase } from '../postgres/database.js';
import { proxyTo } from '../postgres/proxy.js';

const AUDIT_KEY = 'a key for tests only';

describe('the PostgreSQL store', () => {
  let database: TestDatabase;
  let log: CollectingLog;
  const opened: AnchoredStore[] = [];

  beforeEach(async () => {
    database = await freshDatabase();
    log = collectingLog();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await database.dispose();
  });

  async function open(more: Partial<PostgresStoreOptions> = {}): Promise<AnchoredStore> {
    const store = await openPostgresStore({
      ...{ url: database.url, auditKey: AUDIT_KEY, clock: settableClock(), log },
      ...more,
    });
    opened.push(store);
    return store;
  }

  async function examined(anchors: Parameters<typeof examine>[2] = []) {
    const chain = openChain(AUDIT_KEY);
    const trail = await openPostgresTrail(database.url, chain);
    try {
      return await examine(trail, chain, anchors);
    } finally {
      await trail.close();
    }
  }

  async function rowsOf<R extends pg.QueryResultRow>(sql: string): Promise<R[]> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<R>(sql);
    await client.end();
    return rows;
  }

  describe('when it is opened', () => {
    it('by three at once, the tables are made once and all work on one database', async () => {
      const stores = await Promise.all([open(), open(), open()]);
      const ids = await Promise.all(stores.map(async (store) => (await store.anchor()).databaseId));
      expect(new Set(ids).size).to.equal(1);
      await stores[0].commit({ writes: [write('ann', 0)] });
      for (const store of stores) expect((await store.read('conversation', 'ann'))?.version).to.equal(1);
      expect(await rowsOf('select number from migrations order by number')).to.deep.equal([
        { number: 1 },
        { number: 2 },
      ]);
    });

    it('after a newer version has been at it, it says so and changes nothing', async () => {
      await (await open()).close();
      await run(database.url, 'insert into migrations values (99, now())');
      expect((await rejection(open())).message).to.match(/version 99 by a newer version .* start the newer one/);
    });

    it('with another audit key, it says so', async () => {
      await (await open()).close();
      expect((await rejection(open({ auditKey: 'x' }))).message).to.contain(
        'The audit key does not belong to the database',
      );
    });

    it('where no database answers, it says so in time and not the password', async () => {
      const nowhere = new URL(database.url);
      nowhere.port = '1';
      const { message } = await rejection(open({ url: nowhere.href }));
      expect(message).to.match(
        /PostgreSQL at 127\.0\.0\.1:1\/test_\w+ cannot be used: .*ECONNREFUSED.* Check STORE_URL/,
      );
      expect(message).not.to.contain(nowhere.password);
    });
  });

  describe('what people write', () => {
    it('is kept letter by letter, in rows and in the journal', async () => {
      const words = 'NUL \0, half a pair \ud800, \u202e, “quotes” \\u0000 and 🎉';
      const store = await open();
      const value = { ...conversation('ann'), locale: words };
      await store.commit({ writes: [write('ann', 0, { value })], entries: [entry('r1', { text: words })] });
      expect((await store.read('conversation', 'ann'))?.value).to.deep.equal(value);
      expect((await collect(store.history('r1')))[0]?.text).to.equal(words);
      expect((await examined()).findings).to.deep.equal([]);
    });

    for (const key of ['a\0', 'a\ud800'])
      it(`a key that cannot be stored (${JSON.stringify(key)}) is not found and not written`, async () => {
        const store = await open();
        const [a] = [await store.commit({ effects: [effect('a')] }), effect('a\ufffd')];
        expect(a).to.deep.equal({ ok: true });
        expect(await store.read('conversation', key)).to.equal(undefined);
        expect(await store.find('conversation', key)).to.deep.equal([]);
        expect(await store.holder('conversation', key)).to.equal(undefined);
        expect(await store.unpark(key, 0, entry('r1'))).to.equal(false);
        expect(await store.dismiss(key, entry('r1'))).to.equal(false);
        expect(await collect(store.history(key))).to.deep.equal([]);
        expect(await store.recall(key)).to.equal(undefined);
        await store.remember(key, 1);
        expect((await rejection(store.commit({ writes: [write(key, 0)] }))).message).to.contain('no database can hold');
        expect((await rejection(store.commit({ effects: [effect(key)] }))).message).to.contain('no database can hold');
      });

    it('an effect that is due at no time is not taken', async () => {
      const store = await open();
      for (const dueAt of [NaN, Infinity])
        expect((await rejection(store.commit({ effects: [effect('a', dueAt)] }))).message).to.contain('cannot be due');
    });
  });

  describe('when the connection is lost', () => {
    it('goes on after a restart of the server, and hears of effects again', async () => {
      const [one, other] = [await open(), await open()];
      await one.commit({ writes: [write('ann', 0)], effects: [effect('a')] });
      await restartPostgres();
      expect((await one.read('conversation', 'ann'))?.version).to.equal(1);
      expect(await other.commit({ writes: [write('ann', 1)] })).to.deep.equal({ ok: true });
      let heard = 0;
      other.onEffects(() => (heard += 1));
      let key = 0;
      await eventually(async () => {
        const before = heard;
        await one.commit({ effects: [effect(`after ${(key += 1)}`)] });
        await settledWithin(() => heard > before, 200);
        return heard > before;
      });
    });

    it('commits that were under way when the server crashed are there once or not at all, as was said', async () => {
      const store = await open();
      const said: Promise<unknown>[] = [];
      for (let i = 0; i < 60; i += 1) {
        said.push(
          store.commit({ writes: [write(`row ${i}`, 0)], entries: [entry('r1', { by: `${i}` })] }).then(
            () => true,
            () => undefined,
          ),
        );
        if (i === 30) await Promise.all(said.slice(0, 10)).then(() => restartPostgres('crash'));
      }
      const taken = await Promise.all(said);
      const by = (await collect(store.history('r1'))).map((each) => each.by);
      for (const [i, ok] of taken.entries()) {
        const times = by.filter((each) => each === `${i}`).length;
        const row = await store.read('conversation', `row ${i}`);
        if (ok === true) expect([times, row?.version], `commit ${i}`).to.deep.equal([1, 1]);
        else expect([times, row === undefined ? 0 : 1], `commit ${i}`).to.deep.equal([times > 0 ? 1 : 0, times]);
      }
      // A restart takes less time than a commit is persisted with; on a machine that crawls some are given up.
      expect(taken.filter((ok) => ok === true)).to.have.length.above(30);
      expect((await examined()).findings).to.deep.equal([]);
    });

    for (const cut of ['question', 'answer'] as const)
      it(`with the ${cut} of a COMMIT, it is found out whether that was taken, and it is done once`, async () => {
        await open();
        const proxy = await proxyTo(database.url);
        const store = await open({ url: proxy.url });
        await store.read('conversation', 'ann');
        proxy.cut = cut;
        const commit = { writes: [write('ann', 0)], entries: [entry('r1')], effects: [effect('a')] };
        expect(await store.commit(commit)).to.deep.equal({ ok: true });
        expect(proxy.cut).to.equal(undefined);
        expect(await collect(store.history('r1'))).to.have.length(1);
        expect((await store.read('conversation', 'ann'))?.version).to.equal(1);
        const [claim] = await store.claim({ now: effect('a').dueAt, limit: 9, leaseMs: 1_000 });
        await store.park(claim!, 'x');
        proxy.cut = cut;
        expect(await store.dismiss('a', entry('r1', { event: 'effectDismissed' }))).to.equal(true);
        expect(proxy.cut).to.equal(undefined);
        expect(await collect(store.history('r1'))).to.have.length(2);
        await proxy.close();
      });

    it('for long, it says that the commit was not taken', async () => {
      const proxy = await proxyTo(database.url);
      const store = await open({ url: proxy.url });
      await proxy.close();
      expect((await rejection(store.healthy())).message).to.contain('The commit was not taken');
    });
  });

  it('where all connections are busy, it says so in time', async () => {
    const store = await open({ limits: { connections: 1, connectMs: 200 } });
    await store.commit({ writes: [write('ann', 0)] });
    const blocker = new pg.Client({ connectionString: database.url });
    await blocker.connect();
    await blocker.query('begin; update rows set version = version');
    const waiting = store.commit({ writes: [write('ann', 1)] });
    await eventually(async () => (await rowsOf('select 1 from pg_locks where not granted')).length > 0);
    expect((await rejection(store.read('conversation', 'ann'))).message).to.contain('no connection within 200 ms');
    await blocker.query('rollback');
    await blocker.end();
    expect(await waiting).to.deep.equal({ ok: true });
  });

  it('a commit that waits too long for another says so, and nothing of it is there', async () => {
    const store = await open({ limits: { lockMs: 100 } });
    await store.commit({ writes: [write('ann', 0)] });
    const blocker = new pg.Client({ connectionString: database.url });
    await blocker.connect();
    await blocker.query("begin; update rows set version = version where key = 'ann'");
    const late = store.commit({ writes: [write('aaa', 0), write('ann', 1)] });
    expect((await rejection(late)).message).to.contain('lock timeout');
    await blocker.query('rollback');
    await blocker.end();
    expect(await store.read('conversation', 'aaa')).to.equal(undefined);
  });

  describe('with several instances on one database', () => {
    const RACERS = Array.from({ length: 20 }, (_, i) => i);
    const pair = async () => [await open(), await open()] as const;

    it('of racing commits on one version, and on one unique key, one wins', async () => {
      const stores = await pair();
      await stores[0].commit({ writes: [write('ann', 0)] });
      const versions = await Promise.all(RACERS.map((i) => stores[i % 2]!.commit({ writes: [write('ann', 1)] })));
      expect(versions.filter(({ ok }) => ok)).to.have.length(1);
      const takes = await Promise.all(
        RACERS.map((i) => stores[i % 2]!.commit({ writes: [write(`row ${i}`, 0, { unique: ['u'] })] })),
      );
      expect(takes.filter(({ ok }) => ok)).to.have.length(1);
      expect(await rowsOf("select 1 from rows where key like 'row %'")).to.have.length(1);
    });

    it('each effect goes to one of them', async () => {
      const stores = await pair();
      const due = effect('').dueAt;
      await stores[0].commit({ effects: RACERS.map((i) => effect(`e${i}`)) });
      const claims = await Promise.all(
        RACERS.map((i) => stores[i % 2]!.claim({ now: due, limit: 3, leaseMs: 30_000 })),
      );
      const keys = claims.flat().map((claim) => claim.effect.key);
      expect(keys.toSorted()).to.deep.equal(RACERS.map((i) => `e${i}`).toSorted());
    });

    it('commits that lock the same rows in any order never wait for each other in a circle', async () => {
      const stores = await pair();
      const keys = ['ann', 'ben', 'cyd'];
      await stores[0].commit({ writes: keys.map((key) => write(key, 0)) });
      await Promise.all(
        RACERS.map(async (i) => {
          const mixed = i % 2 === 0 ? keys : keys.toReversed();
          for (;;) {
            const now = await Promise.all(mixed.map((key) => stores[i % 2]!.read('conversation', key)));
            const writes = now.map((row) => write(row!.key, row!.version, { unique: [`of ${row!.key}`] }));
            const effects = mixed.map((key) => effect(key));
            if ((await stores[i % 2]!.commit({ writes, effects, entries: [entry('r1')] })).ok) return;
          }
        }),
      );
      expect((await stores[0].read('conversation', 'ann'))?.version).to.equal(RACERS.length + 1);
      const [{ deadlocks } = { deadlocks: '' }] = await rowsOf<{ deadlocks: string }>(
        'select deadlocks from pg_stat_database where datname = current_database()',
      );
      expect(deadlocks).to.equal('0');
    });

    it('the chain has every entry once, in the order of the commits, whoever made them', async () => {
      const stores = await pair();
      await Promise.all(
        RACERS.flatMap((i) => stores.map((store) => store.commit({ entries: [entry(`r${i % 3}`), entry(undefined)] }))),
      );
      const { entries, seq, findings } = await examined();
      expect([entries, seq, findings]).to.deep.equal([80, 40, []]);
    });

    it('one hears of effects that another brought, long before it looks by itself', async () => {
      const [one, other] = await pair();
      let heard = 0;
      other.onEffects(() => (heard += 1));
      let key = 0;
      // The first may come before it listens.
      await eventually(async () => {
        await one.commit({ effects: [effect(`e${(key += 1)}`)] });
        await settledWithin(() => heard > 0, 100);
        return heard > 0;
      });
    });

    it('a claim and a commit that cross put no two of a line to work', async () => {
      const [store] = await pair();
      const inLine = (key: string, dueAt: number) => ({ kind: 'refreshCards', key, dueAt, requestId: 'r1' }) as const;
      await store.commit({ effects: [inLine('later', 10)] });
      // Somebody else is just claiming the only one there was; meanwhile an earlier one comes.
      const claiming = new pg.Client({ connectionString: database.url });
      await claiming.connect();
      await claiming.query(
        "begin; update effects set lease = gen_random_uuid(), lease_until = now() + interval '1 minute'",
      );
      await store.commit({ effects: [inLine('earlier', 5)] });
      const claimed = store.claim({ now: 20, limit: 9, leaseMs: 1_000 });
      await eventually(async () => (await rowsOf('select 1 from pg_locks where not granted')).length > 0);
      await claiming.query('commit');
      await claiming.end();
      expect(await claimed).to.deep.equal([]);
    });

    it('half a conversation begun at one goes on at the other', async () => {
      const [one, other] = await pair();
      await one.remember('chat', { asking: 'why' });
      expect(await other.recall('chat')).to.deep.equal({ asking: 'why' });
    });
  });

  describe('its journal', () => {
    beforeEach(async () => {
      const store = await open();
      for (const by of ['ann', 'ben', 'cyd', 'dan'])
        await store.commit({ entries: [entry('r1', { by, text: `I am ${by}` })] });
    });

    for (const [what, sql, finding] of [
      [
        'a changed entry',
        `update journal set entry = replace(entry::text, 'ben', 'eve')::json where seq = 2`,
        'changed',
      ],
      ['a changed text', `update journal set text = '"I am eve"' where seq = 2`, 'textChanged'],
      ['a removed entry', 'delete from journal where seq = 2', 'removed'],
      ['an end that was cut off', 'delete from journal where seq = 4', 'cutOff'],
    ] as const)
      it(`shows ${what}`, async () => {
        await run(database.url, sql);
        expect((await examined()).findings.map((each) => each.what)).to.deep.equal([finding]);
      });

    it('verifies after a text was erased', async () => {
      await run(database.url, 'update journal set text = null where seq = 2');
      expect((await examined()).findings).to.deep.equal([]);
    });

    it('leads through an anchor until its end is cut off', async () => {
      const store = opened[0]!;
      const anchor = await store.anchor();
      expect(anchor).to.deep.include({ seq: 4, headAt: entry('r1').at });
      expect(await store.leadsThrough(anchor)).to.equal(true);
      expect(await store.leadsThrough({ ...anchor, databaseId: 'another' })).to.equal(false);
      await run(database.url, 'delete from journal where seq = 4; update head set seq = 3');
      expect(await store.leadsThrough(anchor)).to.equal(false);
    });
  });
});
