import pg from 'pg';
import type { Log } from '../../../core/ports.js';
import { isPassing } from './failure.js';
import { persistently } from './persistence.js';

/** What every connection keeps to: nothing waits for ever, on either side. */
export const LIMITS = {
  connections: 10,
  connectMs: 5_000,
  statementMs: 8_000,
  lockMs: 4_000,
  idleInTransactionMs: 8_000,
  /** The network may swallow an answer: then nobody else says so. */
  answerMs: 10_000,
  /** Callers that may wait for a connection before more are refused. */
  waiting: 1_000,
} as const;

export type Limits = { readonly [K in keyof typeof LIMITS]: number };

export type Query = <R extends pg.QueryResultRow = pg.QueryResultRow>(
  sql: string,
  values?: readonly unknown[],
) => Promise<pg.QueryResult<R>>;

/** Connections to one database, made as they are wanted; one that fails is thrown away. */
export interface Pool {
  /** One statement. `again` outlasts a restart of the server: for reads, and what may be done twice. */
  readonly query: Query;
  readonly again: Query;
  /** One connection for as long as `work` takes. */
  use<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export function connection(url: string, limits: Limits): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'mfa-reset',
    connectionTimeoutMillis: limits.connectMs,
    statement_timeout: limits.statementMs,
    lock_timeout: limits.lockMs,
    idle_in_transaction_session_timeout: limits.idleInTransactionMs,
    query_timeout: limits.answerMs,
    keepAlive: true,
  };
}

export function openPool(url: string, log: Log, limits: Limits): Pool {
  const pool = new pg.Pool({ ...connection(url, limits), max: limits.connections });
  // Unheard, the end of an idle connection would end the process.
  pool.on('error', (error) => {
    log.warn({ error: error.message }, 'a connection to the database ended');
  });

  async function use<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    if (pool.waitingCount >= limits.waiting)
      throw new Error(
        `The database is overloaded: ${pool.waitingCount} callers wait for a connection. Try again later`,
      );
    const client = await pool.connect().catch((error: unknown) => {
      throw noConnection(error, limits);
    });
    let broken: Error | undefined;
    const onError = (error: Error): void => {
      broken = error;
    };
    client.on('error', onError);
    try {
      return await work(client);
    } catch (error) {
      if (isPassing(error)) broken = error as Error;
      throw error;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  const query: Query = (sql, values) => use((client) => client.query(sql, values && [...values]));

  return {
    query,
    again: (sql, values) => persistently(() => query(sql, values)),
    use,
    close: () => pool.end(),
  };
}

function noConnection(error: unknown, { connectMs, connections }: Limits): unknown {
  if (!(error instanceof Error) || !error.message.startsWith('timeout exceeded')) return error;
  return new Error(
    `The database gave no connection within ${connectMs} ms: all ${connections} are busy, or it does not answer`,
    { cause: error },
  );
}
