import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { FaultPlan } from '../../sandbox/cloud/index.js';
import type { Registration } from '../../sandbox/cloud/login/registrations.js';
import type { Delivery, TeamsUser } from '../../sandbox/cloud/teamsClient.js';
import { eventually } from '../eventually.js';
import { AT_ONCE, groupId, reading, requestIdOf, type World } from '../product/world.js';
import { createHurriedWorld } from './hurried.js';
import { watch, type Judge } from './judge.js';
import { askAs, newTrio, revocations, type Trio } from './people.js';
import { seeded } from './seeds.js';

const HOUR = 3_600_000;
const READY = { store: 'ready', token: 'ready', graph: 'ready', botToken: 'ready', botKeys: 'ready' };
const OUTAGES: readonly Pick<FaultPlan, 'kind' | 'status'>[] = [
  { kind: 'status', status: 503 },
  { kind: 'status', status: 500 },
  { kind: 'reset' },
  { kind: 'hang' },
];
const TOKENS = { service: 'login', match: { method: 'POST', path: /\/oauth2\/v2\.0\/token$/u } } as const;
const KEYS = { service: 'login', match: { path: /\/v1\/\.well-known\//u } } as const;

describe('F23 sign-in that is down', () => {
  let world: World;
  let judge: Judge;
  let folder: string;
  let clock: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mfa-clock-'));
    clock = join(folder, 'leap');
    await leap(0);
    const policy = { ...AT_ONCE, itGroup: await groupId('it') };
    // Tokens too short to be kept: each call needs one.
    world = await createHurriedWorld(policy, { speed: 20, leapFile: clock, accessTokenSeconds: 60 });
    judge = watch(world);
  });
  after(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });
  afterEach(() => {
    world.cloud.faults.clear();
  });

  seeded('a token endpoint: nothing is cleared, /readyz says so, and it goes on by itself', async (random) => {
    const trio = newTrio(world);
    const { card } = await askAs(judge, trio);
    const outage = world.cloud.faults.add({ ...TOKENS, ...random.pick(OUTAGES) });
    await readyzSays({ token: 'not ready', botToken: 'not ready', botKeys: 'ready', store: 'ready' });
    await nothingClearedMeanwhile(trio, requestIdOf(card), () => outage.hits);
    outage.remove();
    await goesOn(trio);
  });

  seeded(
    'a secret that has expired: /readyz and the log name whose, and it goes on once it is good',
    async (random) => {
      const [graph, bot] = [
        { app: world.cloud.graphApp, part: 'token', other: 'botToken', setting: 'GRAPH_CLIENT_SECRET' },
        { app: world.cloud.bot, part: 'botToken', other: 'token', setting: 'BOT_PASSWORD' },
      ];
      const { app, part, other, setting } = random.pick([graph, bot]);
      const trio = newTrio(world);
      const { card } = await askAs(judge, trio);
      const back = expire(app);
      try {
        await readyzSays({ [part]: 'not ready', [other]: 'ready', botKeys: 'ready' });
        expect(await tap(trio.approver, requestIdOf(card))).to.include('Approved');
        await eventually(() => world.product.output().includes(`${setting} has expired`));
        if (app === graph.app) expect(revocations(world, trio.target)).to.equal(0);
      } finally {
        back();
      }
      await goesOn(trio);
    },
  );

  seeded('the Bot Framework’s keys for more than a day: nobody is let in until they are back', async (random) => {
    await world.product.stop();
    await leap(0);
    await world.product.start();
    const [first, second] = [newTrio(world), newTrio(world)];
    const { card } = await askAs(judge, first);
    const { card: later, reference } = await askAs(judge, second);
    const outage = world.cloud.faults.add({ ...KEYS, ...random.pick(OUTAGES) });
    // Up to a day old they are good, though nobody can read them anew.
    await leap((13 + random.below(9)) * HOUR);
    expect(await tap(first.approver, requestIdOf(card))).to.include('Approved');
    await goesOn(first, [reference]);
    await leap(25 * HOUR);
    await readyzSays({ botKeys: 'not ready', token: 'ready', botToken: 'ready' });
    const before = outage.hits;
    const deliveries = await Promise.all(
      Array.from({ length: 40 }, () => deliver(second.approver, requestIdOf(later))),
    );
    for (const { outcome, status, body } of deliveries) {
      expect(outcome).to.equal('answered');
      expect(status).to.equal(503);
      expect(JSON.stringify(body)).to.not.match(/key|token|sign/iu);
    }
    expect(revocations(world, second.target)).to.equal(0);
    // Not one look for each of those that knocked.
    expect(outage.hits - before).to.be.below(10);
    outage.remove();
    await readyzSays(READY);
    expect(await tap(second.approver, requestIdOf(later))).to.include('Approved');
    await goesOn(second);
  });

  /** A decision needs no token: it is taken, and what follows from it waits. */
  async function nothingClearedMeanwhile(trio: Trio, requestId: string, tries: () => number): Promise<void> {
    expect(await tap(trio.approver, requestId)).to.include('Approved');
    const before = tries();
    await eventually(() => tries() > before + 2);
    expect(revocations(world, trio.target)).to.equal(0);
    expect(world.cloud.log.methodDeletes(trio.target.person.id)).to.deep.equal([]);
  }

  async function goesOn(trio: Trio, open: readonly string[] = []): Promise<void> {
    const output = world.product.output();
    await reading(trio.requester, /Pass this on/);
    await judge.verdict({ open });
    // Without a start.
    expect(world.product.output().slice(output.length)).to.not.include('ready for Teams');
  }

  async function readyzSays(said: Readonly<Record<string, string>>): Promise<void> {
    await eventually(async () => {
      const response = await fetch(`${world.product.url}/readyz`, { headers: { connection: 'close' } });
      const found = (await response.json()) as Record<string, string>;
      const isSo = Object.entries(said).every(([name, state]) => found[name] === state);
      return isSo && (response.status === 200) === Object.values(found).every((state) => state === 'ready');
    });
  }

  async function tap(user: TeamsUser, requestId: string): Promise<string> {
    const { status, body } = await deliver(user, requestId);
    expect(status).to.equal(200);
    return JSON.stringify(body);
  }

  function deliver(user: TeamsUser, requestId: string): Promise<Delivery> {
    const action = { type: 'Action.Execute', verb: 'approve', data: { requestId } };
    return user.invoke('adaptiveCard/action', { action, trigger: 'manual' });
  }

  const leap = (ms: number) => writeFile(clock, String(ms));

  function expire(app: Registration): () => void {
    const { secrets } = app;
    app.secrets = secrets.map(({ value }) => ({ value, expiresAt: new Date(Date.now() - HOUR) }));
    return () => {
      app.secrets = secrets;
    };
  }
});
