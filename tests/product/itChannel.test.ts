import { expect } from 'chai';
import type { ChatMessage, TeamsChannel, TeamsUser } from '../../sandbox/cloud/teamsClient.js';
import { journalOf } from './journal.js';
import {
  ask,
  AT_ONCE,
  cast,
  createWorld,
  managerOf,
  policyOfIt,
  readable,
  reading,
  requestIdOf,
  withAction,
  type World,
} from './world.js';

const URGENT = 'new phone, and locked out right now';
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const with_ = (reference: string, words: RegExp) => (message: ChatMessage) =>
  readable(message).includes(reference) && words.test(readable(message));

describe('IT’s channel', () => {
  let world: World;
  let channel: TeamsChannel;
  before(async () => {
    world = await createWorld({ policy: { ...AT_ONCE, ...(await policyOfIt()), limits: { requestsPerDay: 100 } } });
    channel = world.cloud.teams.channel(world.cloud.itChannel);
  });
  after(() => world.close());

  const dana = (): TeamsUser => world.user(cast.it);
  const sam = (): TeamsUser => world.user(cast.requester);
  const urgent = async (target: string) => {
    const asked = await ask(world, { target, why: URGENT });
    return { ...asked, post: await channel.waitFor(with_(asked.reference, /Urgent/)) };
  };
  const complete = async (target: string, card: ChatMessage, reference: string): Promise<ChatMessage> => {
    await world.user(managerOf(world, target)).tap(card, 'approve');
    return sam().waitFor(
      (message) => readable(message).includes(reference) && JSON.stringify(message.activity).includes('stillLockedOut'),
    );
  };

  it('reads of an urgent request as it is raised: reference, urgency and for whom, and nothing more', async () => {
    const before = dana().botMessages.length;
    const { post, reference } = await urgent(cast.target);
    expect(readable(post)).to.include('Priya Raman').and.include('locked out right now');
    expect(JSON.stringify(post.activity)).not.to.match(/Sam|Whitfield|new phone|Morgan|Financial/);
    await pause(300);
    expect(dana().botMessages.length, 'nobody is told in person besides').to.equal(before);
    const calm = await ask(world, { target: cast.nothing });
    await pause(500);
    expect(channel.botMessages.filter(with_(calm.reference, /./))).to.deep.equal([]);
    expect(channel.botMessages.filter(with_(reference, /./))).to.have.lengthOf(1);
  });

  it('opens the details in one’s own chat, for IT alone', async () => {
    const { post, reference } = await urgent(cast.twoPhones);
    const inChannel = channel.messages.length;
    const opened = await dana().tap(post, 'details', {}, { redeliver: { sameId: 1, newId: 2 } });
    expect(opened).to.include({ kind: 'message' });
    expect(opened.text).to.match(/to your own chat/);
    const card = await dana().waitFor(with_(reference, /Sam Whitfield/));
    expect(readable(card)).to.include(URGENT);
    expect(JSON.stringify(card.activity)).to.include('"verb":"followUp"');
    await pause(500);
    expect(dana().botMessages.filter(with_(reference, /./)), 'once').to.have.lengthOf(1);
    expect(channel.messages, 'nothing more in the channel').to.have.lengthOf(inChannel);
    // Tomás reads the channel, and is of security.
    const tomás = world.user(cast.security);
    const no = await tomás.tap(post, 'details');
    expect(no.text).to.equal('Only IT can do this.');
    await pause(300);
    expect(tomás.botMessages.filter(with_(reference, /./))).to.deep.equal([]);
    const refused = (await journalOf(world.product))
      .split('\n')
      .filter((line) => line.includes('"command":"details"') && line.includes(tomás.person.id));
    expect(refused).to.have.lengthOf(1);
    expect(refused[0]).to.include(reference).and.include('notIt');
  });

  it('answers who is not of IT alike, whether there is such a request or not', async () => {
    const { post } = await urgent(cast.everything);
    const thread = world.cloud.teams.chats.find(post.conversationId)!;
    const forged = (user: TeamsUser, requestId: string, verb = 'details') => {
      const value = { action: { type: 'Action.Execute', verb, data: { verb, requestId } }, trigger: 'manual' };
      return user.send(
        user.activity({ type: 'invoke', name: 'adaptiveCard/action', value, replyToId: post.id }, thread),
      );
    };
    const [there, nowhere] = [requestIdOf(post), 'b0f4b7f0-1111-4222-8333-444455556666'];
    const eleanor = world.user(cast.ceo);
    expect((await forged(eleanor, there)).body).to.deep.equal((await forged(eleanor, nowhere)).body);
    expect(JSON.stringify((await forged(dana(), nowhere)).body)).to.include('can’t find');
    // Of everything else that cards can ask nothing is shown where others read.
    const inChannel = channel.messages.length;
    for (const verb of ['show', 'refresh', 'followUp', 'claim', 'cancel', 'submitForm', 'choose'])
      for (const user of [dana(), sam()]) {
        const body = JSON.stringify((await forged(user, there, verb)).body);
        expect(body, verb).to.include('in your own chat').and.not.include('AdaptiveCard');
      }
    // An old client's tap is a message, and the answer one that all of them read.
    const submit = { type: 'message', value: { verb: 'show', requestId: there, as: 'it' }, replyToId: post.id };
    await dana().send(dana().activity(submit, thread));
    expect(readable(channel.messages.at(-1)!)).to.include('in your own chat');
    expect(channel.messages).to.have.lengthOf(inChannel + 1);
    expect(JSON.stringify(channel.messages.map(({ activity }) => activity))).not.to.include('Whitfield');
  });

  it('talks of nothing in the channel, and greets nobody there', async () => {
    const thread = channel.newThread();
    for (const text of ['my requests', 'status MFA-22222', 'help', 'reset mfa for Priya – new phone'])
      await dana().mention(text, thread);
    const said = thread.messages.filter(({ from }) => from === 'bot').map(readable);
    expect(new Set(said).size).to.equal(1);
    expect(said).to.have.lengthOf(4);
    expect(said[0]).to.match(/only talk about resets in private/);
    const members = [{ id: `28:${world.cloud.bot.appId}` }];
    // Known, and never greeted.
    const fresh = world.user(cast.security);
    await fresh.say('help');
    for (const activity of [
      fresh.activity({ type: 'conversationUpdate', membersAdded: members }, thread),
      fresh.activity({ type: 'installationUpdate', action: 'add' }, thread),
    ])
      await fresh.send(activity);
    expect(thread.messages.filter(({ from }) => from === 'bot')).to.have.lengthOf(4);
  });

  it('follows the request to its end', async () => {
    const { post, reference, card } = await urgent(cast.phoneOnly);
    await world.user(managerOf(world, cast.phoneOnly)).tap(card, 'reject', { reason: 'notNeeded' });
    const edited = await channel.waitFor(with_(reference, /Sorted out/));
    expect(edited.id).to.equal(post.id);
    expect(readable(edited)).to.include('It was declined').and.not.include('needed');
  });

  it('hears that somebody is still locked out, and so does who has it; and when it is sorted', async () => {
    const { reference, card } = await ask(world, { target: cast.deadlock });
    await dana().say(`claim ${reference}`);
    const done = await complete(cast.deadlock, card, reference);
    const alarmed = await sam().tap(done, 'stillLockedOut');
    expect(JSON.stringify(alarmed.card)).to.include('You told IT').and.not.include('outside of IT’s hours');
    const post = await channel.waitFor(with_(reference, /MFA lockout/));
    expect(readable(post)).to.include('Mateo Fernández').and.not.include('Sam').and.not.include('Out of hours');
    await dana().waitFor(with_(reference, /still locked out/));
    // Once in a quarter of an hour, whoever taps how often.
    const posts = channel.botMessages.filter(with_(reference, /./)).length;
    await sam().say(`still locked out ${reference}`);
    expect(readable(sam().botMessages.at(-1)!)).to.match(/told IT a moment ago. You can tell them again/);
    await pause(300);
    expect(channel.botMessages.filter(with_(reference, /./))).to.have.lengthOf(posts);

    await sam().say(`sorted ${reference}`);
    const sorted = await channel.waitFor(with_(reference, /Sorted out/));
    expect(sorted.id).to.equal(post.id);
    await reading(dana(), new RegExp(`${reference}[\\s\\S]*Sorted, says|Sorted, says[\\s\\S]*${reference}`));
  });
});

