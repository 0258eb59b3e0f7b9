import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Instant } from '../core/request.js';
import type { Anchor } from './store/anchor.js';
import { LoggableError } from './log.js';

/** An anchor as a line of `ANCHOR_FILE`. */
export interface KeptAnchor extends Anchor {
  readonly anchoredAt: Instant;
}

/** The store lacks what its anchor knows. */
export class AnchorError extends LoggableError {
  override readonly name = 'AnchorError';
}

/**
 * What was kept, the newest last; none where there is no file. Reads the file's last `bytes` alone, where told. A line
 * that a power cut tore off does not count; a file without any anchor does not count as none.
 */
export async function readAnchors(file: string, bytes = Infinity): Promise<readonly KeptAnchor[]> {
  const text = await readEnd(file, bytes);
  const anchors = text.split('\n').flatMap((line) => parse(line) ?? []);
  if (anchors.length === 0 && text.trim() !== '')
    throw new AnchorError(`${file} holds no anchor that can be read. ${WAY_ON}`);
  return anchors;
}

async function readEnd(file: string, bytes: number): Promise<string> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!handle) return '';
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.min(size, bytes));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

const kept = z.object({
  databaseId: z.string(),
  seq: z.int().nonnegative(),
  head: z.string(),
  headAt: z.number().optional(),
  place: z.int().nonnegative().optional(),
  anchoredAt: z.number(),
});

function parse(line: string): KeptAnchor | undefined {
  try {
    return kept.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** On the disk when it resolves. */
export async function appendAnchor(file: string, anchor: KeptAnchor): Promise<void> {
  const end = await readEnd(file, 1);
  const handle = await open(file, 'a', 0o600);
  try {
    // Behind a line that a power cut tore off a new one begins.
    await handle.appendFile(`${end === '' || end === '\n' ? '' : '\n'}${JSON.stringify(anchor)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (end === '') await syncFolder(dirname(file));
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export const WAY_ON =
  'Find out who did it, and restore the latest data. If a backup was restored on purpose, keep the anchor file under ' +
  'another name as evidence and start again: resets made since that backup are not in the journal any more';
