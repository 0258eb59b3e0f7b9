import type { Anchor } from './fileStore.js';
import { openChain } from '../chain.js';
import { nodeFiles, type Files } from './files.js';
import { JOURNAL, readJournal } from './journal.js';
import { readMarker } from './marker.js';

export interface Verified extends Anchor {
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
  const { id } = await readMarker(files, folder, chain);
  if (anchor && anchor.databaseId !== id) {
    throw new Error(`${folder} holds database ${id}, the anchor is of ${anchor.databaseId}; was the folder replaced?`);
  }
  const path = `${folder}/${JOURNAL}`;
  const file = await files.open(path, 'read');
  try {
    const found = { databaseId: id, seq: 0, head: chain.start(id), entries: 0, unfinished: false };
    let meetsAnchor = anchor === undefined || anchor.seq === 0;
    const onTorn = () => (found.unfinished = true);
    for await (const { record } of readJournal(file, path, chain, found, onTorn)) {
      found.seq = record.seq;
      found.head = record.entries?.at(-1)?.mac ?? found.head;
      found.entries += record.entries?.length ?? 0;
      if (found.seq === anchor?.seq) meetsAnchor = found.head === anchor.head;
    }
    if (!meetsAnchor) {
      throw new Error(
        `${path} has ${found.seq} lines and does not lead to the anchor at line ${anchor?.seq ?? 0}: ` +
          'its end was cut off, or an older copy put back. Restore the latest backup and find out who did it',
      );
    }
    return found;
  } finally {
    await file.close();
  }
}
