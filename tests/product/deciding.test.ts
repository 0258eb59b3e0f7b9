import { expect } from 'chai';
import { journalOf } from './journal.js';
import { ask, cast, createWorld, managerOf, policyGroups, readable, reading, withAction, type World } from './world.js';

describe('what an approver can answer', () => {
  let world: World;
  before(async () => {
    const { securityGroup, itGroup } = await policyGroups();
    world = await createWorld({
      policy: { undoFor: 'PT5S', holdFor: 'PT10M', securityGroup, itGroup, limits: { requestsPerDay: 100 } },
    });
  });
  after(() => world.close());

  const sam = () => world.user(cast.requester);

  it('“not for me” gives it to the next who may, with no cool-down and a card for each', async () => {
    const { card, reference } = await ask(world);
    const morgan = world.user(cast.approver);
    const answer = await morgan.tap(card, 'notForMe');
    expect(JSON.stringify(answer.card)).to.include('Ingrid Sørensen');
    const ingrid = world.user(cast.backup);
    const theirs = await ingrid.waitFor((message) => readable(message).includes(reference));
    await world.cloud.mailbox.waitFor(
      ({ to, subject }) => to.includes(ingrid.person.mail!) && subject.includes(reference),
    );
    await sam().waitFor((message) => readable(message).includes(reference) && /with Ingrid/.test(readable(message)));
    await ingrid.tap(theirs, 'reject', { reason: 'notNeeded' });
    await reading(sam(), new RegExp(`${reference}[\\s\\S]*A reset isn’t needed`));
    // Whoever passed it on still reads how it ended.
    await morgan.waitFor((message) => message.id === card.id && /Rejected/.test(readable(message)));
  });

  it('a question goes to the requester, and the answer comes back on the card', async () => {
    const { card, reference } = await ask(world, { target: cast.phoneOnly });
    const approver = world.user(managerOf(world, cast.phoneOnly));
    await approver.tap(card, 'ask');
    const asked = await approver.tap(card, 'ask', { text: 'Which phone was it?' });
    expect(JSON.stringify(asked.card)).to.include('Which phone was it?').and.to.include('"verb":"approve"');
    const question = await sam().waitFor(
      (message) =>
        readable(message).includes('Which phone was it?') && JSON.stringify(message.activity).includes('"id":"text"'),
    );
    const answered = await sam().tap(question, 'answer', { text: 'The blue one, from work' });
    expect(JSON.stringify(answered.card)).to.include('The blue one, from work');
    await approver.waitFor((message) => message.id === card.id && /The blue one, from work/.test(readable(message)));
    await sam().say(`cancel ${reference}`);
  });

  it('going back from a form shows the card again', async () => {
    const { card, reference } = await ask(world, { target: cast.twoPhones });
    const approver = world.user(managerOf(world, cast.twoPhones));
    await approver.tap(card, 'ask');
    const back = await approver.tap(card, 'refresh');
    expect(JSON.stringify(back.card)).to.include('"verb":"approve"').and.to.include('To be cleared');
    await sam().say(`cancel ${reference}`);
  });

  it('an approval that was taken back and given again is one reset, after the second window', async () => {
    const { id } = world.cloud.directory.user(cast.twoPhones);
    const { card, reference } = await ask(world, { target: cast.twoPhones });
    const approver = world.user(managerOf(world, cast.twoPhones));
    for (const verb of ['approve', 'undo', 'approve']) await approver.tap(card, verb);
    await reading(sam(), new RegExp(`${reference}[\\s\\S]*Pass this on`));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const revoked = world.cloud.log.of({ service: 'graph', path: /revokeSignInSessions$/ });
    expect(revoked.filter(({ path }) => path.includes(id))).to.have.lengthOf(2);
  });

  it('a risky approval is held, and starts when the approver has called back', async () => {
    const target = cast.everything;
    world.cloud.directory.user(target).lastPasswordChangeDateTime = new Date().toISOString();
    const { card, reference } = await ask(world, { target });
    expect(readable(card)).to.match(/password was changed/);
    const approver = world.user(managerOf(world, target));
    const held = await approver.tap(card, 'approve');
    expect(JSON.stringify(held.card)).to.include('starts later').and.to.include('"verb":"recordCallBack"');
    expect(world.cloud.log.methodDeletes(world.cloud.directory.user(target).id)).to.have.lengthOf(0);
    await approver.tap(card, 'recordCallBack');
    await reading(sam(), new RegExp(`${reference}[\\s\\S]*Pass this on`));
    const journal = await journalOf(world.product);
    expect(journal).to.include('callBackRecorded');
  });

  it('a call to a number that was changed lately ends no hold', async () => {
    const target = cast.nothing;
    world.cloud.directory.setPhone(target, { business: ['+44 20 7946 0199'] });
    const { card, reference } = await ask(world, { target });
    expect(readable(card)).to.match(/changed/);
    const approver = world.user(managerOf(world, target));
    const held = await approver.tap(card, 'approve');
    expect(JSON.stringify(held.card)).to.include('starts later').and.not.include('"verb":"recordCallBack"');
    const requestId = /"requestId":"([0-9a-f-]{36})"/.exec(JSON.stringify(card.activity))![1];
    const action = { type: 'Action.Execute', verb: 'recordCallBack', data: { requestId } };
    const { body } = await approver.invoke('adaptiveCard/action', { action, trigger: 'manual' });
    expect(JSON.stringify(body)).to.match(/call isn’t enough/);
    await sam().say(`cancel ${reference}`);
  });

  it('what was changed after it was asked makes the reset wait, and approver and target are told', async () => {
    const target = cast.phoneOnly;
    const { id, mail, otherMails } = world.cloud.directory.user(target);
    const { card, reference } = await ask(world, { target });
    world.cloud.directory.setPhone(target, { mobile: '+44 7700 900999' });
    const approver = world.user(managerOf(world, target));
    await approver.tap(card, 'approve');
    expect(readable(await reading(approver, /reset waits for a while/)))
      .to.include(reference)
      .and.match(/phone number was changed/);
    await approver.waitFor((message) => message.id === card.id && /starts later/.test(readable(message)));
    const told = await world.cloud.mailbox.waitFor(
      ({ subject }) => /waits for a while/.test(subject) && subject.includes(reference),
    );
    expect(told.to).to.have.members([mail, ...otherMails]);
    expect(told.content)
      .to.match(/Your phone number .* was changed/)
      .and.include(`Tell IT now, and quote ${reference}`);
    expect(world.cloud.log.methodDeletes(id)).to.have.lengthOf(0);
    expect(await journalOf(world.product)).to.include('"warnings":["phoneChangedLately"]');
    await approver.tap(await withAction(approver, 'undo'), 'undo');
    await sam().say(`cancel ${reference}`);
  });

  it('while it is held, somebody else who was asked can still reject it', async () => {
    const target = cast.administratorEligible;
    const { id } = world.cloud.directory.user(target);
    world.cloud.directory.user(target).lastPasswordChangeDateTime = new Date().toISOString();
    const { card, reference } = await ask(world, { target });
    const [manager, tomas, noor] = [managerOf(world, target), cast.security, cast.securitySecond].map((name) =>
      world.user(name),
    );
    const [theirs, hers] = await Promise.all(
      [tomas!, noor!].map((user) => user.waitFor((message) => readable(message).includes(reference))),
    );
    await manager!.tap(card, 'approve');
    await tomas!.tap(theirs!, 'approve');
    const held = await noor!.waitFor(
      (message) => message.id === hers!.id && /can still reject/.test(readable(message)),
    );
    await noor!.tap(held, 'reject', { reason: 'notNeeded' });
    await tomas!.waitFor((message) => message.id === theirs!.id && /Rejected by Noor/.test(readable(message)));
    await reading(sam(), new RegExp(`${reference}[\\s\\S]*A reset isn’t needed`));
    expect(world.cloud.log.methodDeletes(id)).to.have.lengthOf(0);
  });

  it('of several approvers the first one wins, and the other reads who it was', async () => {
    const { card, reference } = await ask(world, { target: cast.administrator, approver: cast.security });
    const [tomas, noor] = [world.user(cast.security), world.user(cast.securitySecond)];
    const theirs = await noor.waitFor((message) => readable(message).includes(reference));
    const [one, other] = await Promise.all([
      tomas.tap(card, 'reject', { reason: 'suspicious' }),
      noor.tap(theirs, 'approve'),
    ]);
    const texts = [one, other].map(({ card: shown }) => JSON.stringify(shown));
    expect(texts.some((text) => /Rejected|A second, different person/.test(text))).to.equal(true);
    await noor.waitFor((message) => message.id === theirs.id && /Rejected by Tomás Vidal/.test(readable(message)));
  });

  it('tells security of a suspicious request, and of a stolen phone before anybody decides', async () => {
    await reading(world.user(cast.security), /looks suspicious/);
    const { reference } = await ask(world, { target: cast.deadlock, why: 'his phone was stolen at the station' });
    const told = await world
      .user(cast.security)
      .waitFor((message) => readable(message).includes(reference) && /stolen/i.test(readable(message)));
    expect(readable(told)).to.include(cast.deadlock);
    await withAction(world.user(managerOf(world, cast.deadlock)), 'approve');
  });
});
