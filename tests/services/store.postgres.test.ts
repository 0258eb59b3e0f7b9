import { openPostgresStore } from '../../services/store/postgres/postgresStore.js';
import { storeContract } from '../contract/store.js';
import { settableClock } from '../fakes/clock.js';
import { collectingLog } from '../fakes/log.js';
import { freshDatabase } from '../postgres/database.js';

storeContract('the PostgreSQL store', async () => {
  const database = await freshDatabase();
  const options = { url: database.url, auditKey: 'generated', clock: settableClock(), log: collectingLog() };
  return { open: () => openPostgresStore(options), dispose: () => database.dispose() };
});
