import type { Chain } from '../store/chain.js';
import { openFileTrail } from '../store/file/trail.js';
import { openPostgresTrail } from '../store/postgres/trail.js';
import type { Trail } from '../store/trail.js';
import type { AuditSettings } from './settings.js';

/** The journal of whichever store is set, read beside the service that writes it. */
export async function openTrail({ store }: Pick<AuditSettings, 'store'>, chain: Chain): Promise<Trail> {
  return store.kind === 'file' ? openFileTrail(store.path, chain) : openPostgresTrail(store.url, chain);
}
