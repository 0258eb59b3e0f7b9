import { z } from 'zod';
import type { JournalEntry } from '../../../core/command.js';
import type { Claim, Commit, CommitResult, Write } from '../../../core/store.js';
import type { Kind } from '../../../core/rows.js';
import type { Chain } from '../chain.js';
import { encodeLine } from './line.js';
import { commitRecord, type Changes, type CommitRecord, type OutboxChange, type StoredRow } from './record.js';
import type { LinePlace, State } from './state.js';

/**
 * The commits that share one fsync. Each is checked against memory and the ones before it in the batch, and memory
 * hears of none before all are on the disk: two that race for a version in the same batch yield one `ok`.
 */
export interface Batch {
  commit(commit: Commit): CommitResult;
  /** False when the lease was lost. */
  change(claim: Claim, toChange: (attempts: number) => OutboxChange): boolean;
  /** False when no effect of that key is parked. */
  unpark(key: string, dueAt: number, entry?: JournalEntry): boolean;
  dismiss(key: string, entry?: JournalEntry): boolean;
  /** A line that holds nothing: a place to stand on that never changes. */
  mark(): void;
  readonly lines: readonly PlannedLine[];
}

export interface PlannedLine {
  readonly record: CommitRecord;
  readonly bytes: Buffer;
  readonly place: LinePlace;
}

type Unsealed = Omit<Changes, 'entries'> & { readonly entries?: readonly JournalEntry[] | undefined };

