import { setImmediate } from 'node:timers/promises';
import type { FileFacts, Files, OpenFile } from '../../services/store/file/files.js';

export type DiskCall = 'open' | 'write' | 'sync' | 'truncate' | 'rename' | 'syncFolder' | 'stat';

/** A disk in memory that knows what was synced, so that the power can be cut, and that breaks when told. */
export interface FakeDisk extends Files {
  /** Return an error code to make a call fail; a failing write leaves half of its data. */
  failing: (call: DiskCall, path: string) => string | undefined;
  /** Calls of sync on files whose path ends so. */
  syncs(suffix: string): number;
  text(path: string): Buffer;
  put(path: string, content: Buffer): void;
  delete(path: string): void;
  /**
   * The disk as the next start finds it: names and bytes that were synced, and of each file's unsynced end what
   * `survives` makes of it.
   */
  powerCut(survives?: (unsynced: Buffer) => Buffer): FakeDisk;
  copy(): FakeDisk;
}

interface Inode {
  readonly identity: string;
  content: Buffer;
  durable: Buffer;
}

let identities = 0;
const inode = (content: Buffer): Inode => ({ identity: `${++identities}`, content, durable: content });

export function fakeDisk(): FakeDisk {
  return diskOf(new Map());
}

function diskOf(names: Map<string, Inode>): FakeDisk {
  const durableNames = new Map(names);
  const syncCounts = new Map<string, number>();
  const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/'));

  function attempt(call: DiskCall, path: string): void {
    const code = disk.failing(call, path);
    if (code) throw Object.assign(new Error(`${code}: simulated, ${call} '${path}'`), { code });
  }

  function find(path: string): Inode {
    const found = names.get(path);
    if (!found) throw Object.assign(new Error(`ENOENT: no such file, '${path}'`), { code: 'ENOENT' });
    return found;
  }

  const factsOf = ({ identity, content }: Inode): FileFacts => ({ identity, size: content.length });

  function openInode(node: Inode, path: string): OpenFile {
    return {
      stat: async () => factsOf(node),
      read: async (buffer, position) => node.content.copy(buffer, 0, Math.min(position, node.content.length)),
      async write(data, position) {
        const put = (part: Buffer) => {
          const after = node.content.subarray(position + part.length);
          node.content = Buffer.concat([node.content.subarray(0, position), part, after]);
        };
        try {
          attempt('write', path);
        } catch (error) {
          put(data.subarray(0, data.length >> 1));
          throw error;
        }
        put(data);
      },
      async truncate(size) {
        attempt('truncate', path);
        node.content = node.content.subarray(0, size);
      },
      async sync() {
        await setImmediate();
        // A sync that fails may have written all of it.
        node.durable = node.content;
        attempt('sync', path);
        syncCounts.set(path, (syncCounts.get(path) ?? 0) + 1);
      },
      close: async () => undefined,
    };
  }

  const disk: FakeDisk = {
    failing: () => undefined,
    makeFolder: async () => undefined,
    list: async (folder) =>
      [...names.keys()].filter((path) => folderOf(path) === folder).map((path) => path.slice(folder.length + 1)),
    async stat(path) {
      attempt('stat', path);
      const node = names.get(path);
      return node && factsOf(node);
    },
    async open(path, how) {
      attempt('open', path);
      if (how === 'create') {
        const node = names.get(path) ?? inode(Buffer.alloc(0));
        node.content = Buffer.alloc(0);
        names.set(path, node);
      }
      return openInode(find(path), path);
    },
    async rename(from, to) {
      attempt('rename', from);
      names.set(to, find(from));
      names.delete(from);
    },
    async remove(path) {
      names.delete(path);
    },
    async syncFolder(folder) {
      attempt('syncFolder', folder);
      for (const path of durableNames.keys()) if (folderOf(path) === folder) durableNames.delete(path);
      for (const [path, node] of names) if (folderOf(path) === folder) durableNames.set(path, node);
    },
    syncs: (suffix) =>
      [...syncCounts].filter(([path]) => path.endsWith(suffix)).reduce((sum, [, count]) => sum + count, 0),
    text: (path) => find(path).content,
    put(path, content) {
      names.set(path, inode(content));
    },
    delete(path) {
      find(path);
      names.delete(path);
    },
    powerCut: (survives = () => Buffer.alloc(0)) =>
      diskOf(
        new Map(
          [...durableNames].map(([path, { content, durable }]) => [
            path,
            inode(Buffer.concat([durable, survives(content.subarray(durable.length))])),
          ]),
        ),
      ),
    copy: () => diskOf(new Map([...names].map(([path, { content }]) => [path, inode(content)]))),
  };
  return disk;
}
