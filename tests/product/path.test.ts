import { expect } from 'chai';
import { ask, AT_ONCE, cast, createWorld, readable, reading, withAction, type World } from './world.js';

describe('one reset over the protocol', () => {
  let world: World;
  before(async () => {
    world = await createWorld({ policy: { ...AT_ONCE, limits: { requestsPerDay: 100 } } });
  });
  after(() => world.close());

  const typesOf = (name: string): readonly string[] => world.cloud.directory.methodsOf(name).map(({ type }) => type);
  const idOf = (name: string): string => world.cloud.directory.user(name).id;
  const managerOf = (name: string): string => world.cloud.directory.managerOf(name)?.displayName ?? '';

  it('clears every method once the approver taps Approve, and tells everybody', async () => {
    const [sam, morgan, priya] = [cast.requester, cast.approver, cast.target].map((name) => world.user(name));
    const { reference, card } = await ask(world);
    expect(readable(card)).to.include('Sam Whitfield').and.to.include('the old one is gone');
    await reading(priya!, /Someone asked to reset your MFA/);

    const answer = await morgan!.tap(card, 'approve');
    expect(answer.kind).to.equal('card');
    await reading(sam!, new RegExp(`${reference}[\\s\\S]*Pass this on`));
    await reading(priya!, /Your MFA methods were cleared/);
    expect(typesOf(cast.target)).to.deep.equal(['password']);
    // Every copy of the card follows.
    await morgan!.waitFor((message) => message.id === card.id && /has been told/.test(readable(message)));
    const { mail, otherMails } = priya!.person;
    await world.cloud.mailbox.waitFor(({ subject }) => /were cleared/.test(subject) && subject.includes(reference));
    const told = world.cloud.mailbox.to(mail ?? '').filter(({ subject }) => subject.includes(reference));
    expect(told.map(({ subject }) => subject.replace(reference, '…'))).to.deep.equal([
      'Someone asked to reset your MFA (…)',
      'Your MFA methods were cleared (…)',
    ]);
    for (const { to } of told) expect(to).to.have.members([mail, ...otherMails]);
  });

  it('revokes the sessions before the first deletion and again after the last', async () => {
    const id = idOf(cast.target);
    const calls = world.cloud.log.of({ service: 'graph' }).filter(({ path }) => path.includes(id));
    const kinds = calls.flatMap(({ method, path }) =>
      path.endsWith('revokeSignInSessions') ? ['revoke'] : method === 'DELETE' ? ['delete'] : [],
    );
    expect(kinds.at(0)).to.equal('revoke');
    expect(kinds.at(-1)).to.equal('revoke');
    expect(kinds.slice(1, -1)).to.have.lengthOf.above(2).and.to.not.include('revoke');
  });

  it('clears nothing when the approver rejects, and the requester reads the reason', async () => {
    const target = cast.phoneOnly;
    const approver = managerOf(target);
    const before = typesOf(target);
    const { reference, card } = await ask(world, { target, approver });
    await world
      .user(approver)
      .tap(card, 'reject', { reason: 'couldNotVerify', text: 'They answered from their old phone.' });
    const declined = await reading(world.user(cast.requester), /They answered from their old phone/);
    expect(readable(declined)).to.include(reference);
    expect(typesOf(target)).to.deep.equal(before);
    expect(world.cloud.log.methodDeletes(idOf(target))).to.have.lengthOf(0);
  });

  it('takes a ready reason without words, and wants words for another one', async () => {
    const target = cast.twoPhones;
    const approver = world.user(managerOf(target));
    const { card } = await ask(world, { target, approver: approver.person.displayName });
    const wordless = await approver.tap(card, 'reject', { reason: 'other' });
    expect(wordless.kind).to.equal('message');
    const ready = await approver.tap(card, 'reject', { reason: 'notNeeded' });
    expect(ready.kind).to.equal('card');
    await reading(world.user(cast.requester), /A reset isn’t needed/);
  });

  it('works for a client that falls back to Action.Submit', async () => {
    const target = cast.everything;
    const approver = world.user(managerOf(target));
    const sam = world.user(cast.requester);
    [sam, approver].forEach((user) => (user.executeSupported = false));
    try {
      const asked = await askBySubmit(target);
      await approver.tap(asked, 'approve');
      // The answer to a Submit is an edit of the card that was tapped, before the tap is over.
      const edits = world.cloud.log.of({ service: 'connector', method: 'PUT' });
      expect(
        edits.some(
          ({ path }) =>
            path.endsWith(`/activities/${encodeURIComponent(asked.id)}`) || path.endsWith(`/activities/${asked.id}`),
        ),
      ).to.equal(true);
      await reading(sam, /Alex Chen’s MFA methods are cleared/);
      expect(typesOf(target)).to.deep.equal(['password']);
    } finally {
      [sam, approver].forEach((user) => (user.executeSupported = true));
    }
  });

  async function askBySubmit(target: string): ReturnType<typeof withAction> {
    const sam = world.user(cast.requester);
    await sam.say(`reset mfa for ${target} because the bag with everything in it is gone`);
    await sam.tap(await withAction(sam, 'confirm'), 'confirm');
    await reading(sam, new RegExp(`Waiting for approval[\\s\\S]*${target}`));
    const approver = world.user(managerOf(target));
    return approver.waitFor(
      (message) => readable(message).includes(target) && JSON.stringify(message.activity).includes('"verb":"approve"'),
    );
  }

  it('lets the approver take an approval back inside the undo window', async () => {
    const slow = await createWorld({ policy: { undoFor: 'PT1M' } });
    try {
      const { card, reference } = await ask(slow);
      const morgan = slow.user(cast.approver);
      await morgan.tap(card, 'approve');
      const undone = await morgan.tap(await withAction(morgan, 'undo'), 'undo');
      expect(undone.kind).to.equal('card');
      await withAction(morgan, 'approve');
      await reading(slow.user(cast.requester), new RegExp(`${reference}[\\s\\S]*was taken back`));
      expect(slow.cloud.log.methodDeletes()).to.have.lengthOf(0);
    } finally {
      await slow.close();
    }
  });

  it('lets the requester cancel while it is pending, and the approver’s card follows', async () => {
    const target = cast.nothing;
    const approver = world.user(managerOf(target));
    const { card } = await ask(world, { target, approver: approver.person.displayName });
    const sam = world.user(cast.requester);
    const pending = await sam.waitFor(
      (message) => readable(message).includes(target) && JSON.stringify(message.activity).includes('"verb":"cancel"'),
    );
    await sam.tap(pending, 'cancel');
    await approver.waitFor((message) => message.id === card.id && /[Cc]ancelled|[Ww]ithdrawn/.test(readable(message)));
    const late = await approver
      .tap(await reading(approver, new RegExp(target)), 'approve')
      .catch((error: unknown) => error);
    expect(late).to.be.an.instanceOf(Error);
  });
});
