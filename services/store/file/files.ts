import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';

/** The file calls of the store, in one place, so that a test can cut the power or fill the disk. */
export interface Files {
  makeFolder(path: string): Promise<void>;
  /** Names in a folder. */
  list(path: string): Promise<readonly string[]>;
  /** Undefined where there is no such file. */
  stat(path: string): Promise<FileFacts | undefined>;
  /** `create` empties a file that is there, `edit` needs one. */
  open(path: string, how: 'read' | 'create' | 'edit'): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Makes the names in a folder durable: creations, renames, removals. */
  syncFolder(path: string): Promise<void>;
}

export interface FileFacts {
  readonly size: number;
  /** Stays the same while the file is the same file. */
  readonly identity: string;
}

export interface OpenFile {
  stat(): Promise<FileFacts>;
  /** Fills as much of the buffer as the file has from `position`; returns how much. */
  read(buffer: Buffer, position: number): Promise<number>;
  /** Writes all of it, or rejects; then any part of it may be there. */
  write(data: Buffer, position: number): Promise<void>;
  truncate(size: number): Promise<void>;
  /** Data and size are on the disk when it resolves. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

const FLAGS = { read: 'r', create: 'w', edit: 'r+' } as const;

/** The files of this machine. What it creates is readable by its own user only. */
export const nodeFiles: Files = {
  async makeFolder(path) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  list: (path) => readdir(path),
  async stat(path) {
    try {
      return facts(await stat(path));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  },
  open: async (path, how) => openFile(await open(path, FLAGS[how], 0o600)),
  rename,
  remove: (path) => rm(path, { force: true }),
  async syncFolder(path) {
    // Windows cannot open a folder; NTFS keeps names in its own journal.
    if (process.platform === 'win32') return;
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};

/** `ENOSPC`, `EIO`, …; undefined where the error has none. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The whole file as text. */
export async function readText(files: Files, path: string): Promise<string> {
  const file = await files.open(path, 'read');
  try {
    const buffer = Buffer.alloc((await file.stat()).size);
    return buffer.toString('utf8', 0, await file.read(buffer, 0));
  } finally {
    await file.close();
  }
}

/** Replaces a file so that after a power cut either the old or the new one is there, whole. */
export async function replaceFile(
  files: Files,
  target: { readonly folder: string; readonly name: string },
  write: (file: OpenFile) => Promise<void>,
): Promise<void> {
  const path = `${target.folder}/${target.name}`;
  const file = await files.open(`${path}.tmp`, 'create');
  try {
    await write(file);
    await file.sync();
  } finally {
    await file.close();
  }
  await files.rename(`${path}.tmp`, path);
  await files.syncFolder(target.folder);
}

/** A full or read-only disk shows before a commit meets it: 4 kB are written, synced and removed. */
export async function probe(files: Files, folder: string): Promise<void> {
  const path = `${folder}/probe.tmp`;
  const file = await files.open(path, 'create');
  try {
    await file.write(Buffer.alloc(4096), 0);
    await file.sync();
  } finally {
    await file.close();
    await files.remove(path);
  }
}

const facts = ({ size, dev, ino }: { size: number; dev: number; ino: number }): FileFacts => ({
  size,
  identity: `${dev}:${ino}`,
});

function openFile(handle: FileHandle): OpenFile {
  return {
    stat: async () => facts(await handle.stat()),
    async read(buffer, position) {
      let done = 0;
      while (done < buffer.length) {
        const { bytesRead } = await handle.read(buffer, done, buffer.length - done, position + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return done;
    },
    async write(data, position) {
      let done = 0;
      while (done < data.length) {
        done += (await handle.write(data, done, data.length - done, position + done)).bytesWritten;
      }
    },
    truncate: (size) => handle.truncate(size),
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
}
