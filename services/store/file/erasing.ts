import { z } from 'zod';
import type { ResetRequest } from '../../../core/request.js';
import type { Draft, Intervention, Lift, ServiceState } from '../../../core/rows.js';
import { withoutWords } from '../../../core/words.js';
import { readText, replaceFile, type Files, type OpenFile } from './files.js';
import type { Journal, Replacement } from './journal.js';
import { encodeLine, readLines } from './line.js';
import type { CommitRecord, StoredRow } from './record.js';
import type { Snapshots } from './snapshots.js';
import type { State } from './state.js';

/** What is to stand in the journal; there only while lines are being replaced. */
const ERASING = 'erasing.json';

/** Takes people's words out of the journal's lines, one request after the other. */
export interface Eraser {
  /** The newest line of the journal must hold nothing of it. */
  erase(requestId: string): Promise<void>;
  drained(): Promise<void>;
}

interface Place {
  readonly files: Files;
  readonly folder: string;
}

/**
 * Lines keep their length, so offsets, numbers and the snapshot stay what they are. First a snapshot is written that
 * holds nothing of it; then what the lines are to be goes into a file of its own, so that a power cut between two of
 * them, or within one, is made good at the next start; then they are overwritten, while commits go on behind them.
 */
export function createEraser({
  state,
  journal,
  snapshots,
  databaseId,
  ...place
}: Place & {
  readonly state: State;
  readonly journal: Journal;
  readonly snapshots: Snapshots;
  readonly databaseId: string;
}): Eraser {
  let last: Promise<void> = Promise.resolve();

  async function erase(requestId: string): Promise<void> {
    const end = state.position.last?.end ?? 0;
    await snapshots.writeLast();
    if (snapshots.writtenTo < end) throw new Error('Nothing was erased, because the snapshot could not be written');
    const until = state.position.last?.offset ?? 0;
    const lines: Replacement[] = [];
    for await (const { json, bytes, offset } of journal.linesBefore(Math.min(until, end))) {
      if (json === undefined || !bytes.includes(requestId)) continue;
      const replaced = withoutTexts(json, requestId, state);
      if (replaced !== undefined) lines.push({ offset, bytes: replaced });
    }
    if (lines.length === 0) return;
    await replaceFile(place.files, { folder: place.folder, name: ERASING }, (file) =>
      file.write(encodeLine(encode(databaseId, lines)), 0),
    );
    await journal.overwrite(lines);
    await forget(place);
  }

  return {
    erase(requestId) {
      const own = last.then(() => erase(requestId));
      last = own.catch(() => undefined);
      return own;
    },
    drained: () => last,
  };
}

/** Brings to its end what a crash cut off, before anything is read from the journal. */
export async function finishErasing(place: Place, journal: OpenFile, databaseId: string): Promise<void> {
  const { files, folder } = place;
  const path = `${folder}/${ERASING}`;
  if (!(await files.stat(path))) return;
  const { database, lines } = decode(await readText(files, path), path);
  if (database !== databaseId) throw new Error(`${path} belongs to another database. ${RESTORE}`);
  for (const { offset, bytes } of lines) {
    if (!(await mayReplace(journal, offset, bytes))) throw new Error(`${path} does not fit the journal. ${RESTORE}`);
    await journal.write(bytes, offset);
  }
  await journal.sync();
  await forget(place);
}

const RESTORE = 'Restore the whole folder from one backup';

async function forget({ files, folder }: Place): Promise<void> {
  await files.remove(`${folder}/${ERASING}`);
  await files.syncFolder(folder);
}

/** The same line before or after, or a torn one between its neighbours. */
async function mayReplace(journal: OpenFile, offset: number, bytes: Buffer): Promise<boolean> {
  for await (const line of readLines(journal, offset)) {
    if (line.json !== undefined)
      return line.end === offset + bytes.length && seqOf(line.json) === seqOf(bytes.toString('utf8', 9));
    break;
  }
  const before = Buffer.alloc(1);
  if (offset > 0) await journal.read(before, offset - 1);
  return (offset === 0 || before[0] === NEWLINE) && (await journal.stat()).size >= offset + bytes.length;
}

const NEWLINE = 0x0a;
const seqOf = (json: string): unknown => (JSON.parse(json) as { readonly seq?: unknown }).seq;

const content = z.object({
  database: z.string(),
  lines: z.array(z.object({ offset: z.int().nonnegative(), line: z.string() })),
});

function encode(database: string, lines: readonly Replacement[]): string {
  const texts = lines.map(({ offset, bytes }) => ({ offset, line: bytes.toString('utf8') }));
  return JSON.stringify({ database, lines: texts } satisfies z.input<typeof content>);
}

function decode(text: string, path: string): { database: string; lines: Replacement[] } {
  const json = text.slice(9, -1);
  if (encodeLine(json).toString('utf8') !== text) throw new Error(`${path} is damaged. ${RESTORE}`);
  const { database, lines } = content.parse(JSON.parse(json));
  return { database, lines: lines.map(({ offset, line }) => ({ offset, bytes: Buffer.from(line) })) };
}

/** The line without the request's texts, as long as it was; undefined where it holds none. */
function withoutTexts(json: string, requestId: string, { rows }: State): Buffer | undefined {
  const record = JSON.parse(json) as CommitRecord;
  const isPresent = ({ kind, key, version }: StoredRow) => rows.get(kind, key)?.version === version;
  const erased = JSON.stringify({
    ...record,
    ...(record.writes && {
      writes: record.writes.map((row) =>
        row.value === null || isPresent(row) ? row : { ...row, value: wordless(row, requestId) },
      ),
    }),
    ...(record.entries && {
      entries: record.entries.map((entry) => (entry.requestId === requestId ? { ...entry, text: undefined } : entry)),
    }),
  });
  if (erased === json.trimEnd()) return undefined;
  const padding = Buffer.byteLength(json) - Buffer.byteLength(erased);
  if (padding < 0) throw new Error(`Nothing was erased: line ${record.seq} of the journal would become longer`);
  return encodeLine(erased + ' '.repeat(padding));
}

/** An older version of a row: nobody reads it but a start that rebuilds the state from the journal alone. */
function wordless({ kind, key, value }: StoredRow, requestId: string): unknown {
  if (kind === 'request' && key === requestId) return withoutWords(value as ResetRequest);
  if (kind === 'lift') return withoutWhy(value as Lift, requestId);
  if (kind === 'service') {
    const { pause, ...state } = value as ServiceState;
    return pause === undefined ? state : { ...state, pause: withoutWhy(pause, requestId) };
  }
  if (kind !== 'draft') return value;
  const draft = value as Draft;
  return draft.requestId === requestId ? { ...draft, justification: '' } : draft;
}

function withoutWhy(intervention: Intervention, id: string): Intervention {
  return intervention.id === id ? { ...intervention, why: '' } : intervention;
}
