import { expect } from 'chai';
import { eventually } from '../eventually.js';
import { cast, createWorld, policyGroups, readable, typesOf, type World } from '../product/world.js';
import { watch, type Judge } from './judge.js';
import { COMMITTED, createMachine, type Machine } from './machine.js';
import { keepRunning, OFTEN, plainTarget, press, submit } from './persistent.js';
import { seeded } from './seeds.js';

describe('F1 kill -9 in a containment', () => {
  let machine: Machine;
  let world: World;
  let judge: Judge;
  let leave: () => Promise<void>;
  before(async () => {
    machine = await createMachine();
    world = await createWorld({ ...machine.options, policy: { ...OFTEN, ...(await policyGroups()) } });
    judge = watch(world);
    leave = keepRunning(world);
  });
  after(async () => {
    await leave();
    await world.close();
    await machine.close();
  });

  seeded(
    'around a commit or a DELETE of it: after the restart all of it has happened, and nothing else',
    async (random, seed) => {
      const pair = plainTarget(world, seed);
      const { displayName: target, id } = pair.target;
      const { requestId, reference } = await submit(world, judge, pair);
      await press(world, pair.approver.displayName, 'approve', { requestId });
      await judge.verdict();
      const { directory } = world.cloud;
      for (const type of ['fido2', 'softwareOath', 'microsoftAuthenticator'] as const)
        directory.registerMethod(id, type);
      await press(world, target, 'freeze', { requestId });

      const starts = world.product.starts();
      const then = random.pick(['killBefore', 'killAfter'] as const);
      const fault = await machine.plant({ ...COMMITTED, then, after: random.below(6), times: 1 });
      const deletes = world.cloud.log.methodDeletes(id).length;
      const stop = world.cloud.log.onCall((call) => {
        if (seed % 2 === 0 || world.cloud.log.methodDeletes(id).length <= deletes) return;
        stop();
        if (call.method === 'DELETE') world.product.kill().catch(() => undefined);
      });
      const by = random.pick([cast.it, cast.security]);
      await press(world, by, 'contain', { requestId });
      await eventually(() => typesOf(world, id).join() === 'password');
      for (const name of [cast.it, cast.security])
        await world
          .user(name)
          .waitFor(
            (message) => readable(message).includes(reference) && /had the account contained/.test(readable(message)),
          );
      await fault.remove();
      stop();
      if (world.product.starts() === starts) await world.product.kill();
      await judge.verdict();
      expect(world.cloud.log.methodDeletes(id).filter(({ applied }) => applied).length - deletes).to.equal(3);
    },
  );
});
