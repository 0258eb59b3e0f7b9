import { spawnSync } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startCloud, type Cloud } from '../../sandbox/cloud/index.js';
import { PATIENCE } from '../../sandbox/cloud/patience.js';
import { createProduct, type Product } from '../../sandbox/product.js';
import { eventually } from '../eventually.js';
import { ask, cast, createWorld, policyGroups, readable, reading } from './world.js';

/** Runs `dist/index.js` to its end, which must come by itself. */
function run(environment: Record<string, string>): { status: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/index.js'], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    encoding: 'utf8',
    timeout: PATIENCE,
  });
  return { status, text: stdout + stderr };
}

describe('the start', () => {
  let cloud: Cloud;
  before(async () => {
    cloud = await startCloud();
  });
  after(() => cloud.close());

  /** Starts a product, lets `damage` happen to its stopped data, and gives what the next start says. */
  async function startAfter(damage: (data: string, product: Product) => Promise<void>): Promise<string> {
    const product = await createProduct(cloud);
    try {
      await product.start();
      cloud.teams.botEndpoint = `${product.url}/api/messages`;
      cloud.teams.preinstall();
      await cloud.teams.user(cast.requester).say('help');
      await product.kill();
      const said = product.output().length;
      await damage(join(product.folder, 'data'), product);
      await product.start().then(
        () => expect.fail('it started'),
        () => undefined,
      );
      return product.output().slice(said);
    } finally {
      await product.remove();
    }
  }

  it('names everything that is missing at once, and where to find it', () => {
    const { status, text } = run({});
    expect(status).to.equal(1);
    for (const name of ['TENANT_ID', 'BOT_ID', 'BOT_PASSWORD', 'MAIL_SENDER', 'AUDIT_KEY', 'LINK_KEY'])
      expect(text).to.include(name);
    expect(text).to.include('Entra admin centre');
  });

  it('refuses without the bot’s identity, because authentication would be off', () => {
    const { status, text } = run({
      ...cloud.environment(),
      BOT_ID: '',
      AUDIT_KEY: 'a'.repeat(40),
      LINK_KEY: 'b'.repeat(40),
    });
    expect(status).to.equal(1);
    expect(text).to.match(/BOT_ID is missing/);
  });

  it('names every fault of a wrong policy at once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mfa-reset-'));
    try {
      const POLICY_FILE = join(folder, 'policy.json');
      const environment = { ...cloud.environment(), POLICY_FILE, AUDIT_KEY: 'a'.repeat(40), LINK_KEY: 'b'.repeat(40) };
      await writeFile(POLICY_FILE, JSON.stringify({ remindAfter: 'soon', approver: [], itGroup: 'IT' }));
      const wrong = run(environment);
      expect(wrong.status).to.equal(1);
      for (const word of ['remindAfter', 'approver', 'itGroup', POLICY_FILE]) expect(wrong.text).to.include(word);
      await writeFile(POLICY_FILE, '{ "undoFor": "PT10S", }');
      expect(run(environment).text).to.match(/line 1, column \d+/);
      await rm(POLICY_FILE);
      expect(run(environment).text).to.include('{}');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('refuses a journal that is gone, and names the file', async () => {
    const said = await startAfter((data) => rm(join(data, 'journal.jsonl')));
    expect(said).to.include('journal.jsonl');
  });

  it('refuses a journal that was cut off or changed in the middle', async () => {
    expect(await startAfter((data) => truncate(join(data, 'journal.jsonl'), 10))).to.include('journal.jsonl');
    const flipped = await startAfter(async (data) => {
      const file = join(data, 'journal.jsonl');
      const bytes = await readFile(file);
      // In the last line but one: what the snapshot has taken over is the audit's to verify.
      const at = bytes.lastIndexOf(10, bytes.lastIndexOf(10, bytes.length - 2) - 1) + 20;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      await writeFile(file, bytes);
    });
    expect(flipped).to.include('journal.jsonl');
  });

  it('refuses a snapshot that can’t be read', async () => {
    const said = await startAfter(async (data) => {
      await writeFile(join(data, 'snapshot.jsonl'), '{"half":');
    });
    expect(said).to.include('snapshot.jsonl');
  });

  it('drops a torn last line and goes on', async () => {
    const product = await createProduct(cloud);
    try {
      await product.start();
      await product.kill();
      await appendFile(join(product.folder, 'data', 'journal.jsonl'), '1a2b3c4d {"seq":99,"wri');
      await product.start();
    } finally {
      await product.remove();
    }
  });

  it('refuses a second process on the same data', async () => {
    const product = await createProduct(cloud);
    try {
      await product.start();
      const second = await createProduct(cloud, { environment: { STORE_URL: `file:${join(product.folder, 'data')}` } });
      try {
        await second.start().then(
          () => expect.fail('it started'),
          (error: unknown) => {
            expect(String(error)).to.include(join(product.folder, 'data'));
          },
        );
      } finally {
        await second.remove();
      }
    } finally {
      await product.remove();
    }
  });
});