describe('IT’s channel that takes nothing', () => {
  const nowhere = '19:0000000000000000000000000000dead@thread.tacv2';
  for (const [promise, itChannel, hasBot] of [
    ['since the app is not in its team', undefined, false],
    ['since it is gone', nowhere, true],
    ['since there is none', null, true],
  ] as const)
    it(`has IT told one by one, ${promise}`, async () => {
      const ofIt = await policyOfIt();
      const policy = { ...AT_ONCE, ...ofIt, itChannel: itChannel === undefined ? ofIt.itChannel : itChannel };
      const world = await createWorld({ policy });
      try {
        world.cloud.teams.channel(world.cloud.itChannel).hasBot = hasBot;
        const { reference, card } = await ask(world, { why: URGENT });
        for (const name of [cast.it, cast.itSecond]) {
          const told = await world.user(name).waitFor(with_(reference, /Urgent/));
          const shown = await world.user(name).tap(told, 'show');
          expect(JSON.stringify(shown.card)).to.include('"verb":"followUp"').and.include('Sam Whitfield');
        }
        await world.user(cast.approver).tap(card, 'approve');
        const done = await withAction(world.user(cast.requester), 'stillLockedOut');
        await world.user(cast.requester).tap(done, 'stillLockedOut');
        await world.user(cast.it).waitFor(with_(reference, /MFA lockout/));
        expect(world.cloud.teams.channel(world.cloud.itChannel).messages).to.deep.equal([]);
      } finally {
        await world.close();
      }
    });
});

describe('outside of the business hours', () => {
  it('who is still locked out reads what the policy says of that, and so does IT’s channel', async () => {
    const day = ((new Date().getUTCDay() + 3) % 7) + 1;
    const support = { phone: '+44 20 7946 0000', outOfHours: 'Leave a voicemail; the on-call team listens to it' };
    const businessHours = { timeZone: 'UTC', days: [day], from: '08:00', to: '09:00' };
    const world = await createWorld({ policy: { ...AT_ONCE, ...(await policyOfIt()), support, businessHours } });
    try {
      const sam = world.user(cast.requester);
      const { reference, card } = await ask(world);
      await world.user(cast.approver).tap(card, 'approve');
      const done = await withAction(sam, 'stillLockedOut');
      const alarmed = await sam.tap(done, 'stillLockedOut');
      expect(JSON.stringify(alarmed.card)).to.include('outside of IT’s hours').and.include('Leave a voicemail');
      const post = await world.cloud.teams.channel(world.cloud.itChannel).waitFor(with_(reference, /MFA lockout/));
      expect(readable(post)).to.include('Out of hours');
    } finally {
      await world.close();
    }
  });
});
