import { expect } from 'chai';
import type { AuthenticationMethod } from '../../sandbox/cloud/directory/authenticationMethod.js';
import { phoneIds, type LoggedCall } from '../../sandbox/cloud/index.js';
import type { TeamsUser } from '../../sandbox/cloud/teamsClient.js';
import { AT_ONCE, createWorld, reading, type World } from '../product/world.js';
import { watch, type Judge } from './judge.js';
import { askAs, newTrio, withMethods } from './people.js';
import { seeded, type Random } from './seeds.js';

describe('F8 a method that the user registers during the reset', () => {
  let world: World;
  let judge: Judge;
  before(async () => {
    world = await createWorld({ policy: AT_ONCE });
    judge = watch(world);
  });
  after(() => world.close());

  // By turns over a kill and a start, or with nothing else in the way.
  seeded('survives as an Authenticator, and the reset completes', async (random, seed) => {
    await resetWith(random, newApp, seed % 2 === 0);
  });

  seeded('survives as a number under the very id that was pinned, and the reset completes', async (random, seed) => {
    await resetWith(random, newNumber, seed % 2 === 1);
  });

  /** The user registers at a moment of the run that is chance; with a kill, while the service is down. */
  async function resetWith(
    random: Random,
    register: (user: TeamsUser) => AuthenticationMethod,
    kill: boolean,
  ): Promise<void> {
    const trio = newTrio(world);
    const { requester, target, approver } = trio;
    withMethods(world, target, random, { always: ['mobile'] });
    const { card } = await askAs(judge, trio);
    const registered = atMoment(random, target, async () => {
      if (kill) await world.product.kill();
      return register(target);
    });
    await approver.tap(card, 'approve');
    const kept = await registered;
    if (kill) await world.product.start();
    await reading(requester, /Pass this on/);
    const left = world.cloud.directory.methodsOf(target.person.id);
    expect(left.filter(({ type }) => type !== 'password')).to.deep.equal([kept]);
    await judge.verdict();
  }

  /** After one of the first calls that follow the pins: the sessions revoked, a method read or deleted. */
  function atMoment<T>(random: Random, { person }: TeamsUser, then: () => Promise<T>): Promise<T> {
    let calls = random.below(4);
    return new Promise((resolve, reject) => {
      const stop = world.cloud.log.onCall((call) => {
        if (!call.path.includes(person.id) || !follows(call)) return;
        calls -= 1;
        if (calls >= 0) return;
        stop();
        then().then(resolve, reject);
      });
    });
  }

  /** What is registered between the look at a number and its deletion, nobody could tell apart: Graph deletes by id alone. */
  function follows({ method, path }: LoggedCall): boolean {
    return path.endsWith('/revokeSignInSessions') || (method === 'DELETE' && path.includes('/authentication/'));
  }

  const newApp = ({ person }: TeamsUser) => world.cloud.directory.registerMethod(person.id, 'microsoftAuthenticator');
  const newNumber = ({ person }: TeamsUser) =>
    world.cloud.directory.registerMethod(person.id, 'phone', {
      id: phoneIds.mobile,
      properties: { phoneType: 'mobile', phoneNumber: '+44 7700 900999' },
    });
});
