import { dirname } from 'node:path';
import { Low } from 'lowdb';
import type { Clock, Log } from '../../../core/ports.js';
import type { Chain } from '../chain.js';
import { finishErasing } from './erasing.js';
import { replaceFile, type Files, type OpenFile } from './files.js';
import { JOURNAL, openJournal, readJournal, type Journal } from './journal.js';
import { readLines } from './line.js';
import { MARKER, newMarker, readMarker, writeMarker, type Marker } from './marker.js';
import { openSnapshotFile, REBUILD, SNAPSHOT, type SnapshotFile } from './snapshot.js';
import { createState, emptySnapshot, type Snapshot, type State } from './state.js';

export interface Recovered {
  readonly marker: Marker;
  readonly state: State;
  readonly journal: Journal;
  readonly snapshotFile: SnapshotFile;
  readonly low: Low<Snapshot>;
}

interface Place {
  readonly files: Files;
  readonly folder: string;
  readonly chain: Chain;
  readonly log: Log;
}

/**
 * Brings back the state: snapshot, then the journal from where that was taken. Only an end that a power cut tore off,
 * so that nobody was told of it, is dropped. Everything else that is missing or damaged throws; nothing starts empty
 * but a folder that never held a database.
 */
export async function recover(
  place: Place & { readonly clock: Clock; readonly mustExist: boolean },
): Promise<Recovered> {
  const { files, folder, chain } = place;
  const marker = (await firstStart(place)) ?? (await readMarker(files, folder, chain));
  const snapshotFile = openSnapshotFile(files, folder, marker.id);
  const low = new Low<Snapshot>(snapshotFile, emptySnapshot(marker.chainStart));
  if (marker.snapshot) {
    if (!(await files.stat(`${folder}/${SNAPSHOT}`))) throw new Error(`${folder}/${SNAPSHOT} is missing. ${REBUILD}`);
    await low.read();
  }

  const path = `${folder}/${JOURNAL}`;
  if (!(await files.stat(path))) {
    throw new Error(`${path} is missing, though ${folder} holds a database; restore the folder from a backup`);
  }
  const file = await files.open(path, 'edit');
  try {
    await finishErasing(place, file, marker.id);
    await checkMeetingPoint(file, path, low.data);
    const { state, end } = await replay(place, file, path, low.data);
    return { marker, state, journal: await openJournal(files, path, file, end), snapshotFile, low };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The new database's marker; undefined where there is one already. */
async function firstStart({
  files,
  folder,
  chain,
  clock,
  mustExist,
}: Place & { clock: Clock; mustExist: boolean }): Promise<Marker | undefined> {
  const names = await files.list(folder);
  if (names.includes(MARKER)) return undefined;
  // A first start that was cut off leaves an empty journal.
  const journal = await files.stat(`${folder}/${JOURNAL}`);
  if (names.includes(SNAPSHOT) || (journal?.size ?? 0) > 0) {
    throw new Error(`${folder}/${MARKER} is missing, though the folder holds a database; restore it from a backup`);
  }
  if (mustExist) {
    throw new Error(`The database in ${folder} is gone. Is the right volume mounted? If so, restore it from a backup`);
  }
  await files.syncFolder(dirname(folder));
  await replaceFile(files, { folder, name: JOURNAL }, async () => undefined);
  const marker = newMarker(chain, clock.now());
  await writeMarker(files, folder, marker);
  return marker;
}

/** Snapshot and journal must be of one history: the snapshot's last line stands where it says. */
async function checkMeetingPoint(file: OpenFile, path: string, { position: { seq, last } }: Snapshot): Promise<void> {
  if (!last) return;
  const { size } = await file.stat();
  if (size < last.end) {
    throw new Error(
      `${path} ends before line ${seq}, which the snapshot knows: commits are lost. Restore the folder from a backup`,
    );
  }
  for await (const line of readLines(file, last.offset)) {
    if (line.json !== undefined && line.checksum === last.checksum && line.end === last.end) return;
    break;
  }
  throw new Error(
    `${path}, line ${seq} is not the one the snapshot was taken at: it is damaged, or one of the files is from another ` +
      'time. Restore the whole folder from one backup',
  );
}

async function replay(
  { chain, log }: Place,
  file: OpenFile,
  path: string,
  snapshot: Snapshot,
): Promise<{ state: State; end: number }> {
  const state = createState(snapshot);
  let torn: number | undefined;
  const records = readJournal(file, path, chain, snapshot.position, (offset) => (torn = offset));
  for await (const { record, line } of records) state.apply(record, line);
  const end = state.position.last?.end ?? 0;
  if (torn !== undefined) {
    const { size } = await file.stat();
    log.warn({ path, line: state.position.seq + 1, bytes: size - end }, 'dropped an unfinished end of the journal');
    await file.truncate(end);
    await file.sync();
  }
  return { state, end };
}