export function openBatch(state: State, chain: Chain, from: number): Batch {
  const lines: PlannedLine[] = [];
  const rows = new Map<string, StoredRow>();
  const holders = new Map<string, string | undefined>();
  const effects = new Map<string, 'pending' | 'parked' | 'gone'>();
  const lastEntries = new Map<string, number>();
  let { head, seq } = state.position;
  let end = from;

  const id = (kind: Kind, key: string) => `${kind}\n${key}`;
  const rowOf = (kind: Kind, key: string) => rows.get(id(kind, key)) ?? state.rows.get(kind, key);
  const versionOf = (kind: Kind, key: string) => {
    const row = rowOf(kind, key);
    return row && row.value !== null ? row.version : 0;
  };
  const holderOf = (kind: Kind, uniqueKey: string) => {
    const held = id(kind, uniqueKey);
    return holders.has(held) ? holders.get(held) : state.rows.holder(kind, uniqueKey);
  };
  const holdsEffect = (key: string) => (effects.has(key) ? effects.get(key) !== 'gone' : state.queue.has(key));
  const isParked = (key: string) => (effects.has(key) ? effects.get(key) === 'parked' : state.queue.isParked(key));

  function conflictOf(writes: readonly Write[]): CommitResult | undefined {
    const written = new Map<string, Write>();
    for (const write of writes) {
      const { kind, key } = write;
      if (written.has(id(kind, key))) throw new Error(`The commit writes ${kind} ${key} twice; write it once`);
      written.set(id(kind, key), write);
      if (versionOf(kind, key) !== write.expectedVersion) return { ok: false, conflict: 'version', kind, key };
    }
    const taken = new Map<string, string>();
    for (const { kind, key, value, unique = [] } of writes) {
      for (const uniqueKey of value === null ? [] : unique) {
        const holder = taken.get(id(kind, uniqueKey)) ?? holderOf(kind, uniqueKey);
        // A holder that this commit rewrites keeps the key only by naming it again, and then it is in `taken` or to come.
        const other = holder !== undefined && written.get(id(kind, holder));
        const givesUp = other && (other.value === null || !other.unique?.includes(uniqueKey));
        if (holder !== undefined && holder !== key && !givesUp) {
          return { ok: false, conflict: 'unique', uniqueKey, holder };
        }
        taken.set(id(kind, uniqueKey), key);
      }
    }
    return undefined;
  }

  function stage({ entries, ...changes }: Unsealed): void {
    let newHead = head;
    const before: Record<string, number> = {};
    const sealed = entries?.map((entry) => {
      const chained = chain.append(newHead, entry);
      newHead = chained.mac;
      if (entry.requestId !== undefined) {
        const previous = lastEntries.get(entry.requestId) ?? state.lastEntryOf(entry.requestId);
        if (previous !== undefined) before[entry.requestId] = previous;
      }
      return chained;
    });
    const json = JSON.stringify({
      seq: seq + 1,
      from,
      ...(Object.keys(before).length > 0 && { before }),
      ...changes,
      ...(sealed && { entries: sealed }),
    } satisfies CommitRecord);
    const bytes = encodeLine(json);
    // Memory gets what a restart would read; what no restart could read, a due time of Infinity, is not taken at all.
    const parsed = commitRecord.safeParse(JSON.parse(json));
    if (!parsed.success) throw new Error(`The commit could not be read back: ${z.prettifyError(parsed.error)}`);
    const record: CommitRecord = parsed.data;
    const place = { offset: end, end: end + bytes.length, checksum: bytes.toString('latin1', 0, 8) };

    lines.push({ record, bytes, place });
    seq = record.seq;
    head = newHead;
    end = place.end;
    for (const { requestId } of record.entries ?? [])
      if (requestId !== undefined) lastEntries.set(requestId, place.offset);
    stageRows(record.writes ?? []);
    for (const { key } of record.effects ?? []) effects.set(key, 'pending');
    for (const { type, key } of record.outbox ?? []) effects.set(key, OUTCOME[type]);
  }

  function stageRows(writes: readonly StoredRow[]): void {
    for (const { kind, key } of writes) {
      for (const uniqueKey of rowOf(kind, key)?.unique ?? []) {
        if (holderOf(kind, uniqueKey) === key) holders.set(id(kind, uniqueKey), undefined);
      }
    }
    for (const row of writes) {
      rows.set(id(row.kind, row.key), row);
      for (const uniqueKey of row.unique ?? []) holders.set(id(row.kind, uniqueKey), row.key);
    }
  }

  function bring(key: string, change: OutboxChange, entry: JournalEntry | undefined): boolean {
    if (!isParked(key)) return false;
    stage({ outbox: [change], ...(entry && { entries: [entry] }) });
    return true;
  }

  return {
    lines,
    commit(commit) {
      const writes = commit.writes ?? [];
      const conflict = conflictOf(writes);
      if (conflict) return conflict;
      // The first of a key counts.
      const byKey = new Map((commit.effects ?? []).toReversed().map((effect) => [effect.key, effect]));
      const fresh = (commit.effects ?? []).filter((each) => byKey.get(each.key) === each && !holdsEffect(each.key));
      const changed = writes.filter(({ value, expectedVersion }) => value !== null || expectedVersion > 0);
      const entries = commit.entries ?? [];
      if (changed.length + fresh.length + entries.length > 0) {
        stage({
          ...(changed.length > 0 && { writes: changed.map(toRow) }),
          ...(fresh.length > 0 && { effects: fresh }),
          ...(entries.length > 0 && { entries }),
        });
      }
      return { ok: true };
    },
    change(claim, toChange) {
      const attempts = effects.has(claim.effect.key) ? undefined : state.queue.attemptsOf(claim);
      if (attempts === undefined) return false;
      stage({ outbox: [toChange(attempts)] });
      return true;
    },
    unpark: (key, dueAt, entry) => bring(key, { type: 'unparked', key, dueAt }, entry),
    dismiss: (key, entry) => bring(key, { type: 'settled', key }, entry),
    mark() {
      stage({});
    },
  };
}

const OUTCOME = {
  settled: 'gone',
  rescheduled: 'pending',
  parked: 'parked',
  unparked: 'pending',
} as const satisfies Record<OutboxChange['type'], string>;

function toRow({ kind, key, expectedVersion, value, unique = [], index = [] }: Write): StoredRow {
  return {
    kind,
    key,
    version: expectedVersion + 1,
    value,
    ...(value !== null && unique.length > 0 && { unique }),
    ...(value !== null && index.length > 0 && { index }),
  };
}
