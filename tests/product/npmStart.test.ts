import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../sandbox/product.js';
import { startCloud } from '../../sandbox/cloud/index.js';
import { eventually } from '../eventually.js';

describe('npm start', () => {
  it('runs the bot with the policy that comes with it, and what stops npm stops the bot', async () => {
    const cloud = await startCloud();
    const folder = await mkdtemp(join(tmpdir(), 'mfa-reset-'));
    const [port, metricsPort] = await Promise.all([freePort(), freePort()]);
    const settings = { AUDIT_KEY: 'a'.repeat(40), LINK_KEY: 'b'.repeat(40), STORE_URL: `file:${join(folder, 'data')}` };
    const ports = { PORT: String(port), METRICS_PORT: String(metricsPort) };
    const environment = {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      ...cloud.environment(),
      ...settings,
      ...ports,
    };
    const npm = spawn('npm', ['start'], { env: environment, stdio: 'ignore' });
    const ended = new Promise((resolve) => npm.once('exit', resolve));
    const up = (): Promise<boolean> =>
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    try {
      await eventually(up);
      npm.kill('SIGTERM');
      await ended;
      await eventually(async () => !(await up()));
    } finally {
      npm.kill('SIGKILL');
      await cloud.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
