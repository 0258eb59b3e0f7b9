import type { Anchor } from '../anchor.js';
import { openChain } from '../chain.js';
import { examine } from '../findings.js';
import { nodeFiles, type Files } from './files.js';
import { openFileTrail } from './trail.js';

export interface Verified extends Pick<Anchor, 'databaseId' | 'seq' | 'head'> {
  readonly entries: number;
  /** The file ends within a line: being written just now, or torn off by a power cut. */
  readonly unfinished: boolean;
}

/**
 * Follows the audit chain through the whole journal, from its first line; only reads, so the service may run.
 * Throws, naming file and line, at the first that does not fit, and where the journal does not lead through `anchor`:
 * then an end was cut off or an older copy of the folder put back.
 */
export async function verifyChain({
  folder,
  auditKey,
  anchor,
  files = nodeFiles,
}: {
  readonly folder: string;
  readonly auditKey: string | Buffer;
  readonly anchor?: Anchor | undefined;
  readonly files?: Files;
}): Promise<Verified> {
  const chain = openChain(auditKey);
  const trail = await openFileTrail(folder, chain, files);
  try {
    const marks = anchor ? [{ ...anchor, source: 'the anchor' }] : [];
    const { databaseId, seq, head, entries, unfinished, findings } = await examine(trail, chain, marks);
    const [worst] = findings;
    if (worst) throw new Error(`${worst.sentence}. Keep the file as evidence and restore the folder from a backup`);
    return { databaseId, seq, head, entries, unfinished };
  } finally {
    await trail.close();
  }
}
