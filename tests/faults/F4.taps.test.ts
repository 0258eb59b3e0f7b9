import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { ask, cast, createWorld, managerOf, requestIdOf, send, type World } from '../product/world.js';
import { watch, type Judge } from './judge.js';
import { seeded, type Random } from './seeds.js';

/** Milliseconds within which all taps of one request are sent; the undo window of a second follows. */
const TOGETHER = 80;
const TARGETS = [cast.phoneOnly, cast.twoPhones, cast.everything];

describe('F4 taps that cross', () => {
  let world: World;
  let judge: Judge;
  let approvers: readonly string[];
  before(async () => {
    const plain = await createWorld();
    approvers = [cast.backup, managerOf(plain, cast.backup)];
    const users = approvers.map((name) => plain.cloud.directory.user(name).id);
    await plain.close();
    world = await createWorld({
      policy: {
        ...{ undoFor: 'PT1S', holdFor: 'PT1S', approvers: [{ ask: { users } }] },
        ...{ coolDown: { afterReset: 'PT0S', afterDecline: 'PT0S' }, limits: { requestsPerDay: 1_000 } },
      },
    });
    judge = watch(world);
  });
  after(() => world.close());

  seeded(
    'approve, reject, undo and cancel at once have one end, and a reset only where approve won',
    async (random) => {
      for (const target of TARGETS) world.cloud.directory.registerMethod(target, 'microsoftAuthenticator');
      const requests: string[] = [];
      for (const target of TARGETS) {
        const { card, reference } = await ask(world, { target, approver: approvers[0]! });
        const requestId = requestIdOf(card);
        judge.asked({ requestId, reference, target, approvers });
        requests.push(requestId);
      }
      await Promise.all(requests.map((requestId) => cross(requestId, random)));
      // Whose approval was taken back, and what nobody decided, would wait for ever.
      for (const requestId of requests) {
        const { body } = await tap(cast.requester, 'refresh', requestId);
        if (/waiting for approval/i.test(JSON.stringify(body))) await tap(cast.requester, 'cancel', requestId);
      }
      await judge.verdict();
    },
  );

  async function cross(requestId: string, random: Random): Promise<void> {
    const sam = cast.requester;
    const [one, other] = approvers as [string, string];
    const taps = [
      [one, 'approve'],
      [other, random.pick(['approve', 'reject'])],
      [random.pick([one, other]), random.pick(['undo', 'reject', 'notForMe'])],
      ...(random() < 0.5 ? [[sam, 'cancel'] as const] : []),
    ] as const;
    const answers = await Promise.all(
      taps.map(async ([who, verb]) => {
        await sleep(random.below(TOGETHER));
        return tap(who, verb, requestId);
      }),
    );
    for (const { status } of answers) expect(status).to.equal(200);
  }

  function tap(who: string, verb: string, requestId: string): ReturnType<typeof send> {
    return send(world.user(who), verb, { requestId, ...(verb === 'reject' ? { reason: 'notNeeded' } : {}) });
  }
});
