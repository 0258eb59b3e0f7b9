import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { isPassing } from './failure.js';
import { persistently } from './persistence.js';
import type { Pool, Query } from './pool.js';

/** What a transaction came to: whether it is to be kept, and what its caller hears. */
export interface Ending<T> {
  readonly keep: boolean;
  readonly result: T;
}

/**
 * Runs `work` in a transaction, again after a failure that may pass. The answer to a COMMIT can be lost with the
 * connection: every transaction leaves its id, so the next try finds out that it was taken, and resolves with `taken`.
 * It waits for one that is still being committed, because both insert the same id.
 */
export async function transact<T>(
  pool: Pool,
  work: (query: Query) => Promise<Ending<T>>,
  taken: T,
  persistenceMs?: number,
): Promise<T> {
  const id = randomUUID();
  let committing = false;

  async function attempt(client: PoolClient): Promise<T> {
    const query: Query = (sql, values) => client.query(sql, values && [...values]);
    try {
      // Two statements in one round trip; the id is ours, so it may stand in the text.
      const begun = (await client.query(
        `begin; insert into commits (id) values ('${id}') on conflict do nothing`,
      )) as unknown as readonly { readonly rowCount: number | null }[];
      if (begun[1]?.rowCount !== 1) {
        await query('rollback');
        return taken;
      }
      // Its id was not there: what an earlier try asked for was not taken.
      committing = false;
      const { keep, result } = await work(query);
      committing = keep;
      await query(keep ? 'commit' : 'rollback');
      return result;
    } catch (error) {
      // Also where only the insert failed, on a full disk: the connection goes back to the pool, out of the transaction.
      if (!isPassing(error) || isOfSql(error)) await query('rollback').catch(() => undefined);
      throw error;
    }
  }

  try {
    return await persistently(() => pool.use(attempt), persistenceMs);
  } catch (error) {
    throw isPassing(error) ? givenUp(error, committing) : error;
  }
}

/** A deadlock leaves the connection as good as it was. */
function isOfSql(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^40/.test(String(error.code));
}

function givenUp(error: unknown, committing: boolean): Error {
  const reason = error instanceof Error ? error.message : String(error);
  const state = committing
    ? 'It is not known whether the commit was taken, because the connection was lost and the database does not answer'
    : 'The commit was not taken, because the database does not answer';
  return new Error(`${state}: ${reason}`, { cause: error });
}

/** Ids older than any caller waits. In the background; what fails is done by the next. */
export async function forgetOldCommits(pool: Pool): Promise<void> {
  await pool.query("delete from commits where at < now() - interval '1 hour'");
}
