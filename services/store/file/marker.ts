import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Instant } from '../../../core/request.js';
import type { Chain } from '../chain.js';
import { readText, replaceFile, type Files } from './files.js';

export const MARKER = 'database.json';

/**
 * Says that a folder holds a database, and which. With it a lost journal is told from a first start; it is written
 * once the empty journal is on the disk.
 */
export interface Marker {
  readonly format: 1;
  readonly id: string;
  readonly createdAt: Instant;
  /** The chain's start, by which a wrong audit key shows at once. */
  readonly chainStart: string;
  /**
   * There must be a snapshot. `false` until the first is written, and where an operator wants the state rebuilt from
   * the journal alone: then a snapshot is neither asked for nor read.
   */
  readonly snapshot: boolean;
}

const marker = z.object({
  format: z.literal(1),
  id: z.string().min(1),
  createdAt: z.number(),
  chainStart: z.string(),
  snapshot: z.boolean(),
});

export function newMarker(chain: Chain, createdAt: Instant): Marker {
  const id = randomUUID();
  return { format: 1, id, createdAt, chainStart: chain.start(id), snapshot: false };
}

export async function writeMarker(files: Files, folder: string, content: Marker): Promise<void> {
  await replaceFile(files, { folder, name: MARKER }, (file) =>
    file.write(Buffer.from(`${JSON.stringify(content, null, 2)}\n`), 0),
  );
}

export async function readMarker(files: Files, folder: string, chain: Chain): Promise<Marker> {
  const path = `${folder}/${MARKER}`;
  const content = parse(await readText(files, path), path);
  if (content.chainStart !== chain.start(content.id)) {
    throw new Error(
      `The audit key does not belong to the database in ${folder}; start with the key it was created with`,
    );
  }
  return content;
}

function parse(text: string, path: string): Marker {
  try {
    return marker.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${path}, line 1 cannot be read; restore the file from a backup`, { cause: error });
  }
}
