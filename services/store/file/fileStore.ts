import type { JournalEntry } from '../../../core/command.js';
import type { Clock, Log } from '../../../core/ports.js';
import type { Claim, Page, PageOptions, Row } from '../../../core/store.js';
import type { Kind, Rows } from '../../../core/rows.js';
import type { Anchor, AnchoredStore } from '../anchor.js';
import { numberOf, openChain, type ChainedEntry } from '../chain.js';
import { createListeners } from '../listeners.js';
import { openCommitQueue } from './commitQueue.js';
import { createEraser } from './erasing.js';
import { codeOf, nodeFiles, probe, type Files } from './files.js';
import { JOURNAL, type Journal } from './journal.js';
import { lockFolder, type Lock } from './lock.js';
import type { OutboxChange, StoredRow } from './record.js';
import { createNotes } from './notes.js';
import { recover } from './recovery.js';
import { openSnapshots } from './snapshots.js';

export interface FileStoreOptions {
  /** Its own; made on the first start. */
  readonly folder: string;
  /** Keeps the audit chain; kept away from the folder. */
  readonly auditKey: string | Buffer;
  readonly clock: Clock;
  readonly log: Log;
  /** A folder without a database stops the start: somebody knows that there was one. */
  readonly mustExist?: boolean;
  /** Commits that may wait for the disk before more are refused; 5,000 unless told. */
  readonly maxWaiting?: number;
  /** Bytes of journal between two snapshots, at the least; 4 MB unless told. */
  readonly snapshotBytes?: number;
  readonly files?: Files;
  readonly lock?: (folder: string, log: Log) => Promise<Lock>;
}

/**
 * Opens the database in a folder, for this process alone. Rejects, with what to do, where another process holds it,
 * where anything but an unacknowledged end is missing or damaged, and where the audit key is another one.
 */
export async function openFileStore(options: FileStoreOptions): Promise<AnchoredStore> {
  const { folder, log, files = nodeFiles, lock = lockFolder } = options;
  await files.makeFolder(folder);
  const held = await lock(folder, log);
  try {
    return await open({ ...options, files }, held);
  } catch (error) {
    await held.release();
    throw error;
  }
}

