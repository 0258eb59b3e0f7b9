import { expect } from 'chai';
import { groupNames } from '../../sandbox/cloud/index.js';
import type { ChatMessage, TeamsUser } from '../../sandbox/cloud/teamsClient.js';
import { eventually } from '../eventually.js';
import { journalOf } from './journal.js';
import {
  ask,
  AT_ONCE,
  cast,
  createWorld,
  managerOf,
  policyGroups,
  readable,
  reading,
  requestIdOf,
  send,
  withAction,
  type World,
} from './world.js';

describe('IT follows up', () => {
  let world: World;
  before(async () => {
    const { itGroup } = await policyGroups();
    world = await createWorld({
      policy: { ...AT_ONCE, itGroup, limits: { requestsPerDay: 100 }, support: { phone: '+44 20 7946 0000' } },
    });
  });
  after(() => world.close());

  const sam = (): TeamsUser => world.user(cast.requester);
  const dana = (): TeamsUser => world.user(cast.it);
  const rui = (): TeamsUser => world.user(cast.itSecond);
  const latest = (user: TeamsUser): string => readable(user.botMessages.at(-1)!);
  const says = async (user: TeamsUser, text: string): Promise<string> => {
    await user.say(text);
    return latest(user);
  };
  /** IT's message to the requester, with the field and the quick answers. */
  const asked = (reference: string): Promise<ChatMessage> =>
    sam().waitFor(
      (message) => readable(message).includes(reference) && JSON.stringify(message.activity).includes('"verb":"reply"'),
    );
  /** IT's live card of it. */
  const cardOf = async (user: TeamsUser, reference: string): Promise<ChatMessage> => {
    await user.say(`status ${reference}`);
    return user.botMessages.at(-1)!;
  };
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  it('the requester reads who of IT asks, and the answer comes back to them and to who watches', async () => {
    const { reference } = await ask(world, { target: cast.target });
    const watched = await cardOf(rui(), reference);
    expect(await says(dana(), `follow up ${reference} Is Priya in again?`))
      .to.include(reference)
      .and.include('Sam');
    const card = await asked(reference);
    expect(readable(card)).to.include('Dana Kowalski from IT').and.include('“Is Priya in again?”');
    expect(readable(card)).to.include('+44 20 7946 0000');
    const answered = await sam().tap(card, 'reply', { text: 'Not yet, she is on the train' });
    expect(JSON.stringify(answered.card)).to.include('IT has your answer').and.include('she is on the train');
    for (const user of [dana(), rui()]) {
      const told = await reading(user, new RegExp(`${reference}[\\s\\S]*on the train`));
      // The line of a notification never has words in it.
      expect(told.activity['summary']).not.to.include('train');
    }
    // The card that Rui opened shows both.
    await rui().waitFor(
      (message) => message.id === watched.id && /Is Priya in again[\s\S]*on the train/.test(readable(message)),
    );
    const entries = (await journalOf(world.product)).split('\n').filter((line) => line.includes(reference));
    for (const event of ['followedUp', 'replied'])
      expect(
        entries.some((line) => line.includes(`"event":"${event}"`)),
        event,
      ).to.be.true;
  });

  it('a button on IT’s card writes as well, and what is told leads back to it', async () => {
    const { reference } = await ask(world, { target: cast.twoPhones });
    const card = await cardOf(dana(), reference);
    const form = await dana().tap(card, 'followUp');
    expect(JSON.stringify(form.card)).to.include('Message the requester');
    const sent = await dana().tap(card, 'followUp', { text: 'Can they sign in again?' });
    expect(JSON.stringify(sent.card)).to.include('Can they sign in again?').and.include('"verb":"handBack"');
    await sam().tap(await asked(reference), 'sorted');
    const told = await reading(
      dana(),
      new RegExp(`${reference}[\\s\\S]*Sorted, says|Sorted, says[\\s\\S]*${reference}`),
    );
    const shown = await dana().tap(told, 'show');
    expect(JSON.stringify(shown.card)).to.include('Can they sign in again?').and.include('sorted');
  });

  it('one of IT has it: another is told who and since when, and may take it over', async () => {
    const { reference } = await ask(world, { target: cast.everything });
    await dana().say(`follow up ${reference} Any news?`);
    await rui().say(`follow up ${reference} How is it going?`);
    const [no, offer] = rui().botMessages.slice(-2);
    expect(readable(no!)).to.match(new RegExp(`Dana Kowalski took this .*take over ${reference}`));
    expect(JSON.stringify(offer!.activity)).to.include('"verb":"takeOver"').and.not.include('"verb":"followUp"');
    expect(readable(sam().botMessages.at(-1)!))
      .to.include('Any news?')
      .and.not.include('How is it going?');

    const taken = await rui().tap(offer!, 'takeOver');
    expect(JSON.stringify(taken.card)).to.include('Rui Almeida, taken').and.include('"verb":"followUp"');
    await reading(dana(), new RegExp(`${reference}[\\s\\S]*Rui Almeida has taken`));
    await dana().say(`follow up ${reference} Once more?`);
    expect(readable(dana().botMessages.at(-2)!)).to.include('Rui Almeida took this');
    await rui().say(`follow up ${reference} How is it going?`);
    await reading(sam(), /How is it going\?/);

    expect(await says(rui(), `hand back ${reference}`)).to.include('handed back');
    expect(await says(dana(), `claim ${reference}`)).to.include('is yours now');
    expect(await says(rui(), `claim ${reference}`)).to.include('Dana Kowalski took this');
    const entries = (await journalOf(world.product)).split('\n').filter((line) => line.includes(reference));
    expect(entries.some((line) => line.includes(`"event":"takenOver"`) && line.includes(dana().person.id))).to.be.true;
  });

  it('only IT can, and only the requester answers; nobody else learns that there is such a request', async () => {
    const { reference, card } = await ask(world, { target: cast.deadlock });
    const requestId = requestIdOf(card);
    const manager = managerOf(world, cast.deadlock);
    const before = sam().botMessages.length;
    for (const [name, no] of [
      [cast.requester, /Only IT/],
      [manager, /Only IT/],
      [cast.deadlock, /Only IT/],
      [cast.security, /can’t find/],
      [cast.ceo, /can’t find/],
    ] as const) {
      for (const verb of ['followUp', 'claim', 'takeOver', 'handBack']) {
        const { body } = await send(world.user(name), verb, { requestId, text: 'let me in', as: 'it' });
        expect(JSON.stringify(body), `${name} ${verb}`).to.match(no);
      }
      expect(await says(world.user(name), `follow up ${reference} let me in`), name).to.match(no);
    }
    for (const name of [manager, cast.deadlock, cast.ceo, cast.itSecond])
      for (const verb of ['reply', 'sorted', 'stillLockedOut']) {
        const { body } = await send(world.user(name), verb, { requestId, text: 'it is me' });
        expect(JSON.stringify(body), `${name} ${verb}`).to.match(/can’t find/);
      }
    const told = sam().botMessages.slice(before).map(readable).join('\n');
    expect(told).not.to.include('let me in').and.not.include('it is me');
    const unknown = await says(world.user(cast.ceo), 'follow up MFA-22222 let me in');
    expect(await says(world.user(cast.ceo), `follow up ${reference} let me in`)).to.equal(unknown);
  });

  it('“answer” goes to the approver who asked, and else to IT', async () => {
    const { reference, card } = await ask(world, { target: cast.nothing });
    const approver = world.user(managerOf(world, cast.nothing));
    await send(approver, 'ask', { requestId: requestIdOf(card), text: 'Which phone was it?' });
    await reading(sam(), /Which phone was it/);
    await dana().say(`follow up ${reference} Is it the blue one?`);
    await asked(reference);
    expect(await says(sam(), `answer ${reference} the green one`)).to.include('with the approver');
    await reading(approver, /the green one/);
    expect(await says(sam(), `answer ${reference} no, the green one`)).to.include('IT has your answer');
    await reading(dana(), /no, the green one/);
    expect(await says(sam(), `reply ${reference} and it is flat`)).to.include('IT has your answer');
    await reading(dana(), /and it is flat/);
  });

  it('without words each asks for them', async () => {
    const { reference } = await ask(world, { target: cast.phoneOnly });
    expect(await says(dana(), 'follow up')).to.include('Which request');
    expect(await says(dana(), `follow up ${reference}`)).to.include('Message the requester');
    await dana().tap(await withAction(dana(), 'followUp'), 'followUp', { text: 'Hello there?' });
    await asked(reference);
    expect(await says(sam(), `reply ${reference}`))
      .to.include('Answer IT')
      .and.include('Hello there?');
    expect(await says(sam(), `sorted ${reference}`)).to.include(`${reference}: good to hear`);
    expect(await says(sam(), `sorted ${reference}`)).to.include('done already');
    expect(await says(world.user(cast.ceo), 'still locked out')).to.match(/which request you mean.*\+44 20 7946 0000/);
  });

  it('a message that Teams delivers again is one message', async () => {
    const { card } = await ask(world, { requester: cast.target, target: cast.requester });
    const requestId = requestIdOf(card);
    const priya = world.user(cast.target);
    for (let times = 0; times < 3; times++) await send(rui(), 'followUp', { requestId, text: 'Only once?', as: 'it' });
    const theirs = await withAction(priya, 'reply');
    await pause(500);
    const told = priya.botMessages.filter(
      (message) =>
        readable(message).includes('Only once?') && JSON.stringify(message.activity).includes('"verb":"reply"'),
    );
    expect(told).to.have.lengthOf(1);
    await priya.tap(theirs, 'reply', { text: 'It is fine' }, { redeliver: { sameId: 1, newId: 2 } });
    await reading(rui(), /It is fine/);
    await pause(500);
    const answers = rui().botMessages.filter((message) =>
      /Answer: \n?“It is fine”|“It is fine”/.test(readable(message)),
    );
    expect(answers).to.have.lengthOf(1);
  });

  it('goes by mail where Teams refuses the requester', async () => {
    const { reference } = await ask(world, { requester: cast.approver, target: cast.backup });
    const requester = world.user(cast.approver);
    requester.block();
    await dana().say(`follow up ${reference} Is it sorted out there?`);
    const mail = await world.cloud.mailbox.waitFor(
      ({ to, subject }) => to.includes(requester.person.mail ?? '') && subject.includes('IT has a message'),
    );
    expect(mail.subject).to.include(reference);
    expect(mail.content).to.include('Dana Kowalski from IT').and.include('Is it sorted out there?');
    expect(mail.content).to.include('+44 20 7946 0000');
    requester.unblock();
  });

  it('whoever has left IT is told nothing more of it', async () => {
    const { directory } = world.cloud;
    const { reference } = await ask(world, { requester: cast.backup, target: cast.approver, approver: cast.ceo });
    await rui().say(`follow up ${reference} Are you in?`);
    const ingrid = world.user(cast.backup);
    const card = await withAction(ingrid, 'reply');
    const group = directory.group(groupNames.it);
    group.members.delete(rui().person.id);
    await ingrid.tap(card, 'reply', { text: 'Something that is for IT only' });
    // Nobody who watches is left: then all of IT are told.
    await reading(dana(), /Something that is for IT only/);
    await pause(300);
    expect(rui().botMessages.map(readable).join('\n')).not.to.include('Something that is for IT only');
    expect(await says(rui(), `follow up ${reference} Hello again?`)).to.match(/can’t find|Only IT/);
    group.members.add(rui().person.id);
  });

  it('what both wrote is erased after the retention time, from the row and from the journal', async () => {
    const other = await createWorld({ policy: { ...(await policyGroups()), retention: 'PT3S' } });
    try {
      const [word, again] = ['Brillenbär', 'Waschbär'];
      const { reference, card } = await ask(other);
      await other.user(cast.it).say(`follow up ${reference} Has the ${word} gone?`);
      await other.user(cast.requester).tap(await withAction(other.user(cast.requester), 'reply'), 'reply', {
        text: `The ${again} has it`,
      });
      const kept = async (): Promise<readonly boolean[]> => {
        const journal = await journalOf(other.product);
        return [word, again].map((each) => journal.includes(each));
      };
      expect(await kept()).to.deep.equal([true, true]);
      await other.user(cast.approver).tap(card, 'reject', { reason: 'notNeeded' });
      await eventually(async () => !(await kept()).includes(true));
      await other.user(cast.it).say(`status ${reference}`);
      expect(readable(other.user(cast.it).botMessages.at(-1)!)).to.include('removed after the retention time');
      await other.user(cast.it).say(`follow up ${reference} And now?`);
      expect(readable(other.user(cast.it).botMessages.at(-1)!)).to.match(/isn’t possible at this point/);
    } finally {
      await other.close();
    }
  });
});
