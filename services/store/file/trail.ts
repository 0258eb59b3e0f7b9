import { setTimeout as sleep } from 'node:timers/promises';
import type { Chain } from '../chain.js';
import type { Mark, Step, Trail } from '../trail.js';
import { nodeFiles, type Files, type OpenFile } from './files.js';
import { JOURNAL, someFsyncCovers } from './journal.js';
import { contentOf, looksTorn, readLines, type Line } from './line.js';
import { readMarker } from './marker.js';
import { commitRecord } from './record.js';
import { readPosition, SNAPSHOT } from './snapshot.js';

/** The journal of a folder, beside the service that writes it. Throws where key or folder is another one. */
export async function openFileTrail(folder: string, chain: Chain, files: Files = nodeFiles): Promise<Trail> {
  const { id, snapshot } = await readMarker(files, folder, chain);
  const path = `${folder}/${JOURNAL}`;
  // Read before the journal: what the snapshot knows is in the journal by then.
  const marks = snapshot ? await marksOf(files, folder, id) : [];
  const file = await files.open(path, 'read');
  return {
    databaseId: id,
    start: chain.start(id),
    marks,
    steps: () => stepsOf(file, path),
    close: () => file.close(),
  };
}

async function marksOf(files: Files, folder: string, databaseId: string): Promise<readonly Mark[]> {
  const path = `${folder}/${SNAPSHOT}`;
  const found = (await files.stat(path)) && (await readPosition(files, path));
  return found ? [{ databaseId, seq: found.seq, head: found.head, source: path }] : [];
}

async function* stepsOf(file: OpenFile, path: string): AsyncGenerator<Step, void, undefined> {
  let seq = 0;
  let number = 0;
  for await (const found of readLines(file)) {
    number += 1;
    const where = `${path}, line ${number}`;
    const line = found.json === undefined ? await again(file, found) : found;
    if (line.json === undefined && looksTorn(line) && !(await someFsyncCovers(file, line))) {
      yield { where, seq: undefined, entries: [], unfinished: true };
      return;
    }
    const step = stepOf(line, where, seq);
    seq = step.seq ?? seq + 1;
    yield step;
  }
}

function stepOf(line: Line, where: string, before: number): Step {
  if (line.json === undefined)
    return { where, seq: undefined, entries: [], damage: 'is damaged: its checksum does not fit' };
  const parsed = commitRecord.safeParse(contentOf(line));
  if (!parsed.success) return { where, seq: undefined, entries: [], damage: 'is not a commit this version knows' };
  const { seq, entries = [] } = parsed.data;
  if (seq === before + 1) return { where, seq, entries };
  const outOfOrder =
    seq > before
      ? ({ what: 'removed', why: `is number ${seq}: lines are missing` } as const)
      : ({ what: 'inserted', why: `is number ${seq} again: it was moved or inserted` } as const);
  return { where, seq: Math.max(seq, before), entries, outOfOrder };
}

/** A line whose text is being erased just now reads as damaged for a moment. */
async function again(file: OpenFile, { offset }: Line): Promise<Line> {
  await sleep(50);
  for await (const line of readLines(file, offset)) return line;
  throw new Error('the journal became shorter while it was read');
}
