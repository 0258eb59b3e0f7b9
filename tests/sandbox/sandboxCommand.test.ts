import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Change, Snapshot } from '../../sandbox/page/protocol.js';
import { freePort } from '../../sandbox/product.js';
import { eventually } from '../eventually.js';

describe('npm run sandbox', () => {
  it('prints one address, serves the page with the bot running, and leaves nothing behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-command-'));
    const port = await freePort();
    // Whatever it makes, it makes here.
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder, TMPDIR: folder, PORT: String(port) };
    const npm = spawn('npm', ['run', 'sandbox'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((resolve) => npm.once('exit', resolve));
    let output = '';
    npm.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    try {
      await eventually(async () => output.includes('Open http'));
      expect(output.match(/http:\/\/\S+/g)).to.deep.equal([`http://127.0.0.1:${port}`]);
      const page = await fetch(`http://127.0.0.1:${port}/`);
      expect(await page.text()).to.include('MFA reset sandbox');
      const { bot, people } = await snapshotOf(port);
      expect(bot.state).to.equal('running');
      expect(people.length).to.equal(240);
      expect((await fetch(`${bot.url}/healthz`)).status).to.equal(200);
      npm.kill('SIGTERM');
      await ended;
      await eventually(() => isGone(`${bot.url}/healthz`));
      await eventually(async () => (await madeIn(folder)).length === 0);
    } finally {
      npm.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** The first thing the stream of events says. */
async function snapshotOf(port: number): Promise<Snapshot> {
  const stop = new AbortController();
  const response = await fetch(`http://127.0.0.1:${port}/events`, { signal: stop.signal });
  let text = '';
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(part).toString('utf8');
    if (text.includes('\n\n')) break;
  }
  stop.abort();
  const change = JSON.parse(text.slice('data: '.length, text.indexOf('\n\n'))) as Change;
  if (change.kind !== 'snapshot') throw new Error(`The stream began with ${change.kind}.`);
  return change.snapshot;
}

/** Folders of the sandbox's own; npm and tsx keep theirs. */
async function madeIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => /^(mfa-reset|sandbox-cloud)-/.test(name));
}

function isGone(url: string): Promise<boolean> {
  return fetch(url).then(
    () => false,
    () => true,
  );
}
