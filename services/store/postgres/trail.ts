import type { Log } from '../../../core/ports.js';
import type { Chain } from '../chain.js';
import type { Step, Trail } from '../trail.js';
import { codeOf } from './failure.js';
import { databaseId } from './identity.js';
import { chainedFrom, storedEntries } from './journal.js';
import { LIMITS, openPool, type Pool, type Query } from './pool.js';

/** The journal of a database, beside the services that write it. Throws where key or database is another one. */
export async function openPostgresTrail(url: string, chain: Chain): Promise<Trail> {
  const pool = openPool(url, SILENT, LIMITS);
  try {
    return await trailOf(pool, chain);
  } catch (error) {
    await pool.close();
    throw codeOf(error) === UNDEFINED_TABLE ? new Error(EMPTY) : error;
  }
}

/** Whoever reads a trail hears of a lost connection by the read that fails. */
const SILENT: Log = { info: ignore, warn: ignore, error: ignore };
const UNDEFINED_TABLE = '42P01';
const EMPTY = 'The database is empty: no service has ever started on it';

function ignore(): void {
  // Nothing to tell.
}

async function trailOf(pool: Pool, chain: Chain): Promise<Trail> {
  const id = await pool.use((client) => databaseId(client, chain));
  if (id === undefined) throw new Error(EMPTY);
  return { ...(await trailBehind(pool.again, id, chain)), close: () => pool.close() };
}

/** The same by whichever connection. */
export async function trailBehind(query: Query, id: string, chain: Chain): Promise<Omit<Trail, 'close'>> {
  // Read before the journal: what the head knows is in the journal by then.
  const { rows } = await query<{ commits: number; mac: string }>('select commits::float8, mac from head');
  return {
    databaseId: id,
    start: chain.start(id),
    marks: rows.map(({ commits, mac }) => ({ databaseId: id, seq: commits, head: mac, source: 'the table head' })),
    steps: () => stepsOf(query, rows[0]?.commits ?? 0),
  };
}

async function* stepsOf(query: Query, commits: number): AsyncGenerator<Step, void, undefined> {
  let before = 0;
  for await (const stored of storedEntries(query)) {
    const { seq, commit } = stored;
    const missing = { what: 'removed', why: `is number ${seq}: rows are missing` } as const;
    yield {
      ...{ where: `journal, row ${seq}`, seq: commit, entries: [chainedFrom(stored)] },
      ...(seq > before + 1 && { outOfOrder: missing }),
    };
    before = seq;
  }
  // Commits without entries leave no row.
  yield { where: 'head', seq: commits, entries: [] };
}
