import type { LoggedCall } from '../../sandbox/cloud/log.js';
import { eventually } from '../eventually.js';
import { createWorld, type World } from '../product/world.js';
import { watch, type Judge } from './judge.js';
import { COMMITTED, createMachine, type Machine, type MachineFault } from './machine.js';
import { keepRunning, OFTEN, plainTarget, press, submit } from './persistent.js';
import { seeded, type Random } from './seeds.js';

type Where = 'draft' | 'confirmation' | 'approval' | 'run';
interface Point {
  readonly name: string;
  /** Before which step of the story it is laid. */
  readonly at: Where;
  /** Returns how to take it away again where it was never met. */
  readonly lay: (world: World, machine: Machine, random: Random) => Promise<() => unknown>;
}

const KILLS = (['killBefore', 'killAfter'] as const).flatMap((then): readonly MachineFault[] => [
  { ...COMMITTED, then },
  // The line is written, and may be lost.
  ...(COMMITTED.call === 'sync' ? [{ ...COMMITTED, call: 'write', then } as const] : []),
]);

/** Around one of the next commits. */
const commit =
  (most: number): Point['lay'] =>
  async (_world, machine, random) => {
    const fault = await machine.plant({ ...random.pick(KILLS), after: random.below(most), times: 1 });
    return () => fault.remove();
  };

/** Once Graph, Teams or the mailbox has done what it was asked, and before it has answered. */
const done =
  (matches: (call: LoggedCall) => boolean, most = 1): Point['lay'] =>
  async (world, _machine, random) => {
    let left = random.below(most);
    const stop = world.cloud.log.onCall((call) => {
      if (!matches(call) || left-- > 0) return;
      stop();
      world.product.kill().catch(() => undefined);
    });
    return stop;
  };

const isDelete = ({ method, path }: LoggedCall): boolean => method === 'DELETE' && /\/authentication\//.test(path);
const isList = ({ method, path }: LoggedCall): boolean => method === 'GET' && /\/authentication\/methods$/.test(path);

const POINTS: readonly Point[] = [
  { name: 'a DELETE that was carried out', at: 'approval', lay: done(isDelete, 4) },
  { name: 'the commit of the approval', at: 'approval', lay: commit(1) },
  { name: 'the commits of the run: pins, progress, end', at: 'run', lay: commit(12) },
  {
    name: 'a DELETE that was not carried out',
    at: 'approval',
    lay: async (world, _machine, random) => {
      const hang = {
        service: 'graph',
        kind: 'hang',
        match: { method: 'DELETE' },
        after: random.below(4),
        times: 1,
      } as const;
      const fault = world.cloud.faults.add(hang);
      // Not waited for here: the story goes on meanwhile.
      eventually(() => fault.hits > 0)
        .then(() => world.product.kill())
        .finally(() => {
          fault.remove();
        })
        .catch(() => undefined);
      return () => {
        fault.remove();
      };
    },
  },
  { name: 'the list that is pinned', at: 'approval', lay: done(isList) },
  { name: 'a later list', at: 'approval', lay: done(isList, 6) },
  {
    name: 'the sessions revoked',
    at: 'approval',
    lay: done(({ path }) => path.endsWith('/revokeSignInSessions'), 2),
  },
  {
    name: 'a notice in Teams',
    at: 'run',
    lay: done(({ service, method }) => service === 'connector' && method === 'POST', 2),
  },
  { name: 'a mail', at: 'run', lay: done(({ service }) => service === 'mail', 2) },
  { name: 'a notice and the commits behind it', at: 'run', lay: commit(30) },
  { name: 'the commit of the draft', at: 'draft', lay: commit(1) },
  { name: 'the commit of the request', at: 'confirmation', lay: commit(1) },
  { name: 'the commits that follow a request', at: 'confirmation', lay: commit(12) },
  {
    name: 'the first notices',
    at: 'confirmation',
    lay: done(({ service }) => service === 'connector' || service === 'mail', 6),
  },
];

describe('F1 kill -9', () => {
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

  seeded('at a labelled point: after the restart everything has happened, and once', async (random, seed) => {
    const point = POINTS[(seed - 1) % POINTS.length]!;
    const starts = world.product.starts();
    let remove: () => unknown = () => undefined;
    const lay = async (at: Where): Promise<void> => {
      if (point.at === at) remove = await point.lay(world, machine, random);
    };
    try {
      const pair = plainTarget(world, seed);
      await lay('draft');
      const { requestId } = await submit(world, judge, pair, { between: () => lay('confirmation') });
      await lay('approval');
      const approved = press(world, pair.approver.displayName, 'approve', { requestId });
      if (point.at === 'run') {
        await eventually(() => world.cloud.log.methodDeletes(pair.target.id).length > 0);
        await lay('run');
      }
      await approved;
      await judge.verdict();
      await remove();
      // The chance of this seed lay behind the end: then it is killed there.
      if (world.product.starts() === starts) await world.product.kill();
      await judge.verdict();
    } catch (error) {
      throw new Error(`killed around ${point.name}: ${String(error)}`, { cause: error });
    }
  });
});
