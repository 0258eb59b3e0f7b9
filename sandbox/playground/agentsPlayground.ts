import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Licensed for evaluation: fetched by npx when somebody asks for it, never bundled and never a dependency. */
export const playgroundPackage = '@microsoft/m365agentsplayground@0.2.28';

export interface AgentsPlayground {
  /** The page to open, once it listens. Rejects with what it wrote when it ends before. */
  readonly listening: Promise<string>;
  close(): Promise<void>;
}

export interface PlaygroundOptions {
  /** The bot's endpoint. */
  readonly endpoint: string;
  /** The content of `.m365agentsplayground.yml`. */
  readonly config: string;
  /** Another one is taken where this is in use. */
  readonly port: number;
}

export async function startPlayground({ endpoint, config, port }: PlaygroundOptions): Promise<AgentsPlayground> {
  const folder = await mkdtemp(join(tmpdir(), 'agents-playground-'));
  await writeFile(join(folder, '.m365agentsplayground.yml'), config);
  // No question: whoever typed the command has asked for it.
  const command = ['--yes', playgroundPackage, 'start', '--app-endpoint', endpoint, '--channel-id', 'msteams'];
  const child = spawn('npx', [...command, '--port', String(port), '--disable-telemetry'], {
    cwd: folder,
    // It would open a browser by itself, which not every machine has.
    env: { ...process.env, TEAMSAPPTESTER_BROWSER: 'none' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // npx starts a shell that starts the Playground: a group of their own can be ended together.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
  });
  const listening = new Promise<string>((resolve, reject) => {
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const taken = /Listening on (\d+)/.exec(output)?.[1];
        if (taken !== undefined) resolve(`http://localhost:${taken}`);
      });
    child.once('error', reject);
    child.once('close', () => {
      reject(new Error(`npx could not start the Agents Playground:\n${output}`));
    });
  });
  return {
    listening,
    async close() {
      // Nobody may be waiting for it any more.
      listening.catch(() => undefined);
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid);
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
