import type { Store } from '../../core/store.js';
import type { Instant } from '../../core/request.js';

/** Where an audit chain stands: kept elsewhere, it shows that an end was cut off or an older copy put back. */
export interface Anchor {
  readonly databaseId: string;
  /** Commits so far. */
  readonly seq: number;
  /** The mac of the newest entry; the chain's start before there is one. */
  readonly head: string;
  /** When that entry was made. */
  readonly headAt?: Instant | undefined;
  /** Where the store finds that entry without reading the others. */
  readonly place?: number | undefined;
}

/** A store that can tell where its audit chain stands. */
export interface AnchoredStore extends Store {
  anchor(): Promise<Anchor>;
  /** Whether the chain leads through an anchor of this database. Costs one read, however long the chain is. */
  leadsThrough(anchor: Anchor): Promise<boolean>;
  /** Where an anchor's newest entry should stand, for people: a file or table, and the place in it. */
  where(anchor: Anchor): string;
}
