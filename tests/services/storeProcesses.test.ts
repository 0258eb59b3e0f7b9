import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openFileStore } from '../../services/store/file/fileStore.js';
import { SOCKET } from '../../services/store/file/lock.js';
import { settledWithin } from '../contract/store.js';
import { settableClock } from '../fakes/clock.js';
import { AUDIT_KEY, rejection } from '../fakes/diskStore.js';
import { collectingLog } from '../fakes/log.js';

const PROGRAM = fileURLToPath(new URL('../fakes/storeProcess.ts', import.meta.url));

describe('the file store and other processes', () => {
  let folder: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    // Longer than a socket's path may be.
    folder = join(await mkdtemp(join(tmpdir(), 'store-')), 'd'.repeat(120));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await rm(join(folder, '..'), { recursive: true });
  });

  const open = () => openFileStore({ folder, auditKey: AUDIT_KEY, clock: settableClock(), log: collectingLog() });

  function start(prefix: string): { child: ChildProcess; lines: () => string[] } {
    const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, folder, prefix], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    let text = '';
    child.stdout.on('data', (data: Buffer) => (text += data.toString()));
    // The last line may be half printed.
    return { child, lines: () => text.split('\n').slice(0, -1) };
  }

  async function kill(child: ChildProcess): Promise<void> {
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  it('a second process is refused and told which folder and what to do', async () => {
    const store = await open();
    const { child, lines } = start('second');
    await once(child, 'close');
    expect(lines()).to.have.length(1);
    expect(lines()[0]).to.contain(`Another process uses the database in ${folder}`);
    expect(lines()[0]).to.contain('Stop it first');
    expect(await store.commit({})).to.deep.equal({ ok: true });
    await store.close();
  });

  it('a second store in the same process is refused too, until the first is closed', async () => {
    const store = await open();
    expect((await rejection(open())).message).to.contain('Another process uses');
    await store.close();
    await (await open()).close();
  });

  if (process.platform === 'linux') {
    it('removing the socket file does not open the lock', async () => {
      const store = await open();
      await rm(join(folder, SOCKET));
      expect((await rejection(open())).message).to.contain('Another process uses');
      await store.close();
    });
  }

  it('a process in another network namespace is noticed by the socket file', async () => {
    folder = join(folder, '..', 'd');
    await (await open()).close();
    // What such a process has, seen from here: the file, and not the abstract socket.
    const other = createServer().listen(join(folder, SOCKET));
    await once(other, 'listening');
    expect((await rejection(open())).message).to.contain('Another process uses');
    other.close();
    await once(other, 'close');
    await (await open()).close();
  });

  it('a start that failed leaves no lock behind', async () => {
    await (await open()).close();
    const wrong = openFileStore({ folder, auditKey: 'x', clock: settableClock(), log: collectingLog() });
    expect((await rejection(wrong)).message).to.contain('audit key');
    await (await open()).close();
  });

  it('kill -9 leaves no lock behind and loses no acknowledged commit, time after time', async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      const { child, lines } = start(`round${round}`);
      await settledWithin(() => lines().length > 1);
      expect((await rejection(open())).message).to.contain('Another process uses');
      await settledWithin(() => lines().length > 50 * round);
      await kill(child);
      expect(lines()[0]).to.equal('open');
      acknowledged.push(...lines().slice(1));
      const store = await open();
      for (const key of acknowledged) expect(await store.read('conversation', key), key).not.to.equal(undefined);
      await store.close();
    }
    expect(acknowledged.length).to.be.greaterThan(100);
  }).timeout(120_000);
});
