import type { Clock, Log } from '../../core/ports.js';
import type { Store } from '../../core/store.js';
import { startAnchoring } from '../anchor.js';
import { openFileStore } from './file/fileStore.js';
import type { StoreLocation } from './location.js';
import { openPostgresStore } from './postgres/postgresStore.js';

/** Opens whichever store is set, and anchors it until it is closed. Rejects with what to do where that cannot be. */
export async function openStore({
  store,
  anchorFile,
  ...more
}: {
  readonly store: StoreLocation;
  readonly anchorFile: string | undefined;
  readonly auditKey: string;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<Store> {
  const opened =
    store.kind === 'file'
      ? await openFileStore({ folder: store.path, ...more })
      : await openPostgresStore({ url: store.url, ...more });
  const anchoring = await startAnchoring({ store: opened, file: anchorFile, ...more });
  return {
    ...opened,
    async close() {
      await anchoring.stop();
      await opened.close();
    },
  };
}
