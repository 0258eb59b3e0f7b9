import type { Clock, Log } from '../../../core/ports.js';
import type { Chain } from '../chain.js';
import type { Contents } from '../contents.js';
import { examine } from '../findings.js';
import { nodeFiles } from './files.js';
import { lockFolder } from './lock.js';
import { MARKER } from './marker.js';
import { recover } from './recovery.js';
import { openFileTrail } from './trail.js';

/**
 * Gives `use` all that a folder holds. The folder is locked meanwhile, as by a service: rejects where one runs, and
 * where the audit chain does not verify. It stays as it is, but for what the next start would drop or erase as well.
 */
export async function withContents<T>(
  { folder, chain, ...by }: { folder: string; chain: Chain; clock: Clock; log: Log },
  use: (contents: Contents) => Promise<T>,
): Promise<T> {
  const files = nodeFiles;
  if (!(await files.stat(`${folder}/${MARKER}`))) throw new Error(`There is no database in ${folder}`);
  const lock = await lockFolder(folder, by.log);
  try {
    const { marker, state, journal } = await recover({ ...by, files, folder, chain, mustExist: true });
    await journal.close();
    const trail = await openFileTrail(folder, chain);
    try {
      const { findings } = await examine(trail, chain);
      const [worst] = findings;
      if (worst) throw new Error(`${worst.sentence}. What is not whole is not moved: see npm run audit -- verify`);
      const { position, rows, pending, parked } = state.capture();
      return await use({
        ...{ ...marker, rows, pending, parked, commits: position.seq, head: position.head },
        async *entries() {
          for await (const { seq = 0, entries } of trail.steps())
            for (const entry of entries) yield { commit: seq, entry };
        },
      });
    } finally {
      await trail.close();
    }
  } finally {
    await lock.release();
  }
}
