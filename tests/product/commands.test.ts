import { expect } from 'chai';
import { ask, cast, createWorld, managerOf, readable, reading, withAction, type World } from './world.js';

describe('commands in the chat', () => {
  let world: World;
  let reference: string;
  before(async () => {
    world = await createWorld();
    ({ reference } = await ask(world));
  });
  after(() => world.close());

  const latest = (name: string): string => readable(world.user(name).botMessages.at(-1)!);
  const says = async (name: string, text: string): Promise<string> => {
    await world.user(name).say(text);
    return latest(name);
  };

  it('shows the one open request for “status” and for “my requests”', async () => {
    for (const words of ['status', 'my requests', 'Status?', reference.toLowerCase(), `status ${reference}`]) {
      const answer = await says(cast.requester, words);
      expect(answer, words).to.include(reference).and.to.include('Waiting for approval');
    }
  });

  it('shows each who may see it their own card', async () => {
    expect(await says(cast.approver, `status ${reference}`)).to.include('your decision');
    expect(await says(cast.target, `status ${reference}`))
      .to.include('Sam Whitfield')
      .and.not.include('the old one is gone');
  });

  it('answers a stranger as if the reference did not exist', async () => {
    const other = await says(cast.ceo, `status ${reference}`);
    const unknown = await says(cast.ceo, 'status MFA-ZZZZ9');
    expect(other).to.equal(unknown);
    expect(other).to.match(/can’t find/);
    for (const command of ['nudge', 'cancel', 'note', 'answer'])
      expect(await says(cast.ceo, `${command} ${reference} please do`), command).to.match(/can’t find|didn’t get/);
  });

  it('shows an approver what waits for them', async () => {
    expect(await says(cast.approver, 'approvals'))
      .to.include(reference)
      .and.to.include('your decision');
    expect(await says(cast.ceo, 'approvals')).to.match(/nothing|no /i);
  });

  it('reminds the approver once in a quarter of an hour', async () => {
    expect(await says(cast.requester, 'nudge')).to.match(/reminded them/);
    await reading(world.user(cast.approver), new RegExp(`${reference}[\\s\\S]*asks again`));
    expect(await says(cast.requester, `nudge ${reference}`)).to.match(/again at/);
  });

  it('takes a note, with words or with a form for them, and the approver reads it', async () => {
    expect(await says(cast.requester, `note ${reference}: she is at the front desk now`)).to.match(/with the approver/);
    await reading(world.user(cast.approver), /she is at the front desk now/);
    await world.user(cast.requester).say('note');
    const form = await withAction(world.user(cast.requester), 'note');
    await world.user(cast.requester).tap(form, 'note', { text: 'her new number is in the directory' });
    await reading(world.user(cast.approver), /her new number is in the directory/);
  });

  it('edits every copy of the card it has shown', async () => {
    const sam = world.user(cast.requester);
    const copies = sam.botMessages.filter((message) => readable(message).includes('Waiting for approval'));
    expect(copies.length).to.be.greaterThan(2);
    await says(cast.requester, `cancel ${reference}`);
    const last = copies.at(-1)!;
    await sam.waitFor((message) => message.id === last.id && /Cancelled/.test(readable(message)));
  });

  it('lists several, and shows the one that is chosen', async () => {
    const [first, second] = [
      await ask(world, { target: cast.phoneOnly }),
      await ask(world, { target: cast.twoPhones }),
    ];
    const sam = world.user(cast.requester);
    await sam.say('status');
    const list = await withAction(sam, 'show');
    expect(readable(list)).to.include(first.reference).and.to.include(second.reference);
    const requestId = /"requestId":"([0-9a-f-]{36})"/.exec(JSON.stringify(first.card.activity))![1]!;
    const shown = await sam.tap(list, 'show', { requestId });
    expect(JSON.stringify(shown.card)).to.include(first.reference);
    expect(await says(cast.requester, 'nudge')).to.include(second.reference);
    expect(readable(sam.botMessages.at(-2)!)).to.match(/several open requests/);
  });

  it('shows ended ones under “my requests”, and the last one when nothing is open', async () => {
    const name = 'Harriet Fairbairn';
    const { reference: own } = await ask(world, { requester: name, target: cast.nothing });
    await says(name, `cancel ${own}`);
    await reading(world.user(name), /Cancelled/);
    expect(await says(name, 'status'))
      .to.include(own)
      .and.to.include('Cancelled');
    expect(await says(cast.ceo, 'status')).to.match(/haven’t asked/);
  });

  it('writes in the language that was chosen', async () => {
    expect(await says(cast.ceo, 'language')).to.match(/English \(en\)/);
    expect(await says(cast.ceo, 'language tlh')).to.match(/don’t know that language/);
    expect(await says(cast.ceo, 'language en-us')).to.match(/from now on/);
    const approver = managerOf(world, cast.everything);
    await says(approver, 'language en-US');
    const { card } = await ask(world, { target: cast.everything });
    expect(readable(card)).to.match(/ [AP]M/);
  });

  it('goes on where it was after a command in between', async () => {
    const name = managerOf(world, cast.requester);
    await world.user(name).say('reset mfa for Priya Raman');
    expect(latest(name)).to.match(/Why do they need it/);
    await world.user(name).say('approvals');
    expect(latest(name)).to.match(/Why do they need it/);
    await world.user(name).say('note that her phone went into the lake');
    expect(latest(name)).to.include('note that her phone went into the lake');
  });
});
