import { expect } from 'chai';
import { eventually } from '../eventually.js';
import { run } from '../postgres/database.js';
import { cast, createWorld, send, type World } from '../product/world.js';
import { watch, type Judge } from './judge.js';
import { createMachine, type Machine, type MachineFault, type PlantedFault } from './machine.js';
import { NOT_TAKEN, OFTEN, plainTarget, submit } from './persistent.js';
import { quiet } from './quiet.js';
import { seeded } from './seeds.js';

/** Begins the trouble; returns what ends it. */
type Trouble = (world: World, machine: Machine) => Promise<() => Promise<unknown>>;

const disk =
  (...faults: readonly MachineFault[]): Trouble =>
  async (_world, machine) => {
    const planted: PlantedFault[] = [];
    for (const fault of faults) planted.push(await machine.plant(fault));
    return () => Promise.all(planted.map((fault) => fault.remove()));
  };

/** As it is behind a fail-over, or with a disk that is nearly full; it counts for new sessions. */
const readOnly: Trouble = async ({ product }) => {
  const url = new URL(product.environment['STORE_URL'] ?? '');
  const name = url.pathname.slice(1);
  url.pathname = '/postgres';
  const alter = async (to: string): Promise<void> => {
    await run(url.href, `alter database ${name} set default_transaction_read_only to ${to}`);
    await run(url.href, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
  };
  await alter('on');
  return () => alter('off');
};

const TROUBLES: Readonly<Record<string, Trouble>> =
  process.env['FAULT_STORE'] === 'postgres'
    ? { 'takes no writes': readOnly }
    : {
        'is full': disk({ call: 'write', then: 'ENOSPC' }),
        'is broken': disk({ call: 'write', then: 'EIO' }, { call: 'truncate', then: 'EIO' }),
        'is read-only': disk(
          ...(['open', 'write', 'truncate', 'rename', 'remove'] as const).map(
            (call) => ({ call, then: 'EROFS' }) as const,
          ),
        ),
        'does not sync': disk({ call: 'sync', then: 'EIO' }),
        'syncs and then does not': disk({ call: 'sync', then: 'EIO', after: 1 }),
      };

describe('F17 the disk, or PostgreSQL', () => {
  let machine: Machine;
  let world: World;
  let judge: Judge;
  before(async () => {
    machine = await createMachine();
    world = await createWorld({ ...machine.options, policy: OFTEN });
    judge = watch(world);
  });
  after(async () => {
    await world.close();
    await machine.close();
  });

  const ready = async (): Promise<boolean> => (await fetch(`${world.product.url}/readyz`)).ok;

  seeded(
    'fails: the person is told that it was not taken, and it goes on when it is well again',
    async (random, seed) => {
      const [what, begin] = Object.entries(TROUBLES)[(seed - 1) % Object.keys(TROUBLES).length]!;
      const pair = plainTarget(world, seed);
      const approver = world.user(pair.approver.displayName);
      const told = async (verb: string, data: object, user = approver): Promise<string> => {
        const { status, body } = await send(user, verb, data);
        expect(status, verb).to.equal(200);
        return JSON.stringify(body);
      };
      try {
        const { requestId, reference } = await submit(world, judge, pair);

        await quiet(world);
        // From now on the bot knows where they are reached, and a look writes nothing.
        expect(await told('show', { requestId })).to.match(/your decision/);
        let heal = await begin(world, machine);
        await eventually(async () => !(await ready()));
        expect(await told('note', { requestId, text: 'never kept' }, world.user(cast.requester))).to.match(NOT_TAKEN);
        for (const verb of ['approve', 'reject']) {
          expect(await told(verb, { requestId, reason: 'notNeeded' }), verb).to.match(NOT_TAKEN);
          // Read from memory, which is not ahead of the disk.
          expect(await told('show', { requestId }))
            .to.match(/your decision/)
            .and.not.match(/never kept/);
        }
        expect(world.cloud.log.methodDeletes(pair.target.id)).to.have.lengthOf(0);
        await heal();
        await eventually(ready);

        expect(await told('show', { requestId })).to.not.match(/never kept/);
        expect(await told('approve', { requestId })).to.match(/Approved/);
        // The approval is acknowledged; what follows meets the disk again.
        await eventually(() => world.cloud.log.methodDeletes(pair.target.id).length > random.below(4));
        heal = await begin(world, machine);
        await eventually(async () => !(await ready()));
        await heal();
        await judge.verdict();
        await world.product.kill();
        await world.product.start();
        expect(await told('show', { requestId }))
          .to.match(/Done/)
          .and.include(reference);
        await judge.verdict();
      } catch (error) {
        throw new Error(`it ${what}: ${String(error)}`, { cause: error });
      }
    },
  );
});
