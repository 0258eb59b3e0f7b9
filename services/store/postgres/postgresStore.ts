import { randomUUID } from 'node:crypto';
import type { Clock, Log } from '../../../core/ports.js';
import type { CommitResult } from '../../../core/store.js';
import type { Anchor, AnchoredStore } from '../anchor.js';
import { numberOf, openChain } from '../chain.js';
import { createListeners } from '../listeners.js';
import { nameOf } from '../location.js';
import {
  addEffects,
  claimEffects,
  dismissEffect,
  nextDueIn,
  parkedEffects,
  parkEffect,
  renewLease,
  rescheduleEffect,
  settleEffect,
  unparkEffect,
} from './effects.js';
import { codeOf } from './failure.js';
import { identify } from './identity.js';
import { appendEntries, eraseTexts, headless, historyOf } from './journal.js';
import { listen } from './listener.js';
import { migrate } from './migrations.js';
import { createNotes } from './notes.js';
import { LIMITS, openPool, type Limits, type Pool, type Query } from './pool.js';
import { pageOfRows } from './page.js';
import { findRows, readRow, rowOfHolder, writeRows } from './rows.js';
import { assertStorable } from './storable.js';
import { forgetOldCommits, transact, type Ending } from './transaction.js';

export interface PostgresStoreOptions {
  /** `postgres://user:password@host/database?sslmode=verify-full`; never logged. */
  readonly url: string;
  /** Keeps the audit chain; kept away from the database. */
  readonly auditKey: string | Buffer;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<Limits>;
}

/** How often ids of old commits are removed. */
const FORGET_MS = 10 * 60_000;

/**
 * Opens a database that any number of instances share. The first to come creates its tables. Rejects, with what to do,
 * where a newer version has been at it and where the audit key is another one.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<AnchoredStore> {
  const { url, log, clock } = options;
  const limits = { ...LIMITS, ...options.limits };
  const chain = openChain(options.auditKey);
  const pool = openPool(url, log, limits);
  const databaseId = await prepare(pool, (client) => identify(client, chain, clock.now())).catch(
    async (error: unknown) => {
      await pool.close();
      throw closedTo(url, error);
    },
  );
  const notes = createNotes(pool);
  const own = randomUUID();
  const listeners = createListeners(log);
  const hearing = listen(url, log, limits, (from) => {
    if (from !== own) listeners.notify();
  });
  const forgetting = setInterval(() => {
    forgetOldCommits(pool).catch((error: unknown) => {
      log.warn({ error: String(error) }, 'ids of old commits could not be removed');
    });
  }, FORGET_MS).unref();
  let closing: Promise<void> | undefined;

  function open(): Pool {
    if (closing) throw new Error('The store is closed');
    return pool;
  }

  /** Its own listeners need not wait for the database's word. */
  async function telling<T>(work: (query: Query) => Promise<Ending<T> & { readonly tell: boolean }>, taken: T) {
    const told = { tell: false };
    const result = await transact(
      open(),
      async (query) => {
        const ending = await work(query);
        told.tell = ending.tell;
        return ending;
      },
      taken,
    );
    if (told.tell) listeners.notify();
    return result;
  }

  async function close(): Promise<void> {
    clearInterval(forgetting);
    await Promise.all([hearing.close(), pool.close()]);
  }

  return {
    read: async (kind, key) => readRow(open().again, kind, key),
    find: async (kind, indexKey) => findRows(open().again, kind, indexKey),
    page: async (kind, indexKey, wanted) => pageOfRows(open().again, kind, indexKey, wanted),
    holder: async (kind, uniqueKey) => rowOfHolder(open().again, kind, uniqueKey),
    async commit(commit) {
      assertStorable(commit);
      const { writes = [], entries = [], effects = [] } = commit;
      return telling<CommitResult>(
        async (query) => {
          const conflict = await writeRows(query, writes);
          if (conflict) return { keep: false, result: conflict, tell: false };
          const tell = await addEffects(query, effects, own);
          await appendEntries(query, chain, entries);
          return { keep: true, result: { ok: true }, tell };
        },
        { ok: true },
      );
    },
    history: (requestId) => historyOf(open().again, requestId),
    eraseTexts: async (requestId) => eraseTexts(open().again, requestId),

    claim: async (wanted) => claimEffects(open(), wanted),
    renew: async (claim, leaseMs) => renewLease(open(), claim, leaseMs),
    settle: async (claim) => settleEffect(open(), claim),
    reschedule: async (claim, dueAt, error) => rescheduleEffect(open(), claim, dueAt, error !== undefined),
    park: async (claim, error) => parkEffect(open(), claim, error),
    parked: async (limit, after) => parkedEffects(open(), limit, after),
    unpark: async (key, dueAt, entry) =>
      telling(async (query) => {
        const back = await unparkEffect(query, key, dueAt, own);
        if (back && entry) await appendEntries(query, chain, [entry]);
        return { keep: back, result: back, tell: back };
      }, true),
    dismiss: async (key, entry) =>
      transact(
        open(),
        async (query) => {
          const gone = await dismissEffect(query, key);
          if (gone && entry) await appendEntries(query, chain, [entry]);
          return { keep: gone, result: gone };
        },
        true,
      ),
    nextDueIn: async (now) => nextDueIn(open(), now),
    onEffects: (listener) => listeners.add(listener),

    recall: async (key) => {
      open();
      return notes.get(key);
    },
    remember: async (key, note) => {
      open();
      await notes.set(key, note);
    },

    async healthy() {
      await transact(open(), async () => ({ keep: false, result: undefined }), undefined, 0);
    },
    close: () => (closing ??= close()),

    async anchor(): Promise<Anchor> {
      const { rows } = await open().again<{ commits: number; mac: string; at: number | null }>(
        `select head.commits::float8, head.mac, (entry ->> 'at')::float8 as at
         from head left join journal on journal.seq = head.seq`,
      );
      const [end] = rows;
      if (!end) throw headless();
      const { commits, mac, at } = end;
      return { databaseId, seq: commits, head: mac, ...(at !== null && { headAt: at }) };
    },
    async leadsThrough(anchor) {
      if (anchor.databaseId !== databaseId) return false;
      if (anchor.head === chain.start(databaseId)) return true;
      // By the number in it: so an anchor from before the data was moved here holds as well.
      const sql = 'select 1 from journal where seq = $1 and mac = $2';
      return (await open().again(sql, [numberOf(anchor.head) ?? 0, anchor.head])).rows.length === 1;
    },
    where: ({ head }) => `the table journal, row ${numberOf(head) ?? 0},`,
  };
}

/** What PostgreSQL says, with where it was said: at a start the operator has to know which database is meant. */
function closedTo(url: string, error: unknown): unknown {
  if (!(error instanceof Error) || codeOf(error) === undefined) return error;
  const place = nameOf({ kind: 'postgres', url });
  const reason = error.message || (codeOf(error) ?? '');
  return new Error(`${place} cannot be used: ${reason}. Check STORE_URL, and that the server runs`, { cause: error });
}

/** Migrates and does the rest of what belongs to a start, in one transaction: one that is cut off leaves nothing. */
export async function prepare<T>(pool: Pool, rest: (client: Parameters<typeof migrate>[0]) => Promise<T>): Promise<T> {
  return pool.use(async (client) => {
    await client.query('begin');
    try {
      // Whoever migrates takes as long as it takes; the others wait for it.
      await client.query('set local lock_timeout = 60000; set local statement_timeout = 60000');
      await migrate(client);
      const result = await rest(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    }
  });
}
