import { expect } from 'chai';
import { ask, cast, createWorld, readable, type World } from './world.js';

describe('the language somebody chose', () => {
  let world: World;
  before(async () => {
    world = await createWorld();
  });
  after(() => world.close());

  it('stays when their client changes its own, and goes with “language auto”', async () => {
    const morgan = world.user(cast.approver);
    const times = async (): Promise<string> => {
      await morgan.say('approvals');
      return readable(morgan.botMessages.at(-1)!);
    };
    await morgan.say('language en-US');
    morgan.locale = 'en-IE';
    await morgan.say('help');
    const { card } = await ask(world);
    expect(readable(card)).to.match(/\d [AP]M/);
    expect(await times()).to.match(/\d [AP]M/);
    await morgan.say('language auto');
    expect(await times())
      .to.match(/\d\d:\d\d/)
      .and.not.match(/\d [AP]M/);
  });
});
