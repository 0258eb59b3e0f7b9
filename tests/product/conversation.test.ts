import { expect } from 'chai';
import { AT_ONCE, cast, createWorld, readable, reading, withAction, type World } from './world.js';

describe('the conversation', () => {
  let world: World;
  before(async () => {
    world = await createWorld({ policy: AT_ONCE });
  });
  after(() => world.close());

  const latest = (name: string): string => readable(world.user(name).botMessages.at(-1)!);
  const crowd = (index: number): string =>
    world.cloud.directory.people.filter(({ userType, accountEnabled }) => userType === 'Member' && accountEnabled)[
      index
    ]!.displayName;

  it('welcomes a person once, however often the app is reported as installed', async () => {
    const user = world.user(cast.ceo);
    await user.install();
    await user.announce('installed');
    expect(user.botMessages.filter((message) => readable(message).includes('Hello'))).to.have.lengthOf(1);
  });

  it('asks for what is missing, one thing at a time', async () => {
    const name = crowd(60);
    const user = world.user(name);
    await user.say('reset mfa');
    expect(latest(name)).to.match(/Who needs the reset/);
    await user.say('Priya Raman');
    expect(latest(name)).to.match(/Why do they need it/);
    await user.say('short');
    expect(latest(name)).to.match(/10 to 500 characters/);
    await user.say('Her phone fell into the harbour');
    expect(latest(name)).to.include('“Her phone fell into the harbour”');
    await withAction(user, 'confirm');
  });

  it('offers a choice when several people match, and takes the one that was chosen', async () => {
    const name = crowd(61);
    const user = world.user(name);
    await user.say('reset mfa for Alex because the phone was stolen on the train');
    const choice = await withAction(user, 'choose');
    const chosen = world.cloud.directory.user(cast.phoneOnly);
    await user.tap(choice, 'choose', { personId: chosen.id });
    const confirm = await withAction(user, 'confirm');
    expect(readable(confirm)).to.include(chosen.displayName).and.to.include('stolen on the train');
  });

  it('takes more of the name instead of a choice', async () => {
    const name = crowd(62);
    const user = world.user(name);
    await user.say('reset mfa for Alex: locked out since this morning');
    await withAction(user, 'choose');
    await user.say('Alex Osei');
    expect(readable(await withAction(user, 'confirm'))).to.include('Alex Osei');
  });

  it('helps when nobody has that name, and gives up politely after three', async () => {
    const name = crowd(63);
    const user = world.user(name);
    await user.say('reset mfa for Nobody Atall because of a new phone');
    expect(latest(name)).to.match(/found nobody called “Nobody Atall”/);
    await user.say('Zzyzx');
    await user.say('Qwertz');
    expect(latest(name)).to.match(/either/);
    await user.say('Priya Raman');
    expect(latest(name)).to.match(/didn’t get that/);
  });

  it('helps at every step and then asks again', async () => {
    const name = crowd(64);
    const user = world.user(name);
    await user.say('reset mfa');
    await user.say('help');
    expect(user.botMessages.map(readable).slice(-2)[0]).to.include('Type this');
    expect(latest(name)).to.match(/Who needs the reset/);
  });

  it('stops at every step, and what was put together is gone', async () => {
    const name = crowd(65);
    const user = world.user(name);
    await user.say('reset mfa for Priya Raman because of a new phone');
    const confirm = await withAction(user, 'confirm');
    await user.say('cancel');
    expect(latest(name)).to.equal('Stopped. Nothing was sent.');
    const late = await user.tap(confirm, 'confirm');
    expect(late.kind).to.equal('message');
    expect(late.text).to.match(/isn’t waiting to be sent any more/);
  });

  it('sends what was put together when “yes” is typed', async () => {
    const name = crowd(66);
    const user = world.user(name);
    await user.say(`reset mfa for ${cast.nothing} because of a new phone`);
    await withAction(user, 'confirm');
    await user.say('yes');
    await reading(user, /Waiting for approval/);
  });

  it('says what it can do when it does not understand', async () => {
    const name = crowd(67);
    await world.user(name).say('what is the weather like');
    expect(latest(name)).to.match(/Type “reset mfa for”/);
  });

  it('refuses one’s own reset in full, and other people’s without gossip', async () => {
    const name = crowd(68);
    const user = world.user(name);
    await user.say('reset mfa for me because I have a new phone');
    expect(latest(name)).to.match(/yourself|your own/i);
    const answers: string[] = [];
    for (const target of [cast.disabled, cast.guest, cast.administrator]) {
      await user.say(`reset mfa for ${world.cloud.directory.user(target).userPrincipalName} because of a new phone`);
      answers.push(latest(name));
    }
    expect(new Set(answers)).to.have.lengthOf(1);
    expect(answers[0]).to.not.match(/guest|disabled|admin|privileged/i);
  });
});