async function open(options: FileStoreOptions & { readonly files: Files }, lock: Lock): Promise<AnchoredStore> {
  const { files, folder, log, mustExist = false, maxWaiting = 5_000, snapshotBytes = 4 * 1024 * 1024 } = options;
  const chain = openChain(options.auditKey);
  const recovered = await recover({ ...options, chain, mustExist });
  const { state, journal, marker } = recovered;
  const { rows, queue } = state;
  const snapshots = openSnapshots({ ...recovered, files, folder, log, everyBytes: snapshotBytes });
  const notes = createNotes();
  const eraser = createEraser({ ...options, state, journal, snapshots, databaseId: marker.id });
  const listeners = createListeners(log);
  let closing: Promise<void> | undefined;

  const commits = openCommitQueue({
    state,
    journal,
    chain,
    maxWaiting,
    log,
    onWritten(lines) {
      snapshots.writeIfDue();
      if (lines.some(({ record }) => record.effects ?? record.outbox?.some(({ type }) => type === 'unparked'))) {
        listeners.notify();
      }
    },
  });

  function assertOpen(): void {
    if (closing) throw new Error(`The store in ${folder} is closed`);
  }

  async function change(claim: Claim, toChange: (attempts: number) => OutboxChange): Promise<void> {
    assertOpen();
    const letGo = queue.hold(claim);
    try {
      await commits.run((batch) => batch.change(claim, toChange));
    } finally {
      letGo();
    }
  }

  async function close(): Promise<void> {
    await commits.drained();
    await eraser.drained();
    await snapshots.writeLast();
    await journal.close();
    await lock.release();
  }

  return {
    async read(kind, key) {
      assertOpen();
      return toRow(rows.get(kind, key));
    },
    async find(kind, indexKey) {
      assertOpen();
      return rows.find(kind, indexKey).flatMap((row) => toRow(row) ?? []);
    },
    async page<K extends Kind>(kind: K, indexKey: string, wanted: PageOptions): Promise<Page<K>> {
      assertOpen();
      const { page, ...more } = rows.page(kind, indexKey, wanted);
      return { ...more, rows: page.flatMap((row) => toRow<K>(row) ?? []) };
    },
    async holder(kind, uniqueKey) {
      assertOpen();
      const key = rows.holder(kind, uniqueKey);
      return key === undefined ? undefined : toRow(rows.get(kind, key));
    },
    async commit(commit) {
      assertOpen();
      return commits.run((batch) => batch.commit(commit));
    },
    async *history(requestId) {
      assertOpen();
      const offsets: number[] = [];
      for (let at = state.lastEntryOf(requestId); at !== undefined;) {
        offsets.push(at);
        at = (await journal.readAt(at)).before?.[requestId];
      }
      for (const offset of offsets.reverse()) {
        for (const entry of (await journal.readAt(offset)).entries ?? []) {
          if (entry.requestId === requestId) yield toEntry(entry);
        }
      }
    },

    async eraseTexts(requestId) {
      assertOpen();
      await commits.run((batch) => {
        batch.mark();
      });
      await eraser.erase(requestId);
    },

    async claim(wanted) {
      assertOpen();
      return queue.claim(wanted);
    },
    async renew(claim, leaseMs) {
      assertOpen();
      return queue.renew(claim, leaseMs);
    },
    settle: (claim) => change(claim, () => ({ type: 'settled', key: claim.effect.key })),
    reschedule: (claim, dueAt, error) =>
      change(claim, (attempts) => ({
        type: 'rescheduled',
        key: claim.effect.key,
        dueAt,
        attempts: error === undefined ? 0 : attempts + 1,
      })),
    park: (claim, error) =>
      change(claim, (attempts) => ({ type: 'parked', key: claim.effect.key, attempts: attempts + 1, error })),
    async parked(limit, after) {
      assertOpen();
      const parked = queue.parked();
      const start = after === undefined ? 0 : parked.findIndex(({ effect }) => effect.key === after) + 1;
      return parked.slice(start, start + limit);
    },
    async unpark(key, dueAt, entry) {
      assertOpen();
      return commits.run((batch) => batch.unpark(key, dueAt, entry));
    },
    async dismiss(key, entry) {
      assertOpen();
      return commits.run((batch) => batch.dismiss(key, entry));
    },
    async nextDueIn(now) {
      assertOpen();
      return queue.nextDueIn(now);
    },
    onEffects: (listener) => listeners.add(listener),

    async recall(key) {
      assertOpen();
      return notes.get(key);
    },
    async remember(key, note) {
      assertOpen();
      notes.set(key, note);
    },

    async healthy() {
      assertOpen();
      await commits.run(() => undefined);
      await probe(files, folder);
    },
    close: () => (closing ??= close()),
    async anchor() {
      const { seq, head, newest } = state.position;
      return { databaseId: marker.id, seq, head, ...(newest && { headAt: newest.at, place: newest.offset }) };
    },
    async leadsThrough({ databaseId, seq, head, place }: Anchor) {
      assertOpen();
      if (databaseId !== marker.id || seq > state.position.seq) return false;
      if (place === undefined) return numberOf(head) === 0;
      return place < journal.end && (await newestMac(journal, place)) === head;
    },
    where: ({ place = 0 }) => `${folder}/${JOURNAL} at byte ${place}`,
  };
}

/** The last mac in the line at an offset; undefined where no line begins, as in another copy. */
async function newestMac(journal: Journal, offset: number): Promise<string | undefined> {
  try {
    return (await journal.readAt(offset)).entries?.at(-1)?.mac;
  } catch (error) {
    if (codeOf(error) !== undefined) throw error;
    return undefined;
  }
}

function toEntry({ mac: _mac, textHash: _textHash, ...entry }: ChainedEntry): JournalEntry {
  return entry;
}

function toRow<K extends Kind>(row: StoredRow | undefined): Row<K> | undefined {
  return row && { key: row.key, version: row.version, value: frozen(row.value) as Rows[K] };
}

/** Who changed what they read would change memory and not the disk; so it throws. Costs only the first reader. */
function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
