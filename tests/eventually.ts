import { setTimeout as sleep } from 'node:timers/promises';
import { PATIENCE } from '../sandbox/cloud/patience.js';

/** Resolves once it is so; rejects after {@link PATIENCE}. For what tells nobody that it has come: files, counts, processes. */
export async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`it did not come to that within ${PATIENCE} ms: ${String(isSo)}`);
    await sleep(20);
  }
}
