import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { eventually } from '../eventually.js';
import { ask, cast, createWorld, readable, reading, type World } from './world.js';

const WORD = 'Bärentatze';

describe('after the retention time', () => {
  let world: World;
  before(async () => {
    world = await createWorld({ policy: { retention: 'PT3S' } });
  });
  after(() => world.close());

  /** Whether the word stands in any file of the data. */
  async function isKept(): Promise<boolean> {
    const folder = join(world.product.folder, 'data');
    const names = (await readdir(folder)).filter((name) => name.includes('.json'));
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
    return texts.some((text) => text.includes(WORD));
  }

  it('what people wrote is nowhere in the data, and the cards say that it was removed', async () => {
    const approver = world.user(cast.approver);
    const { card, reference } = await ask(world, {
      approver: cast.approver,
      why: `new phone, the ${WORD} ate the old`,
    });
    expect(await isKept()).to.be.true;
    await approver.tap(card, 'reject', { reason: 'other', text: `not for a ${WORD}` });
    await eventually(async () => !(await isKept()));
    await reading(approver, /Rejected[\s\S]*removed after the retention time/u);
    expect(readable(approver.botMessages.at(-1)!)).not.to.contain(WORD);
    await world.user(cast.requester).say(`status ${reference}`);
    const told = await reading(
      world.user(cast.requester),
      new RegExp(`${reference}[\\s\\S]*removed after the retention time`, 'u'),
    );
    expect(readable(told)).not.to.contain(WORD);
    // A start that reads all of it again finds the same.
    await world.product.kill();
    await world.product.start();
    expect(await isKept()).to.be.false;
  });
});
