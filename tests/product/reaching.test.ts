import { expect } from 'chai';
import { eventually } from '../eventually.js';
import { ask, cast, createWorld, managerOf, readable, reading, withAction, type World } from './world.js';

describe('whom Teams does not reach', () => {
  let world: World;
  before(async () => {
    world = await createWorld({ policy: { limits: { requestsPerDay: 100 } } });
  });
  after(() => world.close());
  afterEach(() => {
    world.cloud.faults.clear();
  });

  const installsFor = (name: string) =>
    world.cloud.log
      .of({ service: 'graph', method: 'POST', path: /teamwork\/installedApps$/ })
      .filter(({ path }) => path.includes(world.cloud.directory.user(name).id));
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  /** Asks where the approver can’t have a card; resolves when the mail has gone out instead. */
  async function askByMail(target: string): Promise<string> {
    const sam = world.user(cast.requester);
    await sam.say(`reset mfa for ${target} – new phone, the old one is gone`);
    const { card } = await sam.tap(await withAction(sam, 'confirm'), 'confirm');
    const reference = /MFA-[0-9A-Z]{5}/.exec(JSON.stringify(card))![0];
    const mail = world.cloud.directory.user(managerOf(world, target)).mail ?? '';
    await world.cloud.mailbox.waitFor(({ to, subject }) => to.includes(mail) && subject.includes(reference));
    return reference;
  }

  it('whoever blocked the bot does not get the app put back, nor a card for what was decided meanwhile', async () => {
    const morgan = world.user(cast.approver);
    const sam = world.user(cast.requester);
    morgan.block();
    const reference = await askByMail(cast.target);
    await sam.say(`note ${reference} she is at the front desk`);
    // The card, the card with the note, and the word that there is one.
    const refused = () => world.cloud.log.of({ service: 'connector', method: 'POST', status: 403 }).length;
    await eventually(() => refused() === 3);
    await pause(1_000);
    expect(installsFor(cast.approver)).to.have.lengthOf(0);
    morgan.unblock();
    await sam.say(`cancel ${reference}`);
    await reading(sam, new RegExp(`${reference}[\\s\\S]*Cancelled|Cancelled[\\s\\S]*${reference}`));
    await pause(1_000);
    expect(morgan.botMessages.map(readable)).to.deep.equal([]);
  });

  it('the app is installed for somebody once, not with every message', async () => {
    const name = managerOf(world, cast.nothing);
    await world.user(name).uninstall();
    world.cloud.faults.add({
      service: 'graph',
      match: { method: 'POST', path: /installedApps$/ },
      kind: 'status',
      status: 403,
    });
    const reference = await askByMail(cast.nothing);
    for (const words of ['the first thing', 'the second thing'])
      await world.user(cast.requester).say(`note ${reference} ${words}`);
    await pause(1_500);
    expect(installsFor(name)).to.have.lengthOf(1);
    await world.user(cast.requester).say(`cancel ${reference}`);
    world.cloud.faults.clear();
    await world.user(name).install();
  });

  it('a card whose message is gone is sent again with the next change', async () => {
    const { card, reference } = await ask(world, { target: cast.twoPhones });
    const approver = world.user(managerOf(world, cast.twoPhones));
    approver.chat.revise(card.id, 'deleted', {});
    await world.user(cast.requester).say(`note ${reference} they sit in the lobby`);
    const anew = await approver.waitFor(
      (message) =>
        readable(message).includes(reference) && JSON.stringify(message.activity).includes('"verb":"approve"'),
    );
    expect(anew.id).to.not.equal(card.id);
    expect(readable(anew)).to.include('they sit in the lobby');
  });

  it('one chat that fails keeps nothing from the others', async () => {
    const { card, reference } = await ask(world, { target: cast.phoneOnly });
    const sam = world.user(cast.requester);
    const chat = new RegExp(`${sam.chat.id}|${encodeURIComponent(sam.chat.id)}`);
    world.cloud.faults.add({ service: 'connector', match: { method: 'PUT', path: chat }, kind: 'status', status: 500 });
    await sam.say(`note ${reference} call the landline`);
    await world
      .user(managerOf(world, cast.phoneOnly))
      .waitFor((message) => message.id === card.id && /call the landline/.test(readable(message)));
  });
});

describe('somebody who writes in a channel', () => {
  it('is sent to the private chat, and is written to there alone', async () => {
    const world = await createWorld();
    try {
      const { teams } = world.cloud;
      const morgan = world.user(cast.approver);
      const thread = teams.chats.thread(teams.addChannel('Finance', [cast.approver, cast.requester]), '1');
      const text = `reset mfa for ${cast.nothing} because of a new phone`;
      await morgan.send(morgan.activity({ type: 'message', text, textFormat: 'plain' }, thread));
      expect(thread.messages.map(readable)).to.have.lengthOf(1);
      expect(readable(thread.messages[0]!)).to.match(/only talk about resets in private/);
      await ask(world);
      expect(thread.messages).to.have.lengthOf(1);
    } finally {
      await world.close();
    }
  });
});

describe('where Teams has moved somebody to', () => {
  it('is where they are written to', async () => {
    const world = await createWorld();
    try {
      const morgan = world.user(cast.approver);
      await morgan.say('help');
      const serviceUrl = `${world.cloud.urls.connector}/amer/`;
      await morgan.send({ ...morgan.activity({ type: 'message', text: 'help' }), serviceUrl });
      await ask(world);
      const sent = world.cloud.log.of({ service: 'connector', method: 'POST', path: /\/activities/ });
      const theirs = sent.filter(({ path }) => decodeURIComponent(path).includes(morgan.chat.id));
      expect(theirs.at(0)?.path).to.match(/^\/emea\//);
      expect(theirs.at(-1)?.path).to.match(/^\/amer\//);
    } finally {
      await world.close();
    }
  });
});
