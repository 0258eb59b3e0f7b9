import { z } from 'zod';
import type { Effect } from '../../../core/effects.js';
import type { Kind } from '../../../core/rows.js';
import type { ChainedEntry } from '../chain.js';

/** A row as it is kept; `value` is what the core put in, taken as it is. */
export interface StoredRow {
  readonly kind: Kind;
  readonly key: string;
  readonly version: number;
  readonly value: unknown;
  readonly unique?: readonly string[] | undefined;
  readonly index?: readonly string[] | undefined;
}

/** How an effect that is kept already goes on. `attempts` counts failed tries in a row. */
export type OutboxChange =
  | { readonly type: 'settled'; readonly key: string }
  | { readonly type: 'rescheduled'; readonly key: string; readonly dueAt: number; readonly attempts: number }
  | { readonly type: 'parked'; readonly key: string; readonly attempts: number; readonly error: string }
  | { readonly type: 'unparked'; readonly key: string; readonly dueAt: number };

/** What one commit changes. */
export interface Changes {
  /** A `null` value removes the row. */
  readonly writes?: readonly StoredRow[] | undefined;
  readonly entries?: readonly ChainedEntry[] | undefined;
  readonly effects?: readonly Effect[] | undefined;
  readonly outbox?: readonly OutboxChange[] | undefined;
}

/** One commit, one line of the journal. */
export interface CommitRecord extends Changes {
  /** Counts from 1 without a gap, so it is the line's number too. */
  readonly seq: number;
  /** Where the writes of the same fsync begin: all before it was on the disk when this was written. */
  readonly from: number;
  /** For each request with entries here: where the line with its entries before these begins. */
  readonly before?: Readonly<Record<string, number>> | undefined;
}

export interface PendingEffect {
  readonly effect: Effect;
  readonly attempts: number;
}

export interface ParkedRecord extends PendingEffect {
  readonly error: string;
}

/** Where in the journal a snapshot was taken. */
export interface Position {
  readonly seq: number;
  readonly head: string;
  /** The last line, and how to know it again; absent before the first commit. */
  readonly last?: { readonly offset: number; readonly end: number; readonly checksum: string } | undefined;
  /** When the newest entry was made, and where the line with it begins; absent before there is one. */
  readonly newest?: { readonly at: number; readonly offset: number } | undefined;
}

const count = z.int().nonnegative();
const strings = z.array(z.string());

// The envelope only: what is inside a row or an effect belongs to the core, which changes oftener than this file.
const effect = z
  .looseObject({ kind: z.string(), key: z.string(), dueAt: z.number() })
  .transform((value) => value as unknown as Effect);

export const storedRow = z
  .object({
    kind: z.string(),
    key: z.string(),
    version: count,
    value: z.unknown(),
    unique: strings.optional(),
    index: strings.optional(),
  })
  .transform((row) => row as StoredRow);

const entry = z
  .looseObject({
    event: z.string(),
    at: z.number(),
    by: z.string(),
    requestId: z.string().optional(),
    text: z.string().optional(),
    textHash: z.string().optional(),
    mac: z.string(),
  })
  .transform((value) => value as unknown as ChainedEntry);

const outboxChange = z.discriminatedUnion('type', [
  z.object({ type: z.literal('settled'), key: z.string() }),
  z.object({ type: z.literal('rescheduled'), key: z.string(), dueAt: z.number(), attempts: count }),
  z.object({ type: z.literal('parked'), key: z.string(), attempts: count, error: z.string() }),
  z.object({ type: z.literal('unparked'), key: z.string(), dueAt: z.number() }),
]);

export const commitRecord = z.object({
  seq: z.int().positive(),
  from: count,
  before: z.record(z.string(), count).optional(),
  writes: z.array(storedRow).optional(),
  entries: z.array(entry).optional(),
  effects: z.array(effect).optional(),
  outbox: z.array(outboxChange).optional(),
});

export const pendingEffect = z.object({ effect, attempts: count });
export const parkedRecord = z.object({ effect, attempts: count, error: z.string() });
export const position = z.object({
  seq: count,
  head: z.string(),
  last: z.object({ offset: count, end: count, checksum: z.string() }).optional(),
  newest: z.object({ at: z.number(), offset: count }).optional(),
});
