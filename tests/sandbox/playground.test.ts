import { expect } from 'chai';
import { cast } from '../../sandbox/cloud/index.js';
import { isObject, type JsonObject, objectOf } from '../../sandbox/cloud/json.js';
import { cardsOf, findAction, readable } from '../../sandbox/cloud/teamsClient.js';
import { playgroundConfig } from '../../sandbox/playground/config.js';
import { type Relay, startRelay } from '../../sandbox/playground/relay.js';
import { startWorld, type World } from '../../sandbox/world.js';
import { type ConnectorCall, startStubPlayground, type StubPlayground } from './stubPlayground.js';

describe('the Playground’s relay', () => {
  let world: World;
  let relay: Relay;
  const open: StubPlayground[] = [];
  const reports: string[] = [];
  /** What reached the bot, of whomever. */
  const delivered: JsonObject[] = [];

  before(async () => {
    world = await startWorld({ policy: () => ({ undoFor: 'PT0S' }) });
    world.cloud.teams.preinstall();
    world.cloud.teams.onDelivery((activity) => delivered.push(activity));
    relay = await startRelay(world.cloud, (line) => reports.push(line));
  });
  beforeEach(() => {
    delivered.length = 0;
    reports.length = 0;
  });
  afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));
  after(async () => {
    await relay.close();
    await world.close();
  });

  const playgroundOf = async (name: string): Promise<StubPlayground> => {
    const playground = await startStubPlayground(world.cloud, name, relay.endpoint);
    open.push(playground);
    return playground;
  };
  const offers = (verb: string) => (call: ConnectorCall) =>
    call.method === 'POST' && JSON.stringify(call.activity).includes(`"verb":"${verb}"`);
  const dataOf = (call: ConnectorCall, verb: string): JsonObject =>
    objectOf(findAction(cardsOf(call.activity)[0]!, verb).action.data);
  const welcomes = (playground: StubPlayground): readonly ConnectorCall[] =>
    playground.calls.filter(({ activity }) => JSON.stringify(activity).includes('Hello!'));

  it('shows the welcome once for one page load, and again to a page that was loaded again', async () => {
    const playground = await playgroundOf(cast.twoPhones);
    await playground.load();
    await playground.say('status');
    expect(welcomes(playground)).to.have.lengthOf(1);
    await playground.load();
    await playground.say('status');
    expect(welcomes(playground)).to.have.lengthOf(2);
    const seen = world.cloud.teams.user(cast.twoPhones).botMessages.map(readable);
    expect(seen.filter((text) => text.includes('Hello!'))).to.have.lengthOf(1);
  });

  it('carries a request from the message to “done”: cards, taps and their answers, edits', async () => {
    const sam = await playgroundOf(cast.requester);
    await sam.load();
    await sam.say(`reset mfa for ${cast.target} because of a new phone`);
    const confirm = await sam.waitFor(offers('confirm'));
    expect(sam.calls.some(({ activity }) => activity.type === 'typing')).to.equal(true);

    const sent = await sam.tap(confirm.id!, 'confirm', dataOf(confirm, 'confirm'));
    expect(sent.status).to.equal(200);
    expect(sent.body).to.include({ type: 'application/vnd.microsoft.card.adaptive' });
    expect(JSON.stringify(sent.body)).to.include('Waiting for approval');

    // Whose page is opened late has missed nothing.
    await world.cloud.teams.user(cast.approver).waitFor((message) => JSON.stringify(message).includes('approve'));
    const morgan = await playgroundOf(cast.approver);
    await morgan.load();
    const decision = await morgan.waitFor(offers('approve'));
    await morgan.tap(decision.id!, 'approve', dataOf(decision, 'approve'));
    for (const [playground, card] of [
      [sam, confirm],
      [morgan, decision],
    ] as const)
      await playground.waitFor(
        ({ method, id, activity }) =>
          method === 'PUT' && id === card.id && activity.id === card.id && JSON.stringify(activity).includes('Done'),
      );
    expect(reports).to.deep.equal([]);
  });

  it('gives the bot a signed activity of Teams: the directory’s person, its own message’s id, the simulated service', async () => {
    const playground = await playgroundOf(cast.deadlock);
    const user = world.cloud.teams.user(cast.deadlock);
    await playground.load();
    await playground.say(`reset mfa for ${cast.nothing} because of a new phone`);
    const confirm = await playground.waitFor(offers('confirm'));
    const claimed = { id: '29:somebody-else', name: cast.ceo, aadObjectId: user.person.id };
    const value = { action: { type: 'Action.Execute', verb: 'discard', data: dataOf(confirm, 'discard') } };
    await playground.post(
      playground.activity({
        type: 'invoke',
        name: 'adaptiveCard/action',
        value,
        from: claimed,
        replyToId: confirm.id,
        channelData: { tenant: { id: 'another' } },
      }),
    );
    const invoke = delivered.find(({ type }) => type === 'invoke');
    const { person, teamsId, chat } = user;
    expect(invoke).to.deep.include({
      from: { id: teamsId, name: person.displayName, aadObjectId: person.id },
      serviceUrl: world.cloud.teams.surroundings.serviceUrl,
      channelId: 'msteams',
      channelData: { tenant: { id: world.cloud.tenantId } },
    });
    expect(user.botMessages.map(({ id }) => id)).to.include(invoke!.replyToId);
    expect(objectOf(invoke!.conversation).id).to.equal(chat.id);
  });

  it('knows the card that is tapped before the Playground has answered the post of it', async () => {
    const playground = await playgroundOf(cast.phoneOnly);
    await playground.load();
    playground.slowness = 300;
    const said = playground.say(`reset mfa for ${cast.nothing} because of a new phone`);
    const confirm = await playground.waitFor(offers('confirm'));
    await playground.tap(confirm.id!, 'discard', dataOf(confirm, 'discard'));
    await said;
    const { replyToId } = delivered.find(({ type }) => type === 'invoke')!;
    expect(world.cloud.teams.user(cast.phoneOnly).botMessages.map(({ id }) => id)).to.include(replyToId);
  });

  it('says what the Playground did not take, and goes on', async () => {
    const playground = await playgroundOf(cast.ceo);
    await playground.load();
    await playground.waitFor(() => welcomes(playground).length === 1);
    const { chat } = world.cloud.teams.user(cast.ceo);
    const { id } = chat.add('bot', { type: 'message', text: 'one' });
    chat.revise(id, 'deleted', {});
    chat.add('bot', { type: 'message', text: 'two' });
    await playground.waitFor(({ activity }) => activity.text === 'two');
    expect(reports).to.have.lengthOf(1);
    expect(reports[0]).to.match(/answered 501 to DELETE/);
  });

  it('takes nothing from nobody, from a group chat, from elsewhere or from a page’s form', async () => {
    const playground = await playgroundOf(cast.backup);
    const message = playground.activity({ type: 'message', text: 'status' });
    const group = { ...objectOf(message.conversation), conversationType: 'groupChat' };
    for (const [wrong, type, status] of [
      [{ from: { id: 'x', aadObjectId: '00000000-0000-4000-8000-000000000000' } }, 'application/json', 403],
      [{ conversation: group }, 'application/json', 403],
      [{ serviceUrl: 'https://playground.example/_connector' }, 'application/json', 403],
      [{}, 'text/plain', 415],
    ] as const)
      expect((await playground.post({ ...message, ...wrong }, type)).status, JSON.stringify(wrong)).to.equal(status);
    expect(delivered).to.deep.equal([]);
  });

  it('leaves the bot’s own endpoint shut to whoever signs nothing', async () => {
    const playground = await playgroundOf(cast.backup);
    const response = await fetch(`${world.product.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(playground.activity({ type: 'message', text: 'status' })),
    });
    expect(response.status).to.equal(401);
  });

  it('listens on 127.0.0.1 only', async () => {
    expect((await fetch(relay.endpoint, { method: 'HEAD' })).status).to.equal(200);
    // Every address 127.x.x.x is this machine; a server on all interfaces would answer at this one too.
    const elsewhere = await fetch(relay.endpoint.replace('127.0.0.1', '127.0.0.2'), { method: 'HEAD' }).catch(
      () => 'no',
    );
    expect(elsewhere).to.equal('no');
  });

  it('is told of five people beside the one who uses it', () => {
    for (const name of [cast.requester, cast.approver, cast.guest]) {
      const config = JSON.parse(playgroundConfig(world.cloud, name)) as Record<string, unknown>;
      const users = config.users as readonly { readonly name: string }[];
      expect(users).to.have.lengthOf(5);
      expect(users.map((user) => user.name)).to.not.include(name);
      expect(isObject(config.currentUser) && config.currentUser.name).to.equal(name);
    }
  });
});
