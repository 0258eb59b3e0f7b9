import { createHash } from 'node:crypto';
import { open, rm, stat } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { resolve } from 'node:path';
import type { Log } from '../../../core/ports.js';
import { codeOf } from './files.js';

export interface Lock {
  release(): Promise<void>;
}

export const SOCKET = 'lock.sock';

/**
 * Takes a folder for this process alone, or throws. Held by listening sockets, which end with the process however it
 * ends; a pid file would outlive it, and in containers every pid is 1.
 *
 * On Linux there are two. The abstract socket is taken by the kernel in one step, but counts only within a network
 * namespace, so not between two containers that mount the same volume. A socket file in the folder is found across
 * namespaces (tried with `unshare -n`), but has to be probed and replaced in three steps, and some volumes (SMB) take
 * none. Against a process on another machine neither helps: there the journal finds that its file has grown.
 */
export async function lockFolder(folder: string, log: Log): Promise<Lock> {
  if (process.platform === 'win32') return exclusively(folder, `\\\\.\\pipe\\${nameOf(resolve(folder).toLowerCase())}`);
  if (process.platform !== 'linux') return lockBySocketFile(folder, folder, log);

  const { dev, ino } = await stat(folder);
  const abstract = await exclusively(folder, `\0${nameOf(`${dev}:${ino}`)}`);
  try {
    const handle = await open(folder, 'r');
    try {
      // The kernel takes 107 bytes of path; through the descriptor the folder's own may be longer.
      const file = await lockBySocketFile(folder, `/proc/self/fd/${handle.fd}`, log);
      return {
        async release() {
          await file.release();
          await handle.close();
          await abstract.release();
        },
      };
    } catch (error) {
      await handle.close();
      throw error;
    }
  } catch (error) {
    await abstract.release();
    throw error;
  }
}

const nameOf = (what: string) => `mfa-reset-${createHash('sha256').update(what).digest('hex').slice(0, 32)}`;

async function lockBySocketFile(folder: string, reachedBy: string, log: Log): Promise<Lock> {
  const path = `${reachedBy}/${SOCKET}`;
  if (await answers(path)) throw taken(folder);
  await rm(path, { force: true });
  try {
    return await exclusively(folder, path);
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    log.warn({ folder, code }, 'this volume takes no socket file: a process in another container would not be noticed');
    return { release: async () => undefined };
  }
}

async function exclusively(folder: string, address: string): Promise<Lock> {
  const server = createServer((socket) => socket.destroy());
  try {
    await listening(server, address);
  } catch (error) {
    throw codeOf(error) === 'EADDRINUSE' ? taken(folder) : error;
  }
  server.unref();
  return {
    release: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
      }),
  };
}

function listening(server: Server, address: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(address, () => {
      server.off('error', fail);
      done();
    });
  });
}

/** A socket file whose process has ended refuses connections; one that is only busy does not. */
function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', (error) => {
      done(!['ECONNREFUSED', 'ENOENT'].includes(codeOf(error) ?? ''));
    });
  });
}

function taken(folder: string): Error {
  return new Error(
    `Another process uses the database in ${folder}. Stop it first, or give this one a folder of its own; ` +
      'several instances at once need PostgreSQL',
  );
}
