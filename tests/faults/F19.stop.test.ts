import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { eventually } from '../eventually.js';
import { cast, createWorld, send, type World } from '../product/world.js';
import { watch, type Judge } from './judge.js';
import { OFTEN, plainTarget, press, submit, type Made } from './persistent.js';
import { seeded, type Random } from './seeds.js';

/** A container is killed ten seconds after it was asked to stop. */
const LIMIT = 10_000;

describe('F19 SIGTERM', () => {
  let world: World;
  let judge: Judge;
  before(async () => {
    world = await createWorld({ policy: OFTEN });
    judge = watch(world);
  });
  after(() => world.close());

  /** As a container's runtime does it; the exit code is 0 where it ended in time and in order. */
  async function terminate(meanwhile?: () => Promise<void>): Promise<void> {
    const late = setTimeout(() => {
      world.product.kill().catch(() => undefined);
    }, LIMIT);
    const stopping = world.product.stop();
    await meanwhile?.();
    const code = await stopping;
    clearTimeout(late);
    expect(code, `the exit code after at most ${LIMIT} ms; ${world.product.output().slice(-600)}`).to.equal(0);
    await world.product.start();
  }

  const deletes = ({ target }: Made) => world.cloud.log.methodDeletes(target.id);
  const approve = ({ approver, requestId }: Made) => press(world, approver.displayName, 'approve', { requestId });

  const scenes: readonly ((random: Random, seed: number) => Promise<void>)[] = [
    async function inAReset(random, seed) {
      const made = await submit(world, judge, plainTarget(world, seed));
      const most = random.below(5);
      const approved = approve(made);
      await eventually(() => deletes(made).length >= most);
      await terminate();
      await approved;
    },
    async function underLoad(random, seed) {
      // Each asked for by somebody else: a person has one draft at a time.
      const requests = Array.from({ length: 8 }, (_, n) => {
        const { displayName: requester } = plainTarget(world, 40 + n).target;
        return submit(world, judge, plainTarget(world, 10 * seed + 60 + n), { requester });
      });
      const answered = () => world.cloud.log.of({ service: 'connector' }).length;
      const [before, more] = [answered(), random.below(12)];
      await eventually(() => answered() >= before + more);
      await terminate();
      const made = await Promise.all(requests);
      const approvals = made.map(approve);
      await eventually(() => made.some((each) => deletes(each).length > 0));
      await terminate();
      await Promise.all(approvals);
    },
    async function whileGraphHangs(random, seed) {
      const made = await submit(world, judge, plainTarget(world, seed));
      const path = random.pick([
        /\/authentication\/\w+Methods\//,
        /revokeSignInSessions$/,
        /\/authentication\/methods$/,
      ]);
      const hang = world.cloud.faults.add({ service: 'graph', kind: 'hang', match: { path } });
      try {
        const approved = approve(made);
        await eventually(() => hang.hits > 0);
        await approved;
        // The call that hangs keeps it from ending at once: meanwhile nothing more is taken.
        await terminate(async () => {
          const show = () => send(world.user(cast.requester), 'show', { requestId: made.requestId });
          await eventually(async () => (await show()).status === 0);
          // Long before its end: it gives what hangs seven seconds.
          await sleep(1_000);
          expect(world.product.state(), 'not at its end yet').to.equal('running');
        });
      } finally {
        hang.remove();
      }
    },
    async function withHalfARequestOpen(random, seed) {
      const socket = connect(Number(new URL(world.product.url).port), '127.0.0.1');
      await once(socket, 'connect');
      socket.on('error', () => undefined);
      socket.write(
        random.pick([
          '',
          'POST /api/messages HTTP/1.1\r\n',
          'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{',
        ]),
      );
      const made = await submit(world, judge, plainTarget(world, seed));
      await terminate();
      socket.destroy();
      await approve(made);
    },
  ];

  seeded(
    'takes nothing more, finishes within ten seconds with exit code 0, and the next start goes on',
    async (random, seed) => {
      const scene = scenes[(seed - 1) % scenes.length]!;
      try {
        await scene(random, seed);
        await judge.verdict();
      } catch (error) {
        throw new Error(`${scene.name}: ${String(error)}`, { cause: error });
      }
    },
  );
});
