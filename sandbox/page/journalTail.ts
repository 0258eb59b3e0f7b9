import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { objectOf, objectsOf, parseJson, textOf } from '../cloud/json.js';
import type { Product } from '../product.js';
import type { EntryView } from './protocol.js';

const LOOK_MS = 200;

/** Follows the bot's journal, the file itself: what is in it has survived. `close()` ends it. */
export function followJournal(
  { folder }: Product,
  nameOf: (userId: string) => string,
  tell: (entry: EntryView) => void,
): { close(): void } {
  const path = join(folder, 'data', 'journal.jsonl');
  let offset = 0;
  let told = 0;
  let looking = false;

  async function look(): Promise<void> {
    const file = await open(path).catch(() => undefined);
    if (file === undefined) return;
    let lines: Buffer;
    try {
      // What the bot is just writing waits for its end: after a kill the bot cuts off a line without one.
      const buffer = Buffer.alloc(Math.max((await file.stat()).size - offset, 0));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
      lines = buffer.subarray(0, buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1);
      offset += lines.length;
    } finally {
      await file.close();
    }
    for (const line of lines.toString('utf8').split('\n').filter(Boolean))
      for (const entry of entriesOf(line)) {
        told += 1;
        tell({ number: told, ...entry, by: nameOf(entry.by), target: nameOf(entry.target) });
      }
  }

  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch(() => undefined)
      .finally(() => {
        looking = false;
      });
  }, LOOK_MS);
  return {
    close: () => {
      clearInterval(timer);
    },
  };
}

/** A line is a checksum, a space, and one commit as JSON. */
function entriesOf(line: string): readonly Omit<EntryView, 'number'>[] {
  const commit = objectOf(parseJson(line.slice(line.indexOf(' ') + 1)));
  return objectsOf(commit.entries).map((entry) => ({
    at: new Date(Number(entry.at ?? 0)).toISOString(),
    reference: textOf(entry.reference) ?? '',
    target: textOf(objectOf(entry.data).target) ?? '',
    event: textOf(entry.event) ?? '',
    by: textOf(entry.by) ?? '',
    from: textOf(entry.from) ?? '',
    to: textOf(entry.to) ?? '',
    text: textOf(entry.text) ?? '',
  }));
}
