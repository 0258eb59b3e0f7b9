import { expect } from 'chai';
import { cast, createWorld, readable, reading, send, withAction, type World } from './world.js';

describe('what somebody says about a lost phone', () => {
  let world: World;
  before(async () => {
    world = await createWorld({ policy: { limits: { requestsPerDay: 100 } } });
  });
  after(() => world.close());

  const sam = () => world.user(cast.requester);
  const personId = () => world.cloud.directory.user(cast.target).id;
  const filledIn = async (data: object): Promise<string> => {
    const { body } = await send(sam(), 'submitForm', { personId: personId(), ...data });
    return JSON.stringify(body);
  };

  it('counts as it was chosen in the form, whatever the words sound like', async () => {
    expect(await filledIn({ why: 'My new phone arrives tomorrow', lost: 'securityKey' }))
      .to.include('Security key lost or broken')
      .and.not.include('"New phone"');
  });

  it('is read from the words where the form says nothing', async () => {
    const card = await filledIn({ why: 'It was stolen on the train, and she is locked out', lost: 'unknown' });
    expect(card).to.include('Phone stolen').and.to.include('Locked out right now');
    expect(await filledIn({ why: 'Nothing works here since Monday' })).to.not.include('Locked out right now');
  });

  it('is read from what is typed when the bot asks why', async () => {
    await sam().say(`reset mfa for ${cast.target}`);
    await reading(sam(), /Why do they need it/);
    await sam().say('It was stolen on the train, and she is locked out');
    const confirm = readable(await withAction(sam(), 'confirm'));
    expect(confirm).to.include('Phone stolen').and.to.include('Locked out right now');
    await sam().say('cancel');
  });

  it('offers no account that can’t be reset where the name fits others as well', async () => {
    const person = world.cloud.directory.user(cast.twoPhones);
    person.accountEnabled = false;
    try {
      await sam().say('reset mfa for Alex because the phone is lost');
      expect(readable(await withAction(sam(), 'choose')))
        .to.include(cast.phoneOnly)
        .and.not.include(cast.twoPhones);
    } finally {
      person.accountEnabled = true;
      await sam().say('cancel');
    }
  });
});
