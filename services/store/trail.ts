import type { Anchor } from './anchor.js';
import type { ChainedEntry } from './chain.js';

/** A journal as it lies there, read from its first entry on, whatever somebody did to it. Reads only. */
export interface Trail {
  readonly databaseId: string;
  /** The chain's head before the first entry. */
  readonly start: string;
  /** What the store itself knows of where the chain stood: a snapshot of the state. */
  readonly marks: readonly Mark[];
  steps(): AsyncIterable<Step>;
  close(): Promise<void>;
}

/** One commit, with its entries as they are stored. */
export interface Step {
  /** File and line, or table and row. */
  readonly where: string;
  /** The commit's number; undefined where it can't be read. */
  readonly seq: number | undefined;
  readonly entries: readonly ChainedEntry[];
  /** It can't be read, and why; what entries it held is unknown. */
  readonly damage?: string | undefined;
  /** Its number is not the next one: commits in front of it are not there, or it does not belong here. */
  readonly outOfOrder?: { readonly what: 'removed' | 'inserted'; readonly why: string } | undefined;
  /** Being written just now, or torn off by a power cut: nobody was told of it. */
  readonly unfinished?: true | undefined;
}

/** Where the chain is known to have stood, and by what. */
export interface Mark extends Pick<Anchor, 'databaseId' | 'seq' | 'head'> {
  readonly source: string;
}
