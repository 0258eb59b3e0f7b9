import { expect } from 'chai';
import { eventually } from '../eventually.js';
import { ask, cast, createWorld, readable, reading, withAction } from './world.js';

describe('a request nobody answers', () => {
  it('is reminded of, goes to the manager’s manager as well, and expires without a reset', async () => {
    const world = await createWorld({ policy: { remindAfter: 'PT2S', escalateAfter: 'PT4S', expireAfter: 'PT12S' } });
    try {
      const { reference, card } = await ask(world);
      const [sam, morgan, ingrid] = [cast.requester, cast.approver, cast.backup].map((name) => world.user(name));
      await morgan!.waitFor(
        (message) =>
          message.id !== card.id &&
          /remind|waiting|still/i.test(readable(message)) &&
          readable(message).includes(reference),
      );
      await reading(sam!, /remind/i);
      await withAction(ingrid!, 'approve');
      const expired = await reading(sam!, /expired/i);
      expect(readable(expired)).to.include(reference);
      const address = sam!.person.mail ?? '';
      await world.cloud.mailbox.waitFor(({ to, subject }) => to.includes(address) && /expired/.test(subject));
      // The buttons are gone; what an old device still sends is answered by the card as it is now.
      const requestId = /"requestId":"([0-9a-f-]{36})"/.exec(JSON.stringify(card.activity))?.[1];
      const action = { type: 'Action.Execute', verb: 'approve', data: { requestId } };
      const { status, body } = await morgan!.invoke('adaptiveCard/action', { action, trigger: 'manual' });
      expect(status).to.equal(200);
      expect(JSON.stringify(body))
        .to.include(reference)
        .and.to.match(/expired/i)
        .and.not.include('Approved by');
      expect(world.cloud.log.methodDeletes()).to.have.lengthOf(0);
    } finally {
      await world.close();
    }
  });

  it('can be approved by the backup', async () => {
    const world = await createWorld({ policy: { undoFor: 'PT0S', remindAfter: 'PT1S', escalateAfter: 'PT2S' } });
    try {
      const { reference, card } = await ask(world);
      const ingrid = world.user(cast.backup);
      const theirs = await withAction(ingrid, 'approve');
      await ingrid.tap(theirs, 'approve');
      await reading(world.user(cast.requester), new RegExp(`${reference}[\\s\\S]*Pass this on`));
      // The other one's card says who was faster, without buttons.
      const morgan = world.user(cast.approver);
      const followed = await morgan.waitFor(
        (message) => message.id === card.id && !JSON.stringify(message.activity).includes('"verb":"approve"'),
      );
      expect(readable(followed)).to.match(/Ingrid Sørensen|Done|in progress/);
    } finally {
      await world.close();
    }
  });
});

describe('a person Teams can’t reach', () => {
  it('is asked by mail once, and by card as soon as Teams lets it through', async () => {
    const world = await createWorld({ policy: { undoFor: 'PT0S' } });
    try {
      world.user(cast.approver).block();
      const sam = world.user(cast.requester);
      await sam.say('reset mfa for Priya – new phone');
      await sam.tap(await withAction(sam, 'confirm'), 'confirm');
      const address = world.cloud.directory.user(cast.approver).mail ?? '';
      const mail = await world.cloud.mailbox.waitFor((sent) => sent.to.includes(address));
      expect(mail.content).to.include('Priya Raman').and.to.include('Sam Whitfield');
      // The mail may be faster than the card.
      const refused = () => world.cloud.log.of({ service: 'connector', method: 'POST', status: 403 });
      await eventually(() => refused().length > 0);
      world.user(cast.approver).unblock();
      // The next change brings it.
      await sam.say('note she is at the front desk');
      const morgan = world.user(cast.approver);
      await morgan.tap(await withAction(morgan, 'approve'), 'approve');
      await reading(sam, /Pass this on/);
      expect(world.cloud.mailbox.to(address).filter(({ subject }) => subject === mail.subject)).to.have.lengthOf(1);
    } finally {
      await world.close();
    }
  });
});
