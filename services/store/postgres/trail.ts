import type { Log } from '../../../core/ports.js';
import type { Chain } from '../chain.js';
import type { Step, Trail } from '../trail.js';
import { codeOf } from './failure.js';
import { databaseId } from './identity.js';
import { chainedFrom, storedEntries } from './journal.js';
import { LIMITS, openPool, type Pool } from './pool.js';

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
  // Read before the journal: what the head knows is in the journal by then.
  const { rows } = await pool.again<{ seq: number; mac: string }>('select seq::float8, mac from head');
  return {
    databaseId: id,
    start: chain.start(id),
    marks: rows.map(({ seq, mac }) => ({ databaseId: id, seq, head: mac, source: 'the table head' })),
    steps: () => stepsOf(pool),
    close: () => pool.close(),
  };
}

async function* stepsOf({ again }: Pool): AsyncGenerator<Step, void, undefined> {
  let before = 0;
  for await (const stored of storedEntries(again)) {
    const { seq } = stored;
    const where = `journal, row ${seq}`;
    const entries = [chainedFrom(stored)];
    const missing = { what: 'removed', why: `is number ${seq}: rows are missing` } as const;
    yield { where, seq, entries, ...(seq > before + 1 && { outOfOrder: missing }) };
    before = seq;
  }
}
