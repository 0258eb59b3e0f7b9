import { expect } from 'chai';
import { ask, cast, createWorld, readable, reading, send, withAction, type World } from './world.js';

describe('first aid in the chat', () => {
  let world: World;
  before(async () => {
    const support = { phone: '+44 20 7946 0000', passwordReset: 'https://support.contoso.example/password' };
    world = await createWorld({ policy: { support } });
  });
  after(() => world.close());

  const latest = (name: string): string => readable(world.user(name).botMessages.at(-1)!);
  const says = async (name: string, text: string): Promise<string> => {
    await world.user(name).say(text);
    return latest(name);
  };

  it('lists its questions, answers the one that is chosen, and comes back to them', async () => {
    const sam = world.user(cast.requester);
    await sam.say('help');
    const help = await withAction(sam, 'firstAid');
    const menu = await sam.tap(help, 'firstAid');
    expect(JSON.stringify(menu.card)).to.include('What is it about?');
    const answer = await sam.tap(help, 'Show me', { topic: 'password' });
    expect(JSON.stringify(answer.card)).to.include('https://support.contoso.example/password');
    const again = await sam.tap(help, 'firstAid');
    expect(JSON.stringify(again.card)).to.include('What is it about?');
  });

  it('opens the form from an answer, and what is typed next counts for it', async () => {
    const sam = world.user(cast.requester);
    expect(await says(cast.requester, 'What happens next?')).to.include('step by step');
    const form = await sam.tap(await withAction(sam, 'openForm'), 'openForm');
    expect(JSON.stringify(form.card)).to.include('Who needs the reset?');
    await sam.say('Alex Osei');
    await reading(sam, /Why do they need it/);
    await sam.say('cancel');
  });

  it('shows who has their own request, and reminds them', async () => {
    expect(await says(cast.requester, 'nobody answers')).to.include('None of your requests');
    const { reference } = await ask(world);
    const answer = await says(cast.requester, 'Nobody answers');
    expect(answer).to.include(reference).and.include('Morgan').and.include('No answer');
    const sam = world.user(cast.requester);
    const nudged = await sam.tap(sam.botMessages.at(-1)!, 'nudge');
    expect(JSON.stringify(nudged.card)).to.include('You had them reminded');
    await reading(world.user(cast.approver), new RegExp(`${reference}[\\s\\S]*asks again`));
    // Nobody else's.
    for (const name of [cast.approver, cast.target, cast.ceo])
      expect(await says(name, 'nobody answers'), name).to.not.include(reference);
  });

  it('answers a question in the middle of another one, and goes on where it was', async () => {
    await world.user(cast.ceo).say('reset mfa for Priya Raman');
    await world.user(cast.ceo).say('Is it safe?');
    const [answer, asked] = world.user(cast.ceo).botMessages.slice(-2).map(readable);
    expect(answer).to.include('unless an approver agrees');
    expect(asked).to.match(/Why do they need it/);
    await world.user(cast.ceo).say('cancel');
  });

  it('tells who lost their own phone how a colleague asks for them', async () => {
    expect(await says(cast.target, 'I got a new phone')).to.include('A colleague has to ask for you');
    expect(await says(cast.target, 'I lost my phone on the train')).to.include('A colleague has to ask for you');
  });

  it('a topic that there is not gets the questions', async () => {
    for (const topic of ['__proto__', 'constructor', 'nothing', 7, null, { a: 1 }])
      expect(JSON.stringify((await send(world.user(cast.requester), 'firstAid', { topic })).body)).to.include(
        'What is it about?',
      );
  });
});

describe('first aid where people may ask for themselves', () => {
  it('takes the lost phone for a request', async () => {
    const world = await createWorld({ policy: { selfService: true } });
    await world.user(cast.target).say('I lost my phone on the train');
    expect(readable(await withAction(world.user(cast.target), 'confirm'))).to.include('lost my phone on the train');
    await world.close();
  });
});
