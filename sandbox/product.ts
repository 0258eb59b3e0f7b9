import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cloud } from './cloud/index.js';
import { PATIENCE } from './cloud/patience.js';

/** The unchanged product as a child process: `npm start` with nothing but its settings. */
export interface Product {
  readonly url: string;
  readonly metricsUrl: string;
  readonly folder: string;
  /** The settings it is started with. */
  readonly environment: Readonly<Record<string, string>>;
  /** Everything it wrote, of every start. */
  readonly output: () => string;
  readonly state: () => ProductState;
  /** How often it was started. */
  readonly starts: () => number;
  /** Calls back whenever the state changes, also when the process ends by itself: then with its exit code, if it had one. */
  onState(listener: (state: ProductState, code?: number | null) => void): void;
  /** Writes another `policy.json`, which is read at the next start. */
  usePolicy(policy: object): Promise<void>;
  /** Resolves when `/readyz` says so. */
  start(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Stops it and throws its data away. */
  remove(): Promise<void>;
}

export type ProductState = 'stopped' | 'starting' | 'running';

export interface ProductOptions {
  /** The content of `policy.json`; `{}` unless told. */
  readonly policy?: object;
  readonly environment?: Readonly<Record<string, string>>;
  /** A module that is loaded before the product: a test breaks the disk or the clock below it. */
  readonly preload?: string;
}

/** Prepares a product against this cloud, with a folder, keys and ports of its own. */
export async function createProduct(cloud: Cloud, options: ProductOptions = {}): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), 'mfa-reset-'));
  const policyFile = join(folder, 'policy.json');
  await writeFile(policyFile, JSON.stringify(options.policy ?? {}));
  const [port, metricsPort] = await Promise.all([freePort(), freePort()]);
  const environment = {
    PATH: process.env['PATH'] ?? '',
    ...cloud.environment(),
    ...{ PORT: String(port), METRICS_PORT: String(metricsPort), POLICY_FILE: policyFile },
    STORE_URL: `file:${join(folder, 'data')}`,
    AUDIT_KEY: randomBytes(32).toString('base64url'),
    LINK_KEY: randomBytes(32).toString('base64url'),
    ...options.environment,
  };
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let output = '';
  let state: ProductState = 'stopped';
  let starts = 0;
  const listeners: Parameters<Product['onState']>[0][] = [];
  const become = (now: ProductState, code?: number | null): void => {
    state = now;
    for (const listener of listeners) listener(now, code);
  };

  async function start(): Promise<void> {
    become('starting');
    starts += 1;
    const preloaded = options.preload === undefined ? [] : ['--import', options.preload];
    const started = spawn(process.execPath, ['--enable-source-maps', ...preloaded, 'dist/index.js'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    started.once('exit', (code) => {
      if (child === started) become('stopped', code);
    });
    for (const stream of [started.stdout, started.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    const until = Date.now() + PATIENCE;
    while (!(await answers(`${url}/readyz`))) {
      const ended = started.exitCode ?? started.signalCode;
      if (ended !== null) throw new Error(`the bot ended with ${ended}:\n${output}`);
      if (Date.now() > until) throw new Error(`the bot was not ready after ${PATIENCE} ms:\n${output}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    become('running');
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const running = child;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null)
      return running?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => running.once('exit', resolve));
    running.kill(signal);
    const giveUp = setTimeout(() => running.kill('SIGKILL'), PATIENCE);
    const code = await ended;
    clearTimeout(giveUp);
    return code;
  }

  return {
    url,
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    folder,
    environment,
    output: () => output,
    state: () => state,
    starts: () => starts,
    onState: (listener) => {
      listeners.push(listener);
    },
    usePolicy: (policy) => writeFile(policyFile, JSON.stringify(policy)),
    start,
    kill: async () => {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    remove: async () => {
      await end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(6_000) })).ok;
  } catch {
    return false;
  }
}

/**
 * Below the range from which systems take ports for connections: else, while the bot is down, a connection of anybody's
 * may get its port, and the bot can't start again.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = 11_000 + Math.floor(Math.random() * 20_000);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port was found');
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