describe('the running service', () => {
  it('is alive, ready, and counts; its metrics stay on the loopback', async () => {
    const world = await createWorld();
    try {
      const get = async (url: string) => {
        const response = await fetch(url, { headers: { connection: 'close' } });
        return { status: response.status, text: await response.text() };
      };
      expect(await get(`${world.product.url}/healthz`)).to.deep.equal({ status: 200, text: '{"status":"alive"}' });
      const ready = await get(`${world.product.url}/readyz`);
      expect(JSON.parse(ready.text)).to.deep.equal({
        store: 'ready',
        token: 'ready',
        graph: 'ready',
        botToken: 'ready',
        botKeys: 'ready',
      });
      await ask(world);
      const done = /mfa_reset_effects_total\{kind="refreshCards",outcome="done"\} [1-9]/;
      await eventually(async () => done.test((await get(world.product.metricsUrl)).text));
      const { text } = await get(world.product.metricsUrl);
      expect(text).to.match(/mfa_reset_transitions_total\{from="none",to="awaitingApproval"\} 1/);
      expect((await get(`${world.product.url}/metrics`)).status).to.equal(404);
    } finally {
      await world.close();
    }
  });

  it('tells IT and security when it starts with another policy, and only then', async () => {
    const groups = await policyGroups();
    const world = await createWorld({ policy: groups });
    const told = (name: string) =>
      world.user(name).botMessages.filter((message) => /policy changed/.test(readable(message))).length;
    try {
      for (const policy of [groups, { ...groups, undoFor: 'PT0S' }]) {
        await world.product.stop();
        await world.product.usePolicy(policy);
        await world.product.start();
      }
      for (const name of [cast.it, cast.security]) {
        await reading(world.user(name), /policy changed/);
        expect(told(name), name).to.equal(1);
      }
    } finally {
      await world.close();
    }
  });

  it('says which part is not ready, without a word of why', async () => {
    const world = await createWorld();
    try {
      world.cloud.faults.add({ service: 'graph', kind: 'status', status: 503 });
      await new Promise((resolve) => setTimeout(resolve, 10_500));
      const response = await fetch(`${world.product.url}/readyz`);
      expect(response.status).to.equal(503);
      expect(await response.json()).to.include({ store: 'ready', token: 'ready', graph: 'not ready' });
    } finally {
      await world.close();
    }
  });

  it('writes no names, words, numbers, addresses or secrets into its log', async () => {
    const world = await createWorld({ policy: { undoFor: 'PT0S' }, environment: { LOG_LEVEL: 'debug' } });
    try {
      const { card } = await ask(world);
      await world.user(cast.approver).tap(card, 'approve');
      await reading(world.user(cast.requester), /Pass this on/);
      world.cloud.faults.add({
        service: 'graph',
        kind: 'status',
        status: 500,
        message: 'Priya Raman priya.raman@contoso.example failed',
      });
      await world.user(cast.ceo).say('reset mfa for Priya because of canary-justification');
      // The person reads what to do, and a number under which IT finds it in the log.
      const said = readable(await reading(world.user(cast.ceo), /Try again in a minute/));
      const [, number = 'none'] = /reference ([0-9A-F]{8})/.exec(said) ?? [];
      const log = world.product.output();
      expect(log).to.include(number);
      expect(log.length).to.be.above(200);
      const environment = world.cloud.environment();
      const person = world.cloud.directory.user(cast.target);
      for (const secret of [
        ...[person.displayName, person.mail!, person.businessPhones[0]!, 'the old one is gone', 'canary-justification'],
        ...[cast.requester, cast.approver, environment['BOT_PASSWORD']!, environment['GRAPH_CLIENT_SECRET']!, 'eyJ'],
      ])
        expect(log, secret).to.not.include(secret);
    } finally {
      await world.close();
    }
  });
});

describe('another cloud', () => {
  it('is served by its settings alone: another issuer, a bare host for its connectors', async () => {
    const world = await createWorld({
      cloud: { botTokenIssuer: 'https://issuer.sovereign.example' },
      environment: { SERVICE_URLS: 'localhost' },
      policy: { undoFor: 'PT0S' },
    });
    try {
      const { card } = await ask(world);
      await world.user(cast.approver).tap(card, 'approve');
      await reading(world.user(cast.requester), /Pass this on/);
    } finally {
      await world.close();
    }
  });
});
