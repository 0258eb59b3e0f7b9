/**
 * A process that holds the store in the folder of its first argument and commits without end.
 * Prints `open`, then the key of each commit that was acknowledged; or what stopped it, and ends.
 */
import { openFileStore } from '../../services/store/file/fileStore.js';
import { write } from '../contract/store.js';
import { settableClock } from './clock.js';
import { AUDIT_KEY } from './diskStore.js';
import { collectingLog } from './log.js';

const [folder = '', prefix = ''] = process.argv.slice(2);
try {
  const store = await openFileStore({
    folder,
    auditKey: AUDIT_KEY,
    clock: settableClock(),
    log: collectingLog(),
    snapshotBytes: 2_000,
  });
  console.log('open');
  for (let i = 0; ; i += 1) {
    await Promise.all(
      ['x', 'y'].map(async (part) => {
        const key = `${prefix}-${i}-${part}`;
        await store.commit({ writes: [write(key, 0)] });
        console.log(key);
      }),
    );
  }
} catch (error) {
  console.log(String(error));
}
