import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ProductOptions } from '../../sandbox/product.js';
import { eventually } from '../eventually.js';

/** What goes wrong below the product, and when. */
export interface MachineFault {
  /** A file call of the store, or the COMMIT that goes out to PostgreSQL. */
  readonly call: 'open' | 'write' | 'sync' | 'truncate' | 'rename' | 'remove' | 'syncFolder' | 'commit';
  /** How the file's name ends; every file of the store unless told. */
  readonly file?: string;
  /** How many of these calls go well before the first is struck. */
  readonly after?: number;
  /** How many it strikes; without it, every one until removed. */
  readonly times?: number;
  /** An error, kill -9, or a power cut, which drops what was not synced. */
  readonly then: 'ENOSPC' | 'EIO' | 'EROFS' | 'killBefore' | 'killAfter' | 'cutBefore' | 'cutAfter';
}

/** The call with which a commit is done, on either store. */
export const COMMITTED: Pick<MachineFault, 'call' | 'file'> =
  process.env['FAULT_STORE'] === 'postgres' ? { call: 'commit' } : { call: 'sync', file: 'journal.jsonl' };

export interface PlantedFault {
  /** How many calls it has struck. */
  readonly hits: () => number;
  /** Resolves when it has struck for the first time. */
  readonly struck: () => Promise<void>;
  remove(): Promise<void>;
}

/** The machine a product runs on: its disk, its power, its clock. Each wish counts once its promise resolves. */
export interface Machine {
  /** For `createWorld`. */
  readonly options: Required<Pick<ProductOptions, 'preload' | 'environment'>>;
  plant(fault: MachineFault): Promise<PlantedFault>;
  /** Sets the wall clock this far from the true time; it stays so over restarts. */
  setClock(ms: number): Promise<void>;
  /** Of what was not synced this share is left, torn off. */
  cutPower(survives: number): Promise<void>;
  close(): Promise<void>;
}

export async function createMachine(): Promise<Machine> {
  const folder = await mkdtemp(join(tmpdir(), 'mfa-machine-'));
  const path = join(folder, 'control.sock');
  const planted = new Map<number, Required<MachineFault> & { readonly id: number; hits: number }>();
  let clock = 0;
  let ids = 0;
  let line: Socket | undefined;
  const answered = new Map<number, () => void>();

  const server = createServer((socket) => {
    line = socket;
    socket.once('close', () => {
      if (line === socket) line = undefined;
      // Whoever waits for the dead waits no longer.
      for (const done of answered.values()) done();
    });
    socket.on('error', () => undefined);
    createInterface({ input: socket }).on('line', (text) => {
      const { struck, done } = JSON.parse(text) as { struck?: number; done?: number };
      const fault = struck === undefined ? undefined : planted.get(struck);
      if (fault !== undefined) fault.hits += 1;
      if (done !== undefined) answered.get(done)?.();
    });
    write(socket, {});
  });
  server.listen(path);
  await once(server, 'listening');

  function write(socket: Socket, wish: object): number {
    const id = (ids += 1);
    socket.write(`${JSON.stringify({ id, clock, faults: [...planted.values()], ...wish })}\n`);
    return id;
  }

  /** At once where the product runs, else at its next start. */
  async function tell(wish: object = {}): Promise<void> {
    const socket = line;
    if (socket === undefined) return;
    const id = write(socket, wish);
    await new Promise<void>((resolve) => {
      answered.set(id, resolve);
    });
    answered.delete(id);
  }

  return {
    options: {
      preload: fileURLToPath(new URL('./preload/machine.js', import.meta.url)),
      environment: { FAULT_SOCKET: path },
    },
    async plant(given) {
      const id = (ids += 1);
      const fault = { file: '', after: 0, times: 1_000_000, ...given, id, hits: 0 };
      planted.set(id, fault);
      await tell();
      return {
        hits: () => fault.hits,
        struck: () => eventually(() => fault.hits > 0),
        async remove() {
          planted.delete(id);
          await tell();
        },
      };
    },
    async setClock(ms) {
      clock = ms;
      await tell();
    },
    cutPower: (survives) => tell({ cut: survives }),
    async close() {
      line?.destroy();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
