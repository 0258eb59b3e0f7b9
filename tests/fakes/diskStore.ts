import type { AnchoredStore } from '../../services/store/anchor.js';
import { openFileStore, type FileStoreOptions } from '../../services/store/file/fileStore.js';
import { settableClock } from './clock.js';
import type { FakeDisk } from './disk.js';
import { collectingLog } from './log.js';

export const FOLDER = '/data';
export const AUDIT_KEY = 'a key for tests only';

/** The real store on a fake disk. */
export function openOn(disk: FakeDisk, more: Partial<FileStoreOptions> = {}): Promise<AnchoredStore> {
  return openFileStore({
    folder: FOLDER,
    auditKey: AUDIT_KEY,
    clock: settableClock(),
    log: collectingLog(),
    files: disk,
    lock: async () => ({ release: async () => undefined }),
    ...more,
  });
}

/** What an operation was rejected with; fails where it was not. */
export async function rejection(operation: Promise<unknown>): Promise<Error> {
  try {
    await operation;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it was not rejected');
}
