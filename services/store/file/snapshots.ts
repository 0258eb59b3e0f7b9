import type { Log } from '../../../core/ports.js';
import type { Files } from './files.js';
import { writeMarker } from './marker.js';
import type { Recovered } from './recovery.js';

/** Writes snapshots in the background, so that a start need not read the whole journal. */
export interface Snapshots {
  writeIfDue(): void;
  /** Writes one if anything has changed since the last; a failure is logged, for the journal has everything. */
  writeLast(): Promise<void>;
  /** Where the journal ended when the newest snapshot was taken. */
  readonly writtenTo: number;
}

export function openSnapshots({
  files,
  folder,
  state,
  low,
  snapshotFile,
  log,
  everyBytes,
  ...recovered
}: Pick<Recovered, 'marker' | 'state' | 'low' | 'snapshotFile'> & {
  readonly files: Files;
  readonly folder: string;
  readonly log: Log;
  readonly everyBytes: number;
}): Snapshots {
  let { marker } = recovered;
  let writtenTo = low.data.position.last?.end ?? 0;
  let retryFrom = 0;
  let writing: Promise<void> | undefined;
  // lowdb would hold on to rows that have been replaced since.
  low.data = { ...low.data, rows: [], pending: [], parked: [], lastEntries: [] };

  async function write(): Promise<void> {
    const end = state.position.last?.end ?? 0;
    try {
      low.data = state.capture();
      await low.write();
      writtenTo = end;
      if (!marker.snapshot) {
        await writeMarker(files, folder, { ...marker, snapshot: true });
        marker = { ...marker, snapshot: true };
      }
    } catch (error) {
      retryFrom = end + everyBytes;
      log.error({ folder, error: String(error) }, 'the snapshot could not be written; the journal has everything');
    } finally {
      low.data = { ...low.data, rows: [], pending: [], parked: [], lastEntries: [] };
      writing = undefined;
    }
  }

  return {
    get writtenTo() {
      return writtenTo;
    },
    writeIfDue() {
      const end = state.position.last?.end ?? 0;
      // As much journal as the snapshot is large: so the share of a commit in it stays the same however much is stored.
      const due = end - writtenTo >= Math.max(everyBytes, snapshotFile.size);
      // The first commit is followed by one at once, so that an emptied journal shows.
      if (writing ?? end < retryFrom) return;
      if (due || !marker.snapshot) writing = write();
    },
    async writeLast() {
      await writing;
      if (!marker.snapshot || writtenTo !== (state.position.last?.end ?? 0)) await write();
    },
  };
}
