import { expect } from 'chai';
import { ask, AT_ONCE, cast, createWorld, managerOf, readable, reading, type World } from './world.js';

describe('requests that are not taken', () => {
  let world: World;
  before(async () => {
    const { breakGlass } = await idsOf();
    world = await createWorld({ policy: { ...AT_ONCE, limits: { requestsPerDay: 3 }, breakGlass: [breakGlass] } });
  });
  after(() => world.close());

  async function idsOf(): Promise<{ breakGlass: string }> {
    const { startCloud } = await import('../../sandbox/cloud/index.js');
    const cloud = await startCloud();
    const breakGlass = cloud.directory.user(cast.breakGlass).id;
    await cloud.close();
    return { breakGlass };
  }
  const asking = async (name: string, target: string): Promise<string> => {
    const user = world.user(name);
    const { userPrincipalName } = world.cloud.directory.user(target);
    await user.say(`reset mfa for ${userPrincipalName} because of a new phone`);
    return readable(user.botMessages.at(-1)!);
  };

  it('one’s own open request is named, another person’s is not', async () => {
    const { reference } = await ask(world);
    expect(await asking(cast.requester, cast.target)).to.include(reference);
    const other = await asking('Harriet Fairbairn', cast.target);
    expect(other)
      .to.match(/can’t be reset here/)
      .and.not.include('MFA-')
      .and.not.match(/open|already/i);
  });

  it('an emergency account, a guest, a disabled account and a recent reset read alike', async () => {
    const { card, reference } = await ask(world, { target: cast.phoneOnly });
    await world.user(managerOf(world, cast.phoneOnly)).tap(card, 'approve');
    await reading(world.user(cast.requester), new RegExp(`${reference}[\\s\\S]*Pass this on`));
    const answers = new Set<string>();
    // Three people, since each may be refused three times a day.
    for (const [name, targets] of [
      [cast.ceo, [cast.breakGlass, cast.guest]],
      [cast.backup, [cast.disabled, cast.phoneOnly]],
    ] as const)
      for (const target of targets) answers.add(await asking(name, target));
    expect(answers).to.have.lengthOf(1);
    expect([...answers][0]).to.match(/can’t be reset here/);
  });

  it('after three that were refused the fourth is not looked at any more', async () => {
    const name = cast.itSecond;
    for (const target of [cast.disabled, cast.guest, cast.breakGlass]) await asking(name, target);
    expect(await asking(name, cast.twoPhones)).to.match(/3 resets in the last 24 hours|limit/);
  });

  it('a colleague of the same name is told apart by the directory, not by the card', async () => {
    const sam = world.user(cast.requester);
    await sam.say('reset mfa for Alex because the phone is lost');
    const choice = readable(sam.botMessages.at(-1)!);
    for (const name of [cast.phoneOnly, cast.twoPhones, cast.everything]) expect(choice).to.include(name);
    await sam.say('cancel');
  });
});

describe('a requester who manages the target', () => {
  it('is not asked themselves: it goes to the manager’s manager', async () => {
    const world = await createWorld({ policy: AT_ONCE });
    try {
      const { card } = await ask(world, { requester: cast.approver, approver: cast.backup });
      expect(readable(card)).to.include(cast.approver);
    } finally {
      await world.close();
    }
  });
});
