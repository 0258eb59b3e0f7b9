import { expect } from 'chai';
import type { ChatMessage } from '../../sandbox/cloud/teamsClient.js';
import {
  ask,
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

describe('each word and each tap has its answer', () => {
  let world: World;
  before(async () => {
    const { itGroup } = await policyGroups();
    world = await createWorld({ policy: { itGroup, limits: { requestsPerDay: 100 } } });
  });
  after(() => world.close());
  afterEach(() => {
    world.cloud.faults.clear();
  });

  const sam = () => world.user(cast.requester);
  const latest = (name: string): string => readable(world.user(name).botMessages.at(-1)!);
  const says = async (name: string, text: string): Promise<string> => {
    await world.user(name).say(text);
    return latest(name);
  };
  const has = (message: ChatMessage, verb: string): boolean =>
    JSON.stringify(message.activity).includes(`"verb":"${verb}"`);
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const confirming = async (target: string): Promise<ChatMessage> => {
    await sam().say(`reset mfa for ${target} because of a new phone`);
    return withAction(sam(), 'confirm');
  };

  it('the card that was confirmed becomes the status card, and the only one', async () => {
    const { reference } = await ask(world);
    await pause(500);
    const cards = sam().botMessages.filter(
      (message) => readable(message).includes(reference) && has(message, 'cancel'),
    );
    expect(cards).to.have.lengthOf(1);
    expect(cards[0]!.activity['summary'], 'the notification').to.be.a('string').and.not.equal('');
    await sam().say(`cancel ${reference}`);
    expect(
      sam()
        .botMessages.map(readable)
        .filter((text) => text === `${reference} is cancelled. Nothing was cleared.`),
    ).to.have.lengthOf(1);
  });

  it('“my requests” lists the ended ones beside the open one', async () => {
    const ended = await ask(world, { target: cast.nothing });
    await sam().say(`cancel ${ended.reference}`);
    const open = await ask(world, { target: cast.twoPhones });
    const listed = await says(cast.requester, 'my requests');
    expect(listed).to.include(ended.reference).and.to.include(open.reference);
    expect(listed.indexOf(open.reference)).to.be.below(listed.indexOf(ended.reference));
    expect(await says(cast.requester, 'cancel'), 'cancel alone shows what could be meant').to.include(open.reference);
    await sam().say(`cancel ${open.reference}`);
  });

  it('“discard” throws away what was put together', async () => {
    const confirm = await confirming(cast.phoneOnly);
    expect((await sam().tap(confirm, 'discard')).text).to.equal('Nothing was sent.');
    expect((await sam().tap(confirm, 'confirm')).text).to.match(/isn’t waiting to be sent/);
  });

  it('a “yes” that is too late for the target is told no', async () => {
    await confirming(cast.phoneOnly);
    const person = world.cloud.directory.user(cast.phoneOnly);
    person.accountEnabled = false;
    try {
      expect(await says(cast.requester, 'yes')).to.match(/can’t be reset here/);
    } finally {
      person.accountEnabled = true;
      await sam().say('cancel');
    }
  });

  it('a question that is answered in words is answered, and no note', async () => {
    const { card, reference } = await ask(world, { target: cast.everything });
    const approver = world.user(managerOf(world, cast.everything));
    await approver.tap(card, 'ask');
    await approver.tap(card, 'ask', { text: 'Where is the old one?' });
    await reading(sam(), /Where is the old one\?/);
    expect(await says(cast.requester, `answer ${reference}: in the river`)).to.match(
      /your answer is with the approver/,
    );
    await reading(approver, /Your question was answered/);
    expect(await says(cast.requester, `answer ${reference}: still there`)).to.not.match(/your answer is with/);
    await sam().say(`cancel ${reference}`);
  });

  it('a question keeps its place in the chat when it is answered there', async () => {
    const { question, status, reference } = await asked(cast.twoPhones);
    const answered = await sam().tap(question, 'answer', { text: 'The fourth one' });
    expect(JSON.stringify(answered.card)).to.include('The fourth one').and.not.include('"verb":"cancel"');
    await sam().say(`cancel ${reference}`);
    await sam().waitFor((message) => message.id === status.id && /Cancelled/.test(readable(message)));
    await pause(300);
    const kept = sam().botMessages.find(({ id }) => id === question.id)!;
    expect(readable(kept)).to.include('The fourth one').and.not.include('Cancelled');
  });

  it('a question that is answered on the status card leaves the status there', async () => {
    const { status, reference } = await asked(cast.phoneOnly);
    await sam().waitFor((message) => message.id === status.id && has(message, 'answer'));
    await sam().tap(status, 'answer');
    const answered = await sam().tap(status, 'answer', { text: 'The corner one' });
    expect(JSON.stringify(answered.card)).to.include('"verb":"cancel"').and.to.include('Waiting for approval');
    await sam().say(`cancel ${reference}`);
  });

  /** The approver has a question; resolves with it and the requester’s status card. */
  async function asked(target: string) {
    const { card, reference } = await ask(world, { target });
    const approver = world.user(managerOf(world, target));
    const status = await sam().waitFor((message) => readable(message).includes(reference) && has(message, 'cancel'));
    await approver.tap(card, 'ask');
    await approver.tap(card, 'ask', { text: 'Which floor is it?' });
    const question = await sam().waitFor(
      (message) =>
        message.id !== status.id &&
        readable(message).includes(reference) &&
        readable(message).includes('Which floor is it?') &&
        has(message, 'answer'),
    );
    return { question, status, reference };
  }

  it('the approver’s card goes on saying which methods would go', async () => {
    const { card, reference } = await ask(world, { target: cast.everything });
    const approver = world.user(managerOf(world, cast.everything));
    expect(readable(card)).to.match(/Passkey/);
    await pause(500);
    await approver.tap(card, 'ask');
    expect(JSON.stringify((await approver.tap(card, 'refresh')).card)).to.include('Passkey');
    await sam().say(`cancel ${reference}`);
  });

  it('words that are only spaces are asked for again', async () => {
    const { card, reference } = await ask(world, { target: cast.nothing });
    const approver = world.user(managerOf(world, cast.nothing));
    await approver.tap(card, 'ask');
    const { body } = await send(approver, 'ask', { requestId: requestIdOf(card), text: '   ' });
    expect(JSON.stringify(body)).to.include('Your question').and.to.include('"id":"text"');
    await sam().say(`cancel ${reference}`);
  });

  it('no sentence is taken for Markdown', async () => {
    await sam().say('**what** is [this](https://evil.example)');
    expect(sam().botMessages.at(-1)!.activity['textFormat']).to.equal('plain');
  });

  it('comes below the card where an old client’s card can’t be edited', async () => {
    sam().executeSupported = false;
    try {
      await sam().say('reset mfa');
      const form = await withAction(sam(), 'submitForm');
      world.cloud.faults.add({ service: 'connector', match: { method: 'PUT' }, kind: 'status', status: 400 });
      const personId = world.cloud.directory.user(cast.target).id;
      await sam().tap(form, 'submitForm', { personId, why: 'Her phone is in the river', lost: 'lostPhone' });
      const confirm = await reading(sam(), /Her phone is in the river/);
      expect(confirm.id).to.not.equal(form.id);
    } finally {
      sam().executeSupported = true;
      await sam().say('cancel');
    }
  });

  it('help speaks to whom it helps', async () => {
    const { reference } = await ask(world);
    expect(await says(cast.approver, 'help')).to.include('When someone needs your approval');
    expect(await says(cast.it, 'help')).to.include('You’re in IT');
    const plain = await says(cast.requester, 'help');
    expect(plain).to.not.include('needs your approval').and.not.include('You’re in IT');
    await sam().say(`cancel ${reference}`);
  });

  it('a choice that is tapped when nothing is being asked any more is told so', async () => {
    await sam().say('reset mfa for Alex because the phone is lost');
    const choice = await withAction(sam(), 'choose');
    await sam().say('cancel');
    const late = await sam().tap(choice, 'choose', { personId: world.cloud.directory.user(cast.phoneOnly).id });
    expect(late.text).to.match(/isn’t waiting to be sent/);
  });

  it('a turn that fails ends in a sentence with a reference, tapped or typed', async () => {
    world.cloud.faults.add({ service: 'graph', match: { path: /^\/v1\.0\/users/ }, kind: 'status', status: 400 });
    expect(await says(cast.requester, `reset mfa for ${cast.phoneOnly} because of a new phone`)).to.match(
      /couldn’t finish that[\s\S]*reference [0-9A-F]{8}/,
    );
    const data = { personId: world.cloud.directory.user(cast.phoneOnly).id, why: 'A new phone since today' };
    const { status, body } = await send(sam(), 'submitForm', data);
    expect(status).to.equal(200);
    expect(JSON.stringify(body)).to.match(/couldn’t finish that/);
  });
});
