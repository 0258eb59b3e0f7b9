import type { Clock, Log } from '../../core/ports.js';
import { openChain } from './chain.js';
import { withContents } from './file/contents.js';
import { fill, type Filled } from './postgres/fill.js';
import { LIMITS, openPool } from './postgres/pool.js';
import { prepare } from './postgres/postgresStore.js';

/**
 * Moves what a stopped service kept in a folder into an empty PostgreSQL database, in one transaction: it is there whole
 * and checked, or not at all. The folder stays what it was.
 */
export async function move(options: {
  readonly folder: string;
  readonly url: string;
  readonly auditKey: string;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<Filled & { readonly databaseId: string; readonly head: string }> {
  const { url, log, auditKey } = options;
  const chain = openChain(auditKey);
  return withContents({ ...options, chain }, async (contents) => {
    const pool = openPool(url, log, LIMITS);
    try {
      const filled = await prepare(pool, (client) => fill(client, chain, contents));
      return { ...filled, databaseId: contents.id, head: contents.head };
    } finally {
      await pool.close();
    }
  });
}
