import type { JournalEntry } from './command.js';
import type { Effect } from './effects.js';
import type { Instant } from './request.js';
import type { Kind, Rows } from './rows.js';

export interface Row<K extends Kind> {
  readonly key: string;
  readonly value: Rows[K];
  /** Counts from 1; 0 stands for "does not exist". */
  readonly version: number;
}

export type Write = { [K in Kind]: WriteOf<K> }[Kind];
export interface WriteOf<K extends Kind> {
  readonly kind: K;
  readonly key: string;
  /** The version this was decided on; 0 where the row must not exist. */
  readonly expectedVersion: number;
  /** `null` removes the row and frees its keys. */
  readonly value: Rows[K] | null;
  /** Held by this row alone, within its kind, while it says so: `openTarget:<id>`, `ref:<reference>`. */
  readonly unique?: readonly string[];
  /** Found by `find` and `page`: `requester:<id>`. */
  readonly index?: readonly string[];
}

export interface PageOptions {
  /** Rows at most. */
  readonly limit: number;
  /** Only what is older, or newer, than the row of this key; where there is no such row it begins with the newest. */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

export interface Page<K extends Kind> {
  /** Newest first. */
  readonly rows: readonly Row<K>[];
  readonly older: boolean;
  readonly newer: boolean;
}

export interface Commit {
  readonly writes?: readonly Write[];
  readonly entries?: readonly JournalEntry[];
  readonly effects?: readonly Effect[];
}

export type CommitResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly conflict: 'version'; readonly kind: Kind; readonly key: string }
  /** `holder` is the key of the row that holds the unique key. */
  | { readonly ok: false; readonly conflict: 'unique'; readonly uniqueKey: string; readonly holder: string };

/** An effect somebody is working on; `lease` fences everybody else's settling. */
export interface Claim {
  readonly effect: Effect;
  /** Tries that failed in a row before this one. */
  readonly attempts: number;
  readonly lease: string;
}

export interface ParkedEffect {
  readonly effect: Effect;
  readonly attempts: number;
  readonly error: string;
}

/**
 * The one place that remembers. A commit is all or nothing, and durable when its promise resolves;
 * a broken disk or a full one rejects it, and then nothing of it is there.
 */
export interface Store {
  read<K extends Kind>(kind: K, key: string): Promise<Row<K> | undefined>;
  /** Rows whose `index` contains the given key, oldest first. */
  find<K extends Kind>(kind: K, indexKey: string): Promise<readonly Row<K>[]>;
  /** The same rows, newest first and a page at a time: it costs no more for what is stored beyond the page. */
  page<K extends Kind>(kind: K, indexKey: string, options: PageOptions): Promise<Page<K>>;
  /** The row that holds a unique key. */
  holder<K extends Kind>(kind: K, uniqueKey: string): Promise<Row<K> | undefined>;
  /** Throws for a commit that writes one row twice. */
  commit(commit: Commit): Promise<CommitResult>;
  /** The journal of one request, oldest first. */
  history(requestId: string): AsyncIterable<JournalEntry>;
  /**
   * Takes out what people wrote about a request wherever it is kept besides its present row: the texts of its journal,
   * which the audit chain does without, and older versions of it and of drafts. For good when it resolves; safe to repeat.
   */
  eraseTexts(requestId: string): Promise<void>;

  /**
   * Leases up to `limit` effects that are due at `now` and not leased, oldest due first; none whose line is at work.
   * A lease lasts by the store's own steady clock: a leap of the wall clock hands out nothing that is being done.
   */
  claim(options: { now: Instant; limit: number; leaseMs: number }): Promise<readonly Claim[]>;
  /** The lease lasts this long from now on. False when it was lost. */
  renew(claim: Claim, leaseMs: number): Promise<boolean>;
  settle(claim: Claim): Promise<void>;
  /** Counts a failed try; with no error it is only "come again", and the tries start anew. */
  reschedule(claim: Claim, dueAt: Instant, error: string | undefined): Promise<void>;
  park(claim: Claim, error: string): Promise<void>;
  /** Those that were parked first come first; with a key, those behind that one, or the first where it is gone. */
  parked(limit: number, after?: string): Promise<readonly ParkedEffect[]>;
  /** Brings a parked effect back, with its tries forgotten. False when there is none of that key. */
  unpark(key: string, dueAt: Instant, entry?: JournalEntry): Promise<boolean>;
  /** Gives a parked effect up for good. False when there is none of that key. */
  dismiss(key: string, entry?: JournalEntry): Promise<boolean>;
  /** Milliseconds until a claim can next succeed: an effect falls due, or a lease lapses. */
  nextDueIn(now: Instant): Promise<number | undefined>;
  /** Calls back after a commit that brought effects; returns how to stop. */
  onEffects(listener: () => void): () => void;

  /**
   * What was last remembered under a key. It may be lost: with a restart, after a day, or when there is too much of it.
   * For what can be begun again, such as half a conversation.
   */
  recall(key: string): Promise<unknown>;
  /** Plain data; `undefined` forgets it, and so does more than 256 kB. */
  remember(key: string, note: unknown): Promise<void>;

  /** Resolves when a write would be taken; rejects with the reason otherwise. */
  healthy(): Promise<void>;
  close(): Promise<void>;
}
