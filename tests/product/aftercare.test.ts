import { expect } from 'chai';
import {
  ask,
  AT_ONCE,
  cast,
  createWorld,
  policyGroups,
  readable,
  reading,
  send,
  requestIdOf,
  type World,
} from './world.js';

/** A reset that is done; resolves with its reference when the requester reads so. */
async function done(world: World): Promise<{ readonly reference: string; readonly requestId: string }> {
  const { card, reference } = await ask(world);
  await world.user(cast.approver).tap(card, 'approve');
  await reading(world.user(cast.requester), new RegExp(`${reference}[\\s\\S]*Pass this on`));
  return { reference, requestId: requestIdOf(card) };
}

describe('after a reset that nobody registers after', () => {
  it('both are told what helps, once; at the end IT and the requester hear that nobody looks any more', async () => {
    const { itGroup } = await policyGroups();
    const world = await createWorld({ policy: { ...AT_ONCE, itGroup, adviseAfter: 'PT11S', watchFor: 'PT22S' } });
    try {
      const { reference } = await done(world);
      const [sam, priya, dana] = [cast.requester, cast.target, cast.it].map((name) => world.user(name));
      for (const user of [sam!, priya!]) {
        const told = await reading(user, /MFA isn’t set up yet/);
        expect(readable(told)).to.include(reference).and.include('Sign out fully').and.include('security-info');
      }
      const addresses = [sam!, priya!].map(({ person }) => person.mail ?? '');
      for (const address of addresses)
        await world.cloud.mailbox.waitFor(
          ({ to, subject }) => to.includes(address) && /isn’t set up yet/.test(subject),
        );
      expect(readable(await reading(dana!, /nobody registered after/))).to.include(reference);
      await reading(sam!, /IT has been told/);
      const advice = sam!.botMessages.filter((message) => /MFA isn’t set up yet/.test(readable(message)));
      expect(advice).to.have.lengthOf(1);
    } finally {
      await world.close();
    }
  });
});

describe('a new method after a reset', () => {
  let world: World;
  before(async () => {
    world = await createWorld({ policy: { ...AT_ONCE, ...(await policyGroups()), coolDown: { afterReset: 'PT0S' } } });
    // As long as anybody remembers she signs in from home, and now and then from Ireland.
    for (const [country, days] of [
      ['GB', 20],
      ['GB', 3],
      ['IE', 8],
    ] as const)
      world.cloud.directory.signIn(cast.target, country, { at: new Date(Date.now() - days * 86_400_000) });
  });
  after(() => world.close());

  it('from where they usually are is told to both, with the second method, and to nobody else', async () => {
    const { reference } = await done(world);
    world.cloud.directory.signIn(cast.target, 'IE', { errorCode: 50072 });
    world.cloud.directory.registerMethod(cast.target, 'microsoftAuthenticator');
    await reading(world.user(cast.requester), new RegExp(`${reference}[\\s\\S]*Suggest a second method`));
    const told = await reading(world.user(cast.target), new RegExp(`${reference}[\\s\\S]*Add a second one`));
    expect(readable(told)).to.include('Didn’t expect this?');
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(world.user(cast.security).botMessages).to.deep.equal([]);
  });

  it('from elsewhere, right after the reset, is told to IT and security with Contain, and the user is asked', async () => {
    const { reference, requestId } = await done(world);
    // The password was tried in vain from there before: that makes it no place where she usually is.
    world.cloud.directory.signIn(cast.target, 'BR', { errorCode: 50126, at: new Date(Date.now() - 86_400_000) });
    world.cloud.directory.signIn(cast.target, 'BR', { errorCode: 50079 });
    world.cloud.directory.registerMethod(cast.target, 'softwareOath');
    const alert = await reading(world.user(cast.security), new RegExp(`${reference}[\\s\\S]*right after the reset`));
    expect(readable(alert)).to.include('Brazil').and.include('Ireland and United Kingdom');
    await reading(world.user(cast.it), new RegExp(`${reference}[\\s\\S]*right after the reset`));
    const asked = await reading(world.user(cast.target), new RegExp(`${reference}[\\s\\S]*from Brazil`));
    expect(readable(asked)).to.include('If that was you');
    const address = world.user(cast.target).person.mail ?? '';
    await world.cloud.mailbox.waitFor(({ to, subject }) => to.includes(address) && /Was it you/.test(subject));
    // Whoever objects as well, the sign-ins are the other half of the four eyes.
    await send(world.user(cast.security), 'freeze', { requestId });
    await world.user(cast.security).tap(alert, 'contain');
    await reading(world.user(cast.it), new RegExp(`${reference}[\\s\\S]*had the account contained`));
    expect(world.cloud.directory.methodsOf(cast.target).map(({ type }) => type)).to.deep.equal(['password']);
  });
});

describe('with passes that IT issues', () => {
  it('IT gets the steps and says when it is done; the others read that IT calls', async () => {
    const { itGroup } = await policyGroups();
    const world = await createWorld({ policy: { ...AT_ONCE, itGroup, reentry: 'itIssuesPass' } });
    try {
      const { reference, requestId } = await done(world);
      const completed = await reading(
        world.user(cast.requester),
        new RegExp(`${reference}[\\s\\S]*Temporary Access Pass`),
      );
      expect(readable(completed)).to.not.include('follow the steps to set up MFA');
      const cleared = await reading(
        world.user(cast.target),
        new RegExp(`${reference}[\\s\\S]*IT calls you with a Temporary`),
      );
      expect(readable(cleared)).to.not.include('Google Play');
      const task = await reading(world.user(cast.it), new RegExp(`${reference}[\\s\\S]*How to issue it`));
      for (const name of [cast.requester, cast.approver, cast.target])
        expect(JSON.stringify((await send(world.user(name), 'passIssued', { requestId })).body), name).to.include(
          'Only IT',
        );
      const { card } = await world.user(cast.it).tap(task, 'passIssued');
      expect(JSON.stringify(card)).to.include('Dana Kowalski issued the pass').and.not.include('"verb":"passIssued"');
      const { body } = await send(world.user(cast.itSecond), 'passIssued', { requestId });
      expect(JSON.stringify(body)).to.include('Dana Kowalski issued the pass');
    } finally {
      await world.close();
    }
  });
});
