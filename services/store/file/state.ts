import { createEffectQueue, type EffectQueue } from './effectQueue.js';
import type { CommitRecord, ParkedRecord, PendingEffect, Position, StoredRow } from './record.js';
import { createRowTable, type RowTable } from './rows.js';

/** All the store has in memory. It changes by `apply` alone, with what is on the disk already. */
export interface State {
  readonly rows: RowTable;
  readonly queue: EffectQueue;
  readonly position: Position;
  /** Where the last line with entries of a request begins. */
  lastEntryOf(requestId: string): number | undefined;
  apply(record: CommitRecord, line: LinePlace): void;
  /** What a snapshot writes: references to parts that never change, so taking it costs no copy of them. */
  capture(): Snapshot;
}

export interface LinePlace {
  readonly offset: number;
  readonly end: number;
  readonly checksum: string;
}

export interface Snapshot {
  readonly position: Position;
  readonly rows: readonly StoredRow[];
  readonly pending: readonly PendingEffect[];
  readonly parked: readonly ParkedRecord[];
  /** Request id, and where the last line with its entries begins. */
  readonly lastEntries: readonly (readonly [requestId: string, offset: number])[];
}

export function emptySnapshot(head: string): Snapshot {
  return { position: { seq: 0, head }, rows: [], pending: [], parked: [], lastEntries: [] };
}

export function createState(snapshot: Snapshot): State {
  const rows = createRowTable();
  const queue = createEffectQueue();
  const lastEntries = new Map(snapshot.lastEntries);
  let { position } = snapshot;
  for (const row of snapshot.rows) rows.apply(row);
  for (const effect of snapshot.pending) queue.add(effect);
  for (const effect of snapshot.parked) queue.addParked(effect);

  return {
    rows,
    queue,
    get position() {
      return position;
    },
    lastEntryOf: (requestId) => lastEntries.get(requestId),
    apply(record, { offset, end, checksum }) {
      for (const row of record.writes ?? []) rows.apply(row);
      for (const change of record.outbox ?? []) queue.apply(change);
      for (const effect of record.effects ?? []) queue.add({ effect, attempts: 0 });
      for (const { requestId } of record.entries ?? []) {
        if (requestId !== undefined) lastEntries.set(requestId, offset);
      }
      const newest = record.entries?.at(-1);
      position = {
        seq: record.seq,
        head: newest?.mac ?? position.head,
        last: { offset, end, checksum },
        newest: newest ? { at: newest.at, offset } : position.newest,
      };
    },
    capture: () => ({
      position,
      rows: rows.all(),
      pending: queue.pending(),
      parked: queue.parked(),
      lastEntries: [...lastEntries],
    }),
  };
}
