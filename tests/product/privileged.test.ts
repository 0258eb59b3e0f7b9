import { expect } from 'chai';
import { groupNames, startCloud } from '../../sandbox/cloud/index.js';
import { ask, AT_ONCE, cast, createWorld, readable, reading, withAction, type World } from './world.js';

describe('a privileged target', () => {
  let world: World;
  before(async () => {
    // The directory is the same from the same seed: ids can be read before the bot starts.
    const cloud = await startCloud();
    const securityGroup = cloud.directory.group(groupNames.security).id;
    await cloud.close();
    world = await createWorld({ policy: { ...AT_ONCE, securityGroup } });
  });
  after(() => world.close());

  it('needs two different people, one of them from security', async () => {
    const target = cast.administrator;
    const approver = world.cloud.directory.managerOf(target)!.displayName;
    const { card, reference } = await ask(world, { target, approver });
    const first = world.user(approver);
    await first.tap(card, 'approve');
    await reading(first, /A second, different person has to approve as well/);
    const { text } = await first.tap(await withAction(first, 'undo'), 'approve').catch(() => ({ text: 'no button' }));
    expect(text, 'the same person twice').to.equal('no button');
    expect(world.cloud.log.methodDeletes()).to.have.lengthOf(0);

    const security = world.user(cast.security);
    const theirs = await security.waitFor(
      (message) =>
        readable(message).includes(reference) && JSON.stringify(message.activity).includes('"verb":"approve"'),
    );
    await security.tap(theirs, 'approve');
    await reading(world.user(cast.requester), new RegExp(`${reference}[\\s\\S]*Pass this on`));
    expect(world.cloud.directory.methodsOf(target).map(({ type }) => type)).to.deep.equal(['password']);
  });

  it('is so who may make themselves a member of a group', async () => {
    const { directory } = world.cloud;
    const end = directory.groups.makeEligible(
      directory.user(cast.twoPhones).id,
      directory.group(groupNames.tierZero).id,
    );
    try {
      await ask(world, { target: cast.twoPhones, approver: cast.security });
    } finally {
      end();
    }
  });

  it('is so through a group, by eligibility, and when the look-up fails', async () => {
    for (const target of [cast.administratorThroughGroup, cast.administratorEligible, cast.roleAssignable]) {
      const { reference } = await ask(world, { target, approver: cast.security });
      expect(reference, target).to.match(/^MFA-/);
    }
    const fault = world.cloud.faults.add({
      service: 'graph',
      match: { path: /roleAssignments/ },
      kind: 'status',
      status: 403,
    });
    try {
      await ask(world, { target: cast.phoneOnly, approver: cast.security });
    } finally {
      fault.remove();
    }
  });
});

describe('a privileged target without a security group', () => {
  it('can’t be reset, and the sentence does not say why', async () => {
    const world = await createWorld({ policy: AT_ONCE });
    try {
      const sam = world.user(cast.requester);
      await sam.say(`reset mfa for ${cast.administrator} because of a new phone`);
      expect(readable(sam.botMessages.at(-1)!))
        .to.match(/can’t be reset here/)
        .and.not.match(/admin|privileg|role/i);
    } finally {
      await world.close();
    }
  });
});
