import { spawn } from 'node:child_process';
import { expect } from 'chai';
import type { MethodType } from '../../sandbox/cloud/directory/methodTypes.js';
import type { TeamsUser } from '../../sandbox/cloud/teamsClient.js';
import { eventually } from '../eventually.js';
import { AT_ONCE, cast, createWorld, policyGroups, reading, type World } from '../product/world.js';
import { graphAs } from '../sandbox/support.js';
import { watch, type Judge } from './judge.js';
import { metric } from './metric.js';
import { askAs, newTrio, toldBy, withMethods, type Trio } from './people.js';
import { seeded, type Random } from './seeds.js';

const ALARM = /deleted with this service’s key, and not by it/u;
const COLLECTIONS: Partial<Record<MethodType, string>> = {
  phone: 'phoneMethods',
  microsoftAuthenticator: 'microsoftAuthenticatorMethods',
  softwareOath: 'softwareOathMethods',
  fido2: 'fido2Methods',
  windowsHelloForBusiness: 'windowsHelloForBusinessMethods',
};

describe('F25: a delete done with our registration, but not by our journal', () => {
  let world: World;
  let judge: Judge;
  before(async () => {
    world = await createWorld({ policy: { ...AT_ONCE, ...(await policyGroups()), limits: { requestsPerDay: 1_000 } } });
    judge = watch(world);
  });
  after(() => world.close());
  afterEach(() => {
    const { audits } = world.cloud.directory;
    audits.delayMs = 0;
    audits.withoutAppId = false;
  });

  const [it1, security] = [cast.it, cast.security] as const;
  const alarms = (name: string = it1) => toldBy(world.user(name), ALARM);

  /** The service starts anew, and looks into Entra's log as every hour. Resolves with how many deletes it alarmed of. */
  async function check(): Promise<number> {
    await world.product.stop();
    await world.product.start();
    await eventually(
      async () => (await metric(world, 'mfa_reset_effects_total', 'kind="reconcile",outcome="done"')) > 0,
    );
    return metric(world, 'mfa_reset_unexplained_deletes_total');
  }

  /** With the credential of the registration that may reset, past the service. */
  async function steal(victim: TeamsUser, types: readonly MethodType[] = ['softwareOath']): Promise<void> {
    const graph = await graphAs(world.cloud);
    for (const type of types) {
      const { id } = world.cloud.directory.registerMethod(victim.person.id, type);
      const { status } = await graph(
        'DELETE',
        `/v1.0/users/${victim.person.id}/authentication/${COLLECTIONS[type] ?? ''}/${id}`,
      );
      expect(status).to.equal(204);
    }
  }

  async function reset(trio: Trio): Promise<void> {
    const { card } = await askAs(judge, trio);
    await trio.approver.tap(card, 'approve');
    await reading(trio.requester, /Pass this on/u);
  }

  function audit(): Promise<{ code: number | null; out: string }> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/audit.ts', 'reconcile'], {
      env: world.product.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (out += text));
    return new Promise((resolve) => {
      child.once('close', (code) => {
        resolve({ code, out });
      });
    });
  }

  seeded('raises the alarm once, for IT and security, and not for what is explained', async (random: Random) => {
    const { directory } = world.cloud;
    const [trio, twice, stolen, byHand] = [newTrio(world), newTrio(world), newTrio(world), newTrio(world)];
    withMethods(world, trio.target, random);
    directory.audits.withoutAppId = random.below(2) === 0;
    const before = random.below(2) === 0;
    // The user's own reset must not hide one more delete in the same minute.
    if (before) await steal(twice.target);
    await Promise.all([reset(trio), reset(twice)]);
    if (!before) await steal(twice.target);
    // By the user and by an administrator: none of ours.
    for (const by of [byHand.target.person.id, directory.user(cast.administrator).id])
      directory.deleteMethod(byHand.target.person.id, directory.methodsOf(byHand.target.person.id)[0]!.id, by);
    // The log may be late: then the first look does not see it, and the second does.
    const late = random.below(2) === 0;
    directory.audits.delayMs = late ? 3_600_000 : 0;
    const types = Object.keys(COLLECTIONS) as MethodType[];
    await steal(stolen.target, [random.pick(types), random.pick(types)]);
    const records = directory.audits.all.filter(
      ({ targetId, initiatedBy }) => targetId === stolen.target.person.id && 'appId' in initiatedBy,
    ).length;
    const told = [it1, security].map((name) => alarms(name).length);

    const first = await check();
    directory.audits.catchUp();
    const second = await check();
    expect([first, second]).to.deep.equal(late ? [1, records] : [records + 1, 0]);
    for (const { target } of [twice, stolen])
      for (const name of [it1, security])
        await reading(world.user(name), new RegExp(`${ALARM.source}[\\s\\S]*${target.person.displayName}`, 'u'));
    const since = [it1, security].map((name, index) => alarms(name).length - (told[index] ?? 0));
    expect(since, 'one notice for each look that found something').to.deep.equal(late ? [2, 2] : [1, 1]);
    for (const { target } of [trio, byHand])
      expect(toldBy(world.user(it1), new RegExp(`${ALARM.source}[\\s\\S]*${target.person.displayName}`, 'u'))).to.be
        .empty;
  });

  it('the command names each record, and fails', async () => {
    const trio = newTrio(world);
    await steal(trio.target);
    const { code, out } = await audit();
    expect(out).to.match(
      new RegExp(`Admin deleted security info, of ${trio.target.person.id}, record Authentication Methods_`, 'u'),
    );
    expect(out).to.match(/; the alarm was raised at /u);
    expect(code).to.equal(1);
  });
});
