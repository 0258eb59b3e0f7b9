import type { Clock, Log } from '../../core/ports.js';
import type { AnchoredStore } from './anchor.js';
import { openFileStore } from './file/fileStore.js';
import type { StoreLocation } from './location.js';
import { openPostgresStore } from './postgres/postgresStore.js';

/** Opens whichever store is set. Rejects with what to do where that cannot be. */
export function openStore({
  store,
  ...more
}: {
  readonly store: StoreLocation;
  readonly auditKey: string;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<AnchoredStore> {
  return store.kind === 'file'
    ? openFileStore({ folder: store.path, ...more })
    : openPostgresStore({ url: store.url, ...more });
}
