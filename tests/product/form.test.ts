import { expect } from 'chai';
import { cast, createWorld, readable, reading, typesOf, withAction, type World } from './world.js';

describe('the form', () => {
  let world: World;
  before(async () => {
    world = await createWorld({ policy: { undoFor: 'PT0S', limits: { requestsPerDay: 100 } } });
  });
  after(() => world.close());

  const latest = (name: string): string => readable(world.user(name).botMessages.at(-1)!);
  const idOf = (name: string): string => world.cloud.directory.user(name).id;

  it('gives place to the confirmation and then to the status card', async () => {
    const sam = world.user(cast.requester);
    await sam.say('reset mfa');
    const form = await withAction(sam, 'submitForm');
    const inputs = {
      personId: idOf(cast.target),
      why: 'Her phone was run over by a bus',
      lost: 'lostPhone',
      urgent: true,
    };
    const confirm = await sam.tap(form, 'submitForm', inputs);
    expect(JSON.stringify(confirm.card)).to.include('Her phone was run over by a bus').and.to.include(cast.target);
    const pending = await sam.tap(form, 'confirm');
    expect(JSON.stringify(pending.card)).to.include('Waiting for approval').and.to.include('Locked out right now');
    // One message from the form to the end.
    await sam.waitFor((message) => message.id === form.id && /Waiting for approval/.test(readable(message)));
    const cancelled = await sam.tap(form, 'cancel');
    expect(JSON.stringify(cancelled.card)).to.include('Cancelled');
  });

  it('says what was left out, and what is typed then counts as well', async () => {
    const sam = world.user(cast.requester);
    await sam.say('reset mfa');
    const form = await withAction(sam, 'submitForm');
    const empty = await sam.tap(form, 'submitForm', {});
    expect(JSON.stringify(empty.card)).to.include('Choose your colleague').and.to.include('Say why they need it');
    const half = await sam.tap(form, 'submitForm', { personId: idOf(cast.phoneOnly), lost: 'lostPhone' });
    expect(JSON.stringify(half.card)).to.include(idOf(cast.phoneOnly)).and.to.not.include('Choose your colleague');
    await sam.say('help');
    expect(latest(cast.requester)).to.match(/Why do they need it/);
    await sam.say('The phone is gone since yesterday');
    expect(readable(await withAction(sam, 'confirm'))).to.include(cast.phoneOnly);
  });

  it('takes a typed name as well', async () => {
    const sam = world.user(cast.requester);
    await sam.say('reset mfa');
    await withAction(sam, 'submitForm');
    await sam.say('Alex Osei');
    await reading(sam, /Why do they need it/);
    await sam.say('cancel');
    expect(latest(cast.requester)).to.match(/Stopped/);
  });

  it('asks again where the reason is too short or too long', async () => {
    const sam = world.user(cast.requester);
    for (const why of ['short', 'x'.repeat(501)]) {
      const { body } = await sam.invoke('adaptiveCard/action', {
        action: { type: 'Action.Execute', verb: 'submitForm', data: { personId: idOf(cast.nothing), why } },
        trigger: 'manual',
      });
      expect(JSON.stringify(body)).to.match(/10 to 500 characters/);
    }
    await sam.say('too short');
    expect(latest(cast.requester)).to.match(/10 to 500 characters/);
    await sam.say('cancel');
  });

  it('takes nothing from the form but what it asked for', async () => {
    const sam = world.user(cast.requester);
    const hostile = {
      personId: '../../me',
      why: { nested: true },
      lost: '__proto__',
      urgent: 7,
      requesterId: idOf(cast.ceo),
      approver: idOf(cast.requester),
    };
    const { status, body } = await sam.invoke('adaptiveCard/action', {
      action: { type: 'Action.Execute', verb: 'submitForm', data: hostile },
      trigger: 'manual',
    });
    expect(status).to.equal(200);
    expect(JSON.stringify(body)).to.include('Choose your colleague').and.not.include(idOf(cast.ceo));
    expect(world.product.output()).to.not.include('a turn failed');
    await sam.say('cancel');
  });

  it('clears only what the lost phone carried, where that was chosen', async () => {
    const target = cast.everything;
    const sam = world.user(cast.requester);
    await sam.say(`reset mfa for ${target} because of a new phone, the old one went to recycling`);
    const confirm = await withAction(sam, 'confirm');
    const pending = await sam.tap(confirm, 'confirm', { clearing: 'lost' });
    const reference = /MFA-[0-9A-Z]{5}/.exec(JSON.stringify(pending.card))![0];
    const approver = world.user(world.cloud.directory.managerOf(target)!.displayName);
    const card = await approver.waitFor((message) => readable(message).includes(reference));
    expect(readable(card)).to.not.match(/Passkey|Windows Hello/);
    const before = typesOf(world, target);
    await approver.tap(card, 'approve');
    await reading(sam, new RegExp(`${reference}[\\s\\S]*Pass this on`));
    const gone = ['phone', 'microsoftAuthenticator', 'softwareOath'];
    expect(typesOf(world, target)).to.have.members(before.filter((type) => !gone.includes(type)));
    expect(typesOf(world, target)).to.include('fido2');
  });
});
