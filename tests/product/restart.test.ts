import { expect } from 'chai';
import { ask, cast, createWorld, readable, reading, withAction, type World } from './world.js';

describe('stops and starts', () => {
  let world: World;
  before(async () => {
    world = await createWorld({ policy: { undoFor: 'PT4S' } });
  });
  after(() => world.close());

  const idOf = (name: string): string => world.cloud.directory.user(name).id;

  it('killed between Approve and the reset, does exactly one reset after the start', async () => {
    const { reference, card } = await ask(world);
    const answer = await world.user(cast.approver).tap(card, 'approve');
    expect(answer.kind).to.equal('card');
    await world.product.kill();
    expect(world.cloud.log.methodDeletes()).to.have.lengthOf(0);
    await world.product.start();
    await reading(world.user(cast.requester), new RegExp(`${reference}[\\s\\S]*Pass this on`));
    const deletes = world.cloud.log.methodDeletes(idOf(cast.target)).filter(({ applied }) => applied);
    expect(deletes.map(({ collection }) => collection)).to.have.members([
      'phoneMethods',
      'softwareOathMethods',
      'fido2Methods',
      'microsoftAuthenticatorMethods',
    ]);
    const revoked = world.cloud.log.of({ service: 'graph', path: /revokeSignInSessions$/ });
    expect(revoked).to.have.lengthOf(2);
  });

  it('killed in the middle of the deletions, goes on with the same methods and leaves a new one alone', async () => {
    const target = cast.everything;
    const approver = world.cloud.directory.managerOf(target)!.displayName;
    const { reference, card } = await ask(world, { target, approver });
    const killed = new Promise<void>((resolve, reject) => {
      const stop = world.cloud.log.onCall(({ method, path }) => {
        if (method !== 'DELETE' || !path.includes(idOf(target))) return;
        stop();
        world.product.kill().then(resolve, reject);
      });
    });
    await world.user(approver).tap(card, 'approve');
    await killed;
    expect(world.cloud.log.methodDeletes(idOf(target)).filter(({ applied }) => applied)).to.have.lengthOf(1);
    // While the bot is down the user registers a new security key.
    const kept = world.cloud.directory.registerMethod(target, 'fido2');
    await world.product.start();
    await reading(world.user(cast.requester), new RegExp(`${reference}[\\s\\S]*Pass this on`));
    const left = world.cloud.directory.methodsOf(target);
    expect(left.map(({ type }) => type)).to.have.members(['password', 'fido2']);
    expect(left.map(({ id }) => id)).to.include(kept.id);
  });

  it('keeps what was asked over a stop, and the old card’s button still answers', async () => {
    const target = cast.phoneOnly;
    const approver = world.cloud.directory.managerOf(target)!.displayName;
    const { reference, card } = await ask(world, { target, approver });
    expect(await world.product.stop()).to.equal(0);
    expect(world.product.output()).to.include('"msg":"stopped"');
    await world.product.start();
    const answer = await world.user(approver).tap(card, 'reject', { reason: 'notNeeded' });
    expect(JSON.stringify(answer.card)).to.include('Rejected').and.to.include(reference);
  });

  it('starts a conversation again politely that a restart has cut off', async () => {
    const user = world.user(cast.ceo);
    await user.say('reset mfa');
    await reading(user, /Who needs the reset/);
    await world.product.kill();
    await world.product.start();
    await user.say('Priya Raman');
    expect(readable(user.botMessages.at(-1)!)).to.match(/Type “reset mfa for”/);
  });

  it('keeps a draft over a restart', async () => {
    const user = world.user(cast.ceo);
    await user.say(`reset mfa for ${cast.twoPhones} because of a new phone`);
    const confirm = await withAction(user, 'confirm');
    await world.product.kill();
    await world.product.start();
    expect((await user.tap(confirm, 'confirm')).kind).to.equal('card');
    await reading(user, /Waiting for approval/);
  });
});
