import type { Effect } from '../../core/effects.js';
import type { Kind } from '../../core/rows.js';
import type { Instant } from '../../core/request.js';
import type { ChainedEntry } from './chain.js';

/** All that a store keeps: what is taken out of one is put into another. */
export interface Contents {
  readonly id: string;
  readonly createdAt: Instant;
  readonly chainStart: string;
  /** Within a kind in the order of creation. */
  readonly rows: readonly {
    readonly kind: Kind;
    readonly key: string;
    readonly version: number;
    readonly value: unknown;
    readonly unique?: readonly string[] | undefined;
    readonly index?: readonly string[] | undefined;
  }[];
  readonly pending: readonly { readonly effect: Effect; readonly attempts: number }[];
  readonly parked: readonly { readonly effect: Effect; readonly attempts: number; readonly error: string }[];
  readonly commits: number;
  readonly head: string;
  /** From the first on, with the number of the commit that brought each. */
  entries(): AsyncIterable<{ readonly commit: number; readonly entry: ChainedEntry }>;
}
