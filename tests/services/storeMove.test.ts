import { expect } from 'chai';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnchoredStore } from '../../services/store/anchor.js';
import { openChain } from '../../services/store/chain.js';
import { storeCommand } from '../../services/store/command.js';
import type { Contents } from '../../services/store/contents.js';
import { withContents } from '../../services/store/file/contents.js';
import { openFileStore } from '../../services/store/file/fileStore.js';
import { encodeLine } from '../../services/store/file/line.js';
import { examine } from '../../services/store/findings.js';
import { fill } from '../../services/store/postgres/fill.js';
import { LIMITS, openPool } from '../../services/store/postgres/pool.js';
import { openPostgresStore, prepare } from '../../services/store/postgres/postgresStore.js';
import { openPostgresTrail } from '../../services/store/postgres/trail.js';
import { collect, effect, entry, write } from '../contract/store.js';
import { settableClock } from '../fakes/clock.js';
import { rejection } from '../fakes/diskStore.js';
import { collectingLog } from '../fakes/log.js';
import { ask, freshDatabase, type TestDatabase } from '../postgres/database.js';
import { proxyTo } from '../postgres/proxy.js';

const AUDIT_KEY = 'a key for tests only, long enough';

describe('npm run store -- move', () => {
  let folder: string;
  let database: TestDatabase;
  const said: string[] = [];
  const to = {
    print: (line: string) => void said.push(line),
    complain: (line: string) => void said.push(line),
  };
  const move = (env: Record<string, string> = {}, url = database.url) =>
    storeCommand(['move', '--from', `file:${folder}`, '--to', url], { AUDIT_KEY, ...env }, to);
  const by = () => ({ auditKey: AUDIT_KEY, clock: settableClock(), log: collectingLog() });
  const openFiles = () => openFileStore({ folder, ...by() });
  const openTarget = () => openPostgresStore({ url: database.url, ...by() });
  const tables = async () => (await ask(database.url, "select 1 from pg_tables where schemaname = 'public'")).length;

  beforeEach(async () => {
    said.length = 0;
    folder = join(await mkdtemp(join(tmpdir(), 'move-')), 'data');
    database = await freshDatabase();
    const store = await openFiles();
    for (const key of ['zoe', 'ann', 'ben'])
      await store.commit({
        writes: [write(key, 0, { unique: [`u ${key}`], index: ['team', key] })],
        entries: [entry('r1', { by: key, text: `I am ${key} \0` }), entry(undefined)],
      });
    await store.commit({ writes: [write('ann', 1, { index: ['team'] }), write('ben', 1, { value: null })] });
    await store.commit({ entries: [entry('r2', { text: 'to be erased' })] });
    await store.eraseTexts('r2');
    await store.commit({ effects: ['a', 'b', 'c', 'd'].map((key, i) => effect(key, i)) });
    const [a, b] = await store.claim({ now: 9, limit: 2, leaseMs: 9 });
    await store.reschedule(a!, 7, 'no answer');
    await store.park(b!, 'broken \0 for good');
    await store.close();
  });
  afterEach(async () => {
    await rm(join(folder, '..'), { recursive: true });
    await database.dispose();
  });

  async function contentsOf(store: AnchoredStore): Promise<unknown> {
    const rows = await Promise.all(['zoe', 'ann', 'ben'].map((key) => store.read('conversation', key)));
    const holders = await Promise.all(['zoe', 'ann', 'ben'].map((key) => store.holder('conversation', `u ${key}`)));
    const claims = await store.claim({ now: 99, limit: 99, leaseMs: 1 });
    return {
      ...{ rows, holders, team: await store.find('conversation', 'team') },
      histories: await Promise.all(['r1', 'r2'].map((id) => collect(store.history(id)))),
      claims: claims.map(({ effect: claimed, attempts }) => [claimed, attempts]),
      parked: (await store.parked(9)).map((each) => ({ ...each, error: each.error.replace('\0', '') })),
    };
  }

  it('brings over everything, and the chain goes on from the head it had, through the anchors it had', async () => {
    const files = await openFiles();
    const before = await contentsOf(files);
    const anchor = await files.anchor();
    await files.close();
    expect(await move()).to.equal(0);
    const store = await openTarget();
    expect(await contentsOf(store)).to.deep.equal(before);
    expect(await store.anchor()).to.deep.include({ databaseId: anchor.databaseId, seq: anchor.seq, head: anchor.head });
    expect(await store.leadsThrough(anchor)).to.equal(true);
    await store.commit({
      writes: [write('new', 0, { index: ['team'] })],
      entries: [entry('r1', { event: 'approved' })],
    });
    expect((await store.find('conversation', 'team')).map(({ key }) => key)).to.deep.equal(['zoe', 'ann', 'new']);
    await store.close();
    const chain = openChain(AUDIT_KEY);
    const trail = await openPostgresTrail(database.url, chain);
    const { findings, entries } = await examine(trail, chain, [{ ...anchor, source: 'the anchor' }]);
    await trail.close();
    expect([findings, entries]).to.deep.equal([[], 8]);
    expect(said.join('\n'))
      .to.match(/Moved database [\w-]+ from .*data to PostgreSQL at 127\.0\.0\.1:\d+\/test_/)
      .and.include('2 rows, 7 entries of the journal, 3 effects pending and 1 parked')
      .and.not.include(new URL(database.url).password);
  });

  it('leaves the folder as it was', async () => {
    const read = async () =>
      Promise.all((await readdir(folder)).map(async (name) => [name, await readFile(join(folder, name), 'utf8')]));
    const before = await read();
    await move();
    expect(await read()).to.deep.equal(before);
    await (await openFiles()).close();
  });

  it('refuses while the service runs', async () => {
    const store = await openFiles();
    expect((await rejection(move())).message).to.contain('Another process uses the database');
    expect(await tables()).to.equal(0);
    await store.close();
  });

  it('refuses a target that is not empty', async () => {
    await move();
    expect((await rejection(move())).message).to.match(/holds database [\w-]+ already; name one that is empty/);
  });

  it('refuses another audit key, a chain that does not verify, and a folder without a database', async () => {
    const wrong = { AUDIT_KEY: 'another key, which is long enough too' };
    expect((await rejection(move(wrong))).message).to.contain('audit key does not belong');
    const journal = join(folder, 'journal.jsonl');
    const lines = (await readFile(journal, 'utf8')).trimEnd().split('\n');
    // By somebody who knows how a line's checksum is made, and not the key.
    const forged = lines.map((line) => encodeLine(line.slice(9).replace('"by":"ann"', '"by":"eve"')));
    await writeFile(journal, Buffer.concat(forged));
    expect((await rejection(move())).message).to.match(
      /journal.jsonl, line \d+.*(is not moved|audit chain is broken)/s,
    );
    await rm(folder, { recursive: true });
    expect((await rejection(move())).message).to.contain('There is no database in');
    expect(await tables()).to.equal(0);
  });

  for (const [what, lost] of [
    ['an entry in the midst', 2],
    ['the last entry', 6],
  ] as const)
    it(`keeps nothing where ${what} does not read back`, async () => {
      const chain = openChain(AUDIT_KEY);
      const pool = openPool(database.url, collectingLog(), LIMITS);
      const moving = withContents({ folder, chain, ...by() }, (contents) =>
        prepare(pool, (client) => fill(client, chain, { ...contents, entries: () => without(lost, contents) })),
      );
      expect((await rejection(moving)).message).to.contain('What was written does not read the same');
      await pool.close();
      expect(await tables()).to.equal(0);
    });

  it('interrupted before its end it has done nothing, and can be done again', async () => {
    const proxy = await proxyTo(database.url);
    proxy.cut = 'question';
    await rejection(move({}, proxy.url));
    await proxy.close();
    expect(await tables()).to.equal(0);
    expect(await move()).to.equal(0);
  });

  it('goes where STORE_URL points when it is told no target', async () => {
    const env = { AUDIT_KEY, STORE_URL: database.url };
    expect(await storeCommand(['move', '--from', `file:${folder}`], env, to)).to.equal(0);
  });

  for (const args of [
    [],
    ['copy'],
    ['move'],
    ['move', '--from', 'file:./data'],
    ['move', '--form', 'x'],
    ['move', 'x'],
  ])
    it(`says how it is used when asked for: ${args.join(' ') || 'nothing'}`, async () => {
      expect(await storeCommand(args, { AUDIT_KEY, STORE_URL: 'file:./data' }, to)).to.equal(2);
      expect(said.join('\n')).to.contain('npm run store -- move --from file:./data --to postgres://');
    });
});

/** All entries but one, counted from 0. */
async function* without(lost: number, contents: Contents): ReturnType<Contents['entries']> {
  let index = 0;
  for await (const placed of contents.entries()) if (index++ !== lost) yield placed;
}
