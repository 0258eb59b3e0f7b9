import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileStore } from '../../services/store/file/fileStore.js';
import { storeContract } from '../contract/store.js';
import { settableClock } from '../fakes/clock.js';
import { collectingLog } from '../fakes/log.js';

storeContract('the file store', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'store-'));
  return {
    open: () => openFileStore({ folder, auditKey: 'generated', clock: settableClock(), log: collectingLog() }),
    dispose: () => rm(folder, { recursive: true }),
  };
});
