import { expect } from 'chai';
import { journalOf } from './journal.js';
import { ask, cast, createWorld, policyGroups, readable, reading, requestIdOf, send, type World } from './world.js';

describe('somebody else’s decision', () => {
  let world: World;
  before(async () => {
    const { itGroup } = await policyGroups();
    world = await createWorld({ policy: { itGroup, undoFor: 'PT0S', limits: { requestsPerDay: 100 } } });
  });
  after(() => world.close());

  const sam = () => world.user(cast.requester);
  const morgan = () => world.user(cast.approver);
  const ingrid = () => world.user(cast.backup);
  const idOf = (name: string): string => world.cloud.directory.user(name).id;
  const offers = (activity: object, verb: string): boolean => JSON.stringify(activity).includes(`"verb":"${verb}"`);

  it('is given away by the approver, to one of those the policy allows', async () => {
    const { card, reference } = await ask(world);
    const choice = await morgan().tap(card, 'reassign');
    expect(JSON.stringify(choice.card)).to.include('Ingrid Sørensen').and.not.include('Sam Whitfield');
    const back = await morgan().tap(card, 'refresh');
    expect(offers(back.card ?? {}, 'approve')).to.equal(true);
    await morgan().tap(card, 'reassign');
    const given = await morgan().tap(card, 'reassign', { to: idOf(cast.backup) });
    expect(JSON.stringify(given.card)).to.include('with Ingrid Sørensen now');
    const told = await reading(
      sam(),
      new RegExp(`${reference}[\\s\\S]*Morgan Okafor can’t decide it and gave it to Ingrid`),
    );
    expect(readable(told)).to.include('is with Ingrid Sørensen now');
    const theirs = await ingrid().waitFor(
      (message) => readable(message).includes(reference) && offers(message.activity, 'approve'),
    );
    expect(readable(theirs)).to.include('Morgan Okafor gave this decision to you');
    await world.cloud.mailbox.waitFor(
      ({ to, subject }) => to.includes(ingrid().person.mail ?? '') && subject.includes(reference),
    );
    // Theirs no more: what an old device still sends shows the card as it is.
    const { body } = await send(morgan(), 'approve', { requestId: requestIdOf(card) });
    expect(JSON.stringify(body)).to.match(/can’t find/);
    await sam().say(`cancel ${reference}`);
  });

  it('goes only to whom the policy names, whatever a card’s data say', async () => {
    const { card, reference } = await ask(world);
    const requestId = requestIdOf(card);
    const others = [cast.requester, cast.target, cast.ceo, cast.approver, cast.guest];
    for (const name of others) {
      const { body } = await send(morgan(), 'reassign', { requestId, from: idOf(cast.approver), to: idOf(name) });
      expect(JSON.stringify(body), name).to.match(/can’t decide this request/);
    }
    for (const name of [cast.requester, cast.target, cast.ceo]) {
      const { body } = await send(world.user(name), 'reassign', {
        requestId,
        from: idOf(cast.approver),
        to: idOf(cast.backup),
      });
      expect(JSON.stringify(body), name).to.match(/can’t find|isn’t yours/);
    }
    const lines = (await journalOf(world.product)).split('\n').filter((line) => line.includes('attemptRefused'));
    expect(lines.filter((line) => line.includes(requestId)).length).to.be.at.least(others.length);
    await sam().say(`cancel ${reference}`);
  });

  it('is arranged by IT, which tells the one who had it, the one who has it, and the requester', async () => {
    const { reference, card } = await ask(world);
    const dana = world.user(cast.it);
    await dana.say(`status ${reference}`);
    const theirs = await dana.waitFor(
      (message) => readable(message).includes(reference) && offers(message.activity, 'addBackup'),
    );
    const choice = await dana.tap(theirs, 'reassign');
    expect(JSON.stringify(choice.card)).to.include('Ingrid Sørensen').and.to.include('It is with Morgan Okafor now');
    const arranged = await dana.tap(theirs, 'reassign', { to: idOf(cast.backup) });
    expect(JSON.stringify(arranged.card)).to.include('Dana Kowalski gave it to Ingrid Sørensen');
    await reading(
      morgan(),
      new RegExp(`${reference}[\\s\\S]*Dana Kowalski gave the decision about Priya Raman to Ingrid`),
    );
    await reading(
      sam(),
      new RegExp(`${reference}[\\s\\S]*Dana Kowalski gave it to Ingrid Sørensen in place of Morgan`),
    );
    const followed = await morgan().waitFor(({ id, activity }) => id === card.id && !offers(activity, 'approve'));
    expect(readable(followed)).to.include('with Ingrid Sørensen now');
    await sam().say(`cancel ${reference}`);
  });

  it('can be arranged by typing, and the backup added at once', async () => {
    const { reference } = await ask(world);
    const dana = world.user(cast.it);
    await dana.say(`reassign ${reference.toLowerCase()}`);
    expect(readable(dana.botMessages.at(-1)!)).to.include('Who should decide instead?');
    await dana.say(`backup ${reference}`);
    expect(readable(dana.botMessages.at(-1)!)).to.match(/Morgan Okafor or Ingrid Sørensen/);
    await reading(sam(), new RegExp(`${reference}[\\s\\S]*More people asked|More people asked[\\s\\S]*${reference}`));
    await sam().say(`backup ${reference}`);
    expect(readable(sam().botMessages.at(-1)!)).to.include('Only IT');
    await world.user(cast.ceo).say(`reassign ${reference}`);
    expect(readable(world.user(cast.ceo).botMessages.at(-1)!)).to.include('can’t find');
    await sam().say(`cancel ${reference}`);
  });
});
