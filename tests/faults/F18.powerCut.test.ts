import { cast, createWorld, reading, type World } from '../product/world.js';
import { eventually } from '../eventually.js';
import { watch, type Judge } from './judge.js';
import { createMachine, type Machine } from './machine.js';
import { keepRunning, OFTEN, plainTarget, press, submit } from './persistent.js';
import { onFiles } from './onFiles.js';
import { seeded } from './seeds.js';

onFiles('F18 a power cut below the embedded store', () => {
  let machine: Machine;
  let world: World;
  let judge: Judge;
  let leave: () => Promise<void>;
  before(async () => {
    machine = await createMachine();
    world = await createWorld({ ...machine.options, policy: OFTEN });
    judge = watch(world);
    leave = keepRunning(world);
  });
  after(async () => {
    await leave();
    await world.close();
    await machine.close();
  });

  seeded('drops what was not synced, and nothing that was acknowledged', async (random, seed) => {
    const pair = plainTarget(world, seed);
    const approver = pair.approver.displayName;
    const moment = random.pick(['asked', 'decided', 'running', 'writing'] as const);
    const cut = async (now: typeof moment): Promise<void> => {
      if (now !== moment) return;
      const starts = world.product.starts();
      await machine.cutPower(random());
      await eventually(() => world.product.starts() > starts && world.product.state() === 'running');
    };
    try {
      const writing =
        moment === 'writing'
          ? await machine.plant({
              call: random.pick(['write', 'sync']),
              file: 'journal.jsonl',
              then: random.pick(['cutBefore', 'cutAfter']),
              after: random.below(20),
              times: 1,
            })
          : undefined;
      const { requestId, reference } = await submit(world, judge, pair);
      await cut('asked');
      // Nobody taps twice what was answered: what is lost then stays lost.
      if (random() < 0.3) await press(world, approver, 'reject', { requestId, reason: 'notNeeded' });
      else await press(world, approver, 'approve', { requestId });
      await cut('decided');
      if (moment === 'running') {
        await reading(world.user(cast.requester), new RegExp(`(in progress|Declined|Done)[^]*${reference}`));
        await cut('running');
      }
      await judge.verdict();
      await writing?.remove();
    } catch (error) {
      throw new Error(`the power was cut ${moment}: ${String(error)}`, { cause: error });
    }
  });
});
