import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { eventually } from '../eventually.js';
import { ask, cast, createWorld, send, requestIdOf, type World } from '../product/world.js';
import { createMachine, type Machine } from './machine.js';
import { quiet } from './quiet.js';

describe('the machine below the product', () => {
  let machine: Machine;
  let world: World;
  before(async () => {
    machine = await createMachine();
    world = await createWorld({ ...machine.options, policy: { limits: { requestsPerDay: 100 } } });
  });
  after(async () => {
    await world.close();
    await machine.close();
  });

  const ended = () => eventually(() => world.product.state() === 'stopped');
  /** Whole lines: of what was not synced a part may have got to the disk. */
  const journal = async () => {
    const text = await readFile(join(world.product.folder, 'data', 'journal.jsonl'), 'utf8');
    return text.slice(0, text.lastIndexOf('\n') + 1);
  };

  it('kills the process before and after the named call', async () => {
    const { card } = await ask(world);
    for (const [call, then, noted] of [
      ['write', 'killBefore', false],
      ['sync', 'killAfter', true],
    ] as const) {
      await quiet(world);
      const fault = await machine.plant({ call, file: 'journal.jsonl', times: 1, then });
      const text = `a note, ${call} ${then}`;
      const { status } = await send(world.user(cast.requester), 'note', { requestId: requestIdOf(card), text });
      expect(status, 'no answer').to.equal(0);
      await ended();
      expect(fault.hits()).to.equal(1);
      expect((await journal()).includes(text), text).to.equal(noted);
      await world.product.start();
    }
  });

  it('forgets what was not synced when the power is cut', async () => {
    const { card } = await ask(world, { target: cast.phoneOnly });
    for (const [then, noted] of [
      ['cutBefore', false],
      ['cutAfter', true],
    ] as const) {
      await quiet(world);
      await machine.plant({ call: 'sync', file: 'journal.jsonl', times: 1, then });
      const text = `a note, sync ${then}`;
      await send(world.user(cast.requester), 'note', { requestId: requestIdOf(card), text });
      await ended();
      expect((await journal()).includes(text), text).to.equal(noted);
      await world.product.start();
    }
  });

  it('sets the clock, now and at the next start', async () => {
    await machine.setClock(2 * 60 * 60 * 1000);
    await world.product.stop();
    await world.product.start();
    const times = [...world.product.output().matchAll(/"time":"([^"]+)"/g)].map(([, time = '']) => Date.parse(time));
    const [before, now] = [times.at(0) ?? 0, Date.now()];
    expect(before).to.be.lessThan(now);
    expect(times.at(-1)).to.be.greaterThan(now + 60 * 60 * 1000);
    await machine.setClock(0);
  });
});
