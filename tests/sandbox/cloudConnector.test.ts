import { expect } from 'chai';
import { type Cloud, cast, startCloud } from '../../sandbox/cloud/index.js';
import { ask, type ConnectorCaller, connectorAs, tokenOf } from './support.js';

describe('the simulated cloud: Bot Connector', () => {
  let cloud: Cloud;
  let connector: ConnectorCaller;
  beforeEach(async () => {
    cloud = await startCloud({ size: 40 });
    connector = await connectorAs(cloud);
    cloud.teams.preinstall([cast.target]);
  });
  afterEach(() => cloud.close());

  const priya = () => cloud.teams.user(cast.target);
  const begin = (memberId: string, more: object = {}) =>
    connector('POST', '/v3/conversations', {
      members: [{ id: memberId }],
      tenantId: cloud.tenantId,
      isGroup: false,
      ...more,
    });
  const post = (text = 'hello') =>
    connector('POST', `/v3/conversations/${priya().chat.id}/activities`, { type: 'message', text });

  it('a conversation with a person is always the same, by directory id and by Teams id', async () => {
    const first = await begin(priya().person.id);
    expect(first.status).to.equal(201);
    expect(first.body.id).to.match(/^a:1/);
    expect((await begin(priya().teamsId)).body.id).to.equal(first.body.id);
    expect(first.body.id).to.equal(priya().chat.id);
  });

  it('posting, updating and deleting show in the chat, with what stood there before', async () => {
    const { body } = await post('one');
    const path = `/v3/conversations/${priya().chat.id}/activities/${body.id}`;
    expect((await connector('PUT', path, { type: 'message', text: 'two' })).status).to.equal(200);
    expect(priya().botMessages.map((message) => message.text)).to.deep.equal(['two']);
    expect((await connector('DELETE', path)).status).to.equal(200);
    expect(priya().botMessages).to.have.length(0);
    const [message] = priya().chat.messages;
    expect(message!.revisions.map((revision) => [revision.kind, revision.activity.text])).to.deep.equal([
      ['sent', 'one'],
      ['updated', 'two'],
      ['deleted', undefined],
    ]);
    expect((await connector('PUT', path, { type: 'message', text: 'three' })).body.error.code).to.equal(
      'ActivityNotFoundInConversation',
    );
  });

  it('a reply lands in the same chat; typing leaves no message', async () => {
    const { body } = await post();
    const reply = await connector('POST', `/v3/conversations/${priya().chat.id}/activities/${body.id}`, {
      type: 'message',
      text: 'reply',
    });
    expect(reply.status).to.equal(201);
    await connector('POST', `/v3/conversations/${priya().chat.id}/activities`, { type: 'typing' });
    expect(priya().botMessages.map((message) => message.text)).to.deep.equal(['hello', 'reply']);
    expect(priya().chat.typing).to.equal(1);
  });

  it('members are told with directory id, mail and tenant', async () => {
    const path = `/v3/conversations/${priya().chat.id}/members`;
    const expected = {
      id: priya().teamsId,
      aadObjectId: priya().person.id,
      email: priya().person.mail,
      tenantId: cloud.tenantId,
    };
    expect(((await connector('GET', path)).body as unknown as object[])[0]).to.deep.include(expected);
    expect((await connector('GET', `${path}/${priya().teamsId}`)).body).to.deep.include(expected);
    expect((await connector('GET', `${path}/${priya().person.id}`)).body).to.deep.include(expected);
    expect((await connector('GET', `${path}/${cloud.teams.user(cast.approver).person.id}`)).status).to.equal(404);
  });

  it('a person without the app cannot be written to: 403 ForbiddenOperationException, or BotNotInConversationRoster later', async () => {
    const none = await begin(cloud.directory.user(cast.approver).id);
    expect([none.status, none.body.error.code]).to.deep.equal([403, 'ForbiddenOperationException']);
    await priya().uninstall();
    expect((await post()).body.error.code).to.equal('BotNotInConversationRoster');
  });

  it('a person who blocked the bot is 403 ConversationBlockedByUser until they unblock it', async () => {
    priya().block();
    const reply = await post();
    expect([reply.status, reply.body.error.code]).to.deep.equal([403, 'ConversationBlockedByUser']);
    priya().unblock();
    expect((await post()).status).to.equal(201);
  });

  it('an unknown conversation is 404, over 100 KB 413, a body that is none 400', async () => {
    expect(
      (await connector('POST', '/v3/conversations/a:unknown/activities', { type: 'message' })).body.error.code,
    ).to.equal('ConversationNotFound');
    const big = await post('x'.repeat(101 * 1024));
    expect([big.status, big.body.error.code]).to.deep.equal([413, 'MessageSizeTooBig']);
    expect((await connector('POST', '/v3/conversations')).status).to.equal(400);
  });

  it('another tenant, somebody unknown, or two people at once begin no conversation', async () => {
    expect((await begin(priya().person.id, { tenantId: '22222222-2222-4222-8222-222222222222' })).status).to.equal(403);
    expect((await begin('11111111-1111-4111-8111-111111111111')).status).to.equal(400);
    const two = [{ id: priya().person.id }, { id: cloud.directory.user(cast.approver).id }];
    expect((await begin('', { members: two })).status).to.equal(400);
  });

  it('any region’s prefix leads there, with a tenant in it too', async () => {
    for (const prefix of ['', '/teams', '/amer', `/emea/${cloud.tenantId}`]) {
      const token = await tokenOf(cloud, cloud.bot, 'https://api.botframework.com');
      const reply = await ask(
        cloud,
        'GET',
        `${cloud.urls.connector}${prefix}/v3/conversations/${priya().chat.id}/members`,
        { authorization: `Bearer ${token}` },
      );
      expect(reply.status, prefix).to.equal(200);
    }
  });

  it('no token and a token for Graph are 401, another app’s token is 403', async () => {
    const path = `${cloud.urls.connector}/emea/v3/conversations`;
    expect((await ask(cloud, 'POST', path, {}, '{}')).status).to.equal(401);
    const forGraph = await tokenOf(cloud, cloud.bot);
    expect((await ask(cloud, 'POST', path, { authorization: `Bearer ${forGraph}` }, '{}')).status).to.equal(401);
    expect((await (await connectorAs(cloud, cloud.graphApp))('POST', '/v3/conversations', {})).status).to.equal(403);
  });

  it('a post in a channel begins a thread that can be answered and updated', async () => {
    const channel = cloud.teams.addChannel('IT', [cast.it, cast.itSecond]);
    const begun = await connector('POST', '/v3/conversations', {
      isGroup: true,
      channelData: { channel: { id: channel } },
      activity: { type: 'message', text: 'urgent' },
    });
    expect(begun.status).to.equal(201);
    const thread = cloud.teams.chats.find(begun.body.id)!;
    expect(thread.id).to.equal(`${channel};messageid=${begun.body.activityId}`);
    const path = `/v3/conversations/${encodeURIComponent(thread.id)}/activities`;
    await connector('POST', path, { type: 'message', text: 'taken' });
    await connector('PUT', `${path}/${begun.body.activityId}`, { type: 'message', text: 'urgent, taken' });
    expect(thread.messages.map((message) => message.text)).to.deep.equal(['urgent, taken', 'taken']);
    expect((await connector('GET', `/v3/conversations/${encodeURIComponent(thread.id)}/members`)).body).to.have.length(
      2,
    );
  });

  it('a bot’s posts are in the log with their bodies', async () => {
    await post('logged');
    expect(cloud.log.of({ service: 'connector', method: 'POST' }).map((call) => call.body)).to.deep.include({
      type: 'message',
      text: 'logged',
    });
  });
});
