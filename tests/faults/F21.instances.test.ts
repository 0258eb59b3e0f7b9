import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import { PATIENCE } from '../../sandbox/cloud/patience.js';
import { createProduct } from '../../sandbox/product.js';
import type { LoggedCall } from '../../sandbox/cloud/log.js';
import type { TeamsUser } from '../../sandbox/cloud/teamsClient.js';
import { restartPostgres } from '../postgres/database.js';
import { AT_ONCE, createWorld, reading, send, withAction } from '../product/world.js';
import { createCluster, type Cluster } from './cluster.js';
import { watch, type Judge } from './judge.js';
import { newcomer, newTrio, revocations, type Trio } from './people.js';
import { randomOf, seeds, type Random } from './seeds.js';

const store = process.env['FAULT_STORE'];

/** In turn, so that few seeds have each: all instances but one killed, PostgreSQL restarted in order or crashed. */
const DISTURBANCES = ['kill', 'fast', 'kill', 'crash'] as const;
type Disturbance = (typeof DISTURBANCES)[number];

if (store !== 'postgres')
  describe('F21 a second process on the same files', () => {
    it('refuses to start and says what to do; the first goes on', async () => {
      const world = await createWorld();
      const { environment } = world.product;
      const { STORE_URL = '', AUDIT_KEY = '', LINK_KEY = '' } = environment;
      const second = await createProduct(world.cloud, { environment: { STORE_URL, AUDIT_KEY, LINK_KEY } });
      try {
        const said = await second.start().then(
          () => 'it started',
          (error: unknown) => String(error),
        );
        expect(said).to.match(/Another process uses the database in .*Stop it first/s);
        const user = newcomer(world);
        await user.say('help');
        await reading(user, /reset mfa/i);
      } finally {
        await second.remove();
        await world.close();
      }
    });
  });

if (store !== 'file')
  for (const count of [2, 3])
    describe(`F21 ${count} instances on one PostgreSQL`, () => {
      let cluster: Cluster;
      let judge: Judge;
      before(async () => {
        cluster = await createCluster(count, AT_ONCE);
        judge = watch(cluster.world);
      });
      after(async () => {
        await cluster.world.close();
      });

      if (count === 3)
        it('take turns in one conversation', async () => {
          const { world } = cluster;
          const { requester, target, approver } = newTrio(world);
          await requester.say('reset mfa');
          await reading(requester, /who/i);
          await requester.say(target.person.displayName);
          await reading(requester, /why/i);
          await requester.say('A new phone since this morning');
          const confirm = await withAction(requester, 'confirm');
          const requestId = /"requestId":"([0-9a-f-]{36})"/.exec(JSON.stringify(confirm.activity))?.[1] ?? '';
          await decide({ requester, target, approver }, requestId);
          await judge.verdict();
        });

      // Each seed with one of the numbers: what a killed instance had begun waits for its lease.
      for (const seed of seeds().filter((each) => each % 2 === count % 2))
        it(`instances are killed, or PostgreSQL restarted, and every request is done once (seed ${seed})`, () =>
          disturbed(randomOf(seed), DISTURBANCES[(seed >> 1) % DISTURBANCES.length]!));

      async function disturbed(random: Random, what: Disturbance): Promise<void> {
        const { world, instances } = cluster;
        const trios = [newTrio(world), newTrio(world)];
        const chaos = disturb(random, what);
        await Promise.all(
          trios.map(async (trio) => {
            await sleep(random.below(300));
            const form = { personId: trio.target.person.id, why: 'A new phone since this morning', lost: 'newPhone' };
            const requestId = /"requestId":"([0-9a-f-]{36})"/.exec(
              await press(trio.requester, 'submitForm', form),
            )?.[1];
            await decide(trio, requestId ?? '');
          }),
        );
        const killed = await chaos;
        await judge.verdict();
        for (const { target } of trios) {
          const deletes = world.cloud.log.methodDeletes(target.person.id).filter(({ applied }) => applied);
          expect(deletes).to.have.lengthOf(2);
          // Before the first and at the end of one run; a killed one may have done either already.
          expect(revocations(world, target)).to.be.within(2, killed > 0 ? 4 : 2);
        }
        // Nobody else ends when a neighbour or the database does.
        expect(instances.filter((each) => each.state() === 'stopped')).to.have.lengthOf(killed);
        await cluster.repair();
        expect(instances.every((each) => each.state() === 'running')).to.equal(true);
      }

      /** At a moment by chance in the work. Resolves with how many instances were killed: all but one. */
      async function disturb(random: Random, what: Disturbance): Promise<number> {
        const { log } = cluster.world.cloud;
        const isWork = random.pick([
          ({ method, path }: LoggedCall) => method === 'DELETE' && path.includes('/authentication/'),
          ({ path }: LoggedCall) => path.endsWith('/revokeSignInSessions'),
          ({ service, method }: LoggedCall) => service === 'connector' && method === 'POST',
        ]);
        let left = random.below(4);
        await new Promise<void>((resolve) => {
          const stop = log.onCall((call) => {
            if (!isWork(call) || left-- > 0) return;
            stop();
            resolve();
          });
        });
        if (what !== 'kill') await restartPostgres(what);
        else {
          const survivor = random.pick(cluster.instances);
          const victims = cluster.instances.filter((each) => each !== survivor);
          await Promise.all(victims.map((each) => each.kill()));
          return victims.length;
        }
        return 0;
      }

      async function decide({ requester, target, approver }: Trio, requestId: string): Promise<void> {
        const pending = await press(requester, 'confirm', { requestId });
        const [reference = ''] = /MFA-[0-9A-Z]{5}/.exec(pending) ?? [];
        judge.asked({ requestId, reference, requester: requester.person.id, target: target.person.id });
        await press(approver, 'approve', { requestId });
      }
    });

/** Taps again until the bot has done it: what a person does who reads that it can't be reached, or to try again. */
async function press(user: TeamsUser, verb: string, data: object): Promise<string> {
  for (const until = Date.now() + PATIENCE; ;) {
    const { status, body } = await send(user, verb, data);
    const answer = JSON.stringify(body ?? '');
    if (status === 200 && !answer.includes('I couldn’t finish that')) return answer;
    if (Date.now() > until) throw new Error(`${verb} was not done: ${status} ${answer}`);
    await sleep(100);
  }
}
