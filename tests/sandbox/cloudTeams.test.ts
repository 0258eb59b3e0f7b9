import { expect } from 'chai';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { type Cloud, cast, readable, startCloud } from '../../sandbox/cloud/index.js';
import { InputRefused } from '../../sandbox/cloud/teamsClient.js';
import { type StubBot, startStubBot } from './stubBot.js';

const cardMessage = (content: object) => ({
  type: 'message',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
});
const card = (parts: object) => ({ type: 'AdaptiveCard', version: '1.5', ...parts });

describe('the simulated cloud: Teams', () => {
  let cloud: Cloud;
  let bot: StubBot;
  beforeEach(async () => {
    [cloud, bot] = await Promise.all([startCloud({ size: 40 }), startStubBot()]);
    cloud.teams.preinstall([cast.target, cast.requester]);
    cloud.teams.botEndpoint = bot.url;
  });
  afterEach(async () => {
    await Promise.all([cloud.close(), bot.close()]);
  });

  const priya = () => cloud.teams.user(cast.target);
  /** A message from the bot with this card, as the connector would have put it there. */
  const shown = (parts: object) => priya().chat.add('bot', cardMessage(card(parts)));
  const last = () => bot.received.at(-1)!.activity;
  const form = {
    body: [
      {
        type: 'Container',
        items: [
          { type: 'Input.Text', id: 'why', isRequired: true, maxLength: 10, regex: '^[^<]*$', errorMessage: 'Say why' },
        ],
      },
      {
        type: 'ColumnSet',
        columns: [
          {
            type: 'Column',
            items: [
              {
                type: 'Input.ChoiceSet',
                id: 'lost',
                value: 'phone',
                choices: [
                  { title: 'Phone', value: 'phone' },
                  { title: 'Key', value: 'key' },
                ],
              },
            ],
          },
        ],
      },
      { type: 'Input.Toggle', id: 'urgent', title: 'Urgent' },
    ],
    actions: [
      { type: 'Action.Execute', title: 'Send', verb: 'submit', data: { requestId: 'r1', why: 'overwritten' } },
      { type: 'Action.Execute', title: 'Cancel', verb: 'cancel', associatedInputs: 'none', data: { requestId: 'r1' } },
    ],
  };

  describe('what it sends', () => {
    it('a typed message has the shape and the token of Teams', async () => {
      const delivery = await priya().say('reset <mfa>');
      expect(delivery).to.include({ outcome: 'answered', status: 200 });
      const { activity, token } = bot.received[0]!;
      expect(activity).to.deep.include({
        type: 'message',
        text: 'reset <mfa>',
        channelId: 'msteams',
        serviceUrl: `${cloud.urls.connector}/emea/`,
        from: { id: priya().teamsId, name: 'Priya Raman', aadObjectId: priya().person.id },
        conversation: { conversationType: 'personal', tenantId: cloud.tenantId, id: priya().chat.id },
        channelData: { tenant: { id: cloud.tenantId } },
        locale: 'en-GB',
      });
      expect(activity.recipient.id).to.equal(`28:${cloud.bot.appId}`);
      expect(activity.attachments[0]!.content).to.equal('<p>reset &lt;mfa&gt;</p>');
      expect(decodeJwt(token!)).to.include({
        iss: 'https://api.botframework.com',
        aud: cloud.bot.appId,
        serviceurl: activity.serviceUrl,
      });
      expect(priya().messages.map((message) => message.text)).to.deep.equal(['reset <mfa>']);
    });

    it('installing tells the bot once, also when Graph did it', async () => {
      await cloud.teams.user(cast.approver).install();
      await cloud.teams.user(cast.approver).install();
      expect(bot.received.map(({ activity }) => activity.type)).to.deep.equal([
        'conversationUpdate',
        'installationUpdate',
      ]);
      expect(bot.received[1]!.activity.action).to.equal('add');
      cloud.teams.roster.install(cloud.directory.user(cast.it).id);
      await cloud.teams.settled();
      expect(last().from.name).to.equal(cast.it);
    });

    const forgeries: readonly [
      string,
      Parameters<Cloud['teams']['tokenFor']>[0],
      (claims: Record<string, unknown>, header: Record<string, unknown>) => void,
    ][] = [
      [
        'another issuer',
        { claims: { iss: 'https://evil.example' } },
        (claims) => expect(claims.iss).to.equal('https://evil.example'),
      ],
      [
        'no serviceurl',
        { claims: { serviceurl: undefined } },
        (claims) => expect(claims).to.not.have.property('serviceurl'),
      ],
      ['expired', { claims: { exp: 1 } }, (claims) => expect(claims.exp).to.equal(1)],
      ['alg none', { signature: 'none' }, (_, header) => expect(header.alg).to.equal('none')],
      ['HS256', { signature: 'HS256' }, (_, header) => expect(header.alg).to.equal('HS256')],
      ['a wrong key under the same kid', { signature: 'wrong' }, (_, header) => expect(header.alg).to.equal('RS256')],
    ];
    for (const [what, forgery, check] of forgeries) {
      it(`a forged token: ${what}`, async () => {
        await priya().say('hi', { forgery: forgery! });
        const { token } = bot.received[0]!;
        check(decodeJwt(token!), decodeProtectedHeader(token!));
      });
    }
    it('no token at all, and any activity as it is given', async () => {
      const activity = {
        ...priya().activity({ type: 'message', text: 'x' }),
        channelId: 'emulator',
        serviceUrl: 'https://evil.example/',
      };
      await priya().send(activity, { token: null });
      expect(bot.received[0]!.token).to.equal(undefined);
      expect(last()).to.deep.equal(activity);
    });
  });

  describe('a tap on Action.Execute', () => {
    it('is an invoke with the action’s data under the inputs', async () => {
      await priya().tap(shown(form), 'Send', { why: 'new phone', urgent: true });
      expect(last()).to.deep.include({ type: 'invoke', name: 'adaptiveCard/action' });
      expect(last().value).to.deep.equal({
        action: {
          type: 'Action.Execute',
          verb: 'submit',
          data: { requestId: 'r1', why: 'new phone', lost: 'phone', urgent: 'true' },
        },
        trigger: 'manual',
      });
    });
    it('is found by its verb, inside action sets, columns, selectAction and show-cards', async () => {
      const message = shown({
        body: [
          { type: 'ActionSet', actions: [{ type: 'Action.Execute', title: 'In a set', verb: 'set' }] },
          {
            type: 'ColumnSet',
            columns: [
              { type: 'Column', selectAction: { type: 'Action.Execute', title: 'On a column', verb: 'column' } },
            ],
          },
          { type: 'Container', selectAction: { type: 'Action.Execute', verb: 'container' }, items: [] },
          { type: 'Input.Text', id: 'outer', value: 'o' },
        ],
        actions: [
          {
            type: 'Action.ShowCard',
            title: 'More',
            card: card({
              body: [{ type: 'Input.Text', id: 'inner' }],
              actions: [{ type: 'Action.Execute', title: 'Deep', verb: 'deep' }],
            }),
          },
          {
            type: 'Action.ShowCard',
            title: 'Other',
            card: card({ body: [{ type: 'Input.Text', id: 'sibling', isRequired: true }] }),
          },
        ],
      });
      for (const name of ['In a set', 'column', 'container']) await priya().tap(message, name);
      await priya().tap(message, 'Deep', { inner: 'i' });
      expect(bot.received.map(({ activity }) => activity.value.action.verb)).to.deep.equal([
        'set',
        'column',
        'container',
        'deep',
      ]);
      expect(last().value.action.data).to.deep.equal({ outer: 'o', inner: 'i' });
    });
    it('does not happen while an input is missing or wrong', async () => {
      const message = shown(form);
      for (const [inputs, why] of [
        [{}, /Say why/],
        [{ why: '12345678901' }, /Say why/],
        [{ why: '<b>' }, /Say why/],
        [{ why: 'x', lost: 'hat' }, /not among/],
      ] as const) {
        const refusal = await priya()
          .tap(message, 'Send', inputs)
          .catch((error: unknown) => error);
        expect(refusal).to.be.instanceOf(InputRefused);
        expect((refusal as Error).message).to.match(why);
      }
      expect(bot.received).to.have.length(0);
    });
    it('without associated inputs takes none and checks none', async () => {
      await priya().tap(shown(form), 'Cancel');
      expect(last().value.action.data).to.deep.equal({ requestId: 'r1' });
    });
    it('names what the card has when there is no such action or input', async () => {
      const message = shown(form);
      expect(
        (
          (await priya()
            .tap(message, 'Approve')
            .catch((error: unknown) => error)) as Error
        ).message,
      ).to.include('Send, Cancel');
      expect(
        (
          (await priya()
            .tap(message, 'Send', { reason: 'x' })
            .catch((error: unknown) => error)) as Error
        ).message,
      ).to.include('why, lost, urgent');
    });
    it('a person picked comes as the id, from a query instead of the card’s choices', async () => {
      const picker = {
        type: 'Input.ChoiceSet',
        id: 'who',
        choices: [],
        'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users' },
      };
      await priya().tap(
        shown({ body: [picker], actions: [{ type: 'Action.Execute', title: 'Go', verb: 'go' }] }),
        'Go',
        { who: priya().person.id },
      );
      expect(last().value.action.data.who).to.equal(priya().person.id);
    });
  });

  describe('the answer to a tap', () => {
    it('a card takes the place of the one tapped, for who comes to look', async () => {
      bot.answer = {
        statusCode: 200,
        type: 'application/vnd.microsoft.card.adaptive',
        value: card({ body: [{ type: 'TextBlock', text: 'Approved' }] }),
      };
      const message = shown(form);
      const result = await priya().tap(message, 'Cancel');
      expect(result.kind).to.equal('card');
      expect(readable(priya().botMessages[0]!)).to.equal('Approved');
      expect(priya().botMessages[0]!.revisions.map((revision) => revision.kind)).to.deep.equal(['sent', 'answered']);
      expect(
        await priya()
          .tap(message, 'Cancel')
          .catch((error: unknown) => (error as Error).message),
      ).to.include('no action');
    });
    it('a text, and an error, are shown beside a card that stays', async () => {
      const message = shown(form);
      bot.answer = { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Already approved' };
      expect(await priya().tap(message, 'Cancel')).to.include({ kind: 'message', text: 'Already approved' });
      bot.answer = {
        statusCode: 403,
        type: 'application/vnd.microsoft.error',
        value: { code: 'no', message: 'Not you' },
      };
      expect(await priya().tap(message, 'Cancel')).to.include({ kind: 'error', text: 'Not you', statusCode: 403 });
      expect(priya().botMessages[0]!.revisions).to.have.length(1);
    });
    it('that does not come in time is a timeout', async () => {
      bot.answer = undefined;
      expect(await priya().tap(shown(form), 'Cancel', {}, { timeoutMs: 100 })).to.include({ kind: 'timeout' });
    });
    it('redelivery repeats the invoke: under the same id, then under new ones', async () => {
      await priya().tap(shown(form), 'Cancel', {}, { redeliver: { sameId: 1, newId: 2 } });
      const ids = bot.received.map(({ activity }) => activity.id);
      expect(ids).to.have.length(4);
      expect(ids[1]).to.equal(ids[0]);
      expect(new Set(ids).size).to.equal(3);
    });
  });

  describe('other gestures', () => {
    const both = {
      type: 'Action.Execute',
      title: 'Go',
      verb: 'go',
      data: { a: 1 },
      fallback: { type: 'Action.Submit', title: 'Go', data: { a: 2 } },
    };
    it('an old client takes the fallback: a message with a value', async () => {
      priya().executeSupported = false;
      await priya().tap(shown({ actions: [both] }), 'Go');
      expect(last()).to.deep.include({ type: 'message', value: { a: 2 } });
      expect(last()).to.not.have.property('text');
    });
    it('imBack says it, messageBack says it with a value, task/fetch opens a dialog, a link is only given', async () => {
      const submit = (msteams: object) => ({ type: 'Action.Submit', title: 'Go', data: { k: 'v', msteams } });
      await priya().tap(shown({ actions: [submit({ type: 'imBack', value: 'help' })] }), 'Go');
      expect(last()).to.include({ type: 'message', text: 'help' });
      await priya().tap(shown({ actions: [submit({ type: 'messageBack', text: 'status' })] }), 'Go');
      expect(last()).to.deep.include({ text: 'status', value: { k: 'v' } });
      await priya().tap(shown({ actions: [submit({ type: 'task/fetch' })] }), 'Go');
      expect(last()).to.include({ type: 'invoke', name: 'task/fetch' });
      const link = { type: 'Action.OpenUrl', title: 'Open', url: 'https://contoso.example/next' };
      expect(await priya().tap(shown({ actions: [link] }), 'Open')).to.include({
        kind: 'url',
        url: 'https://contoso.example/next',
      });
      expect(bot.received).to.have.length(3);
    });
    it('a suggested action is said', async () => {
      const message = priya().chat.add('bot', {
        type: 'message',
        text: 'Which?',
        suggestedActions: { actions: [{ type: 'imBack', title: 'Alex Chen', value: 'Alex Chen' }] },
      });
      await priya().tap(message, 'Alex Chen');
      expect(last()).to.include({ type: 'message', text: 'Alex Chen' });
    });
  });

  describe('refresh', () => {
    const refreshing = (userIds?: string[]) => ({
      body: [],
      refresh: {
        action: { type: 'Action.Execute', verb: 'refresh', data: { requestId: 'r1' } },
        ...(userIds ? { userIds } : {}),
      },
    });
    it('fires for the viewers named, with the automatic trigger, and for nobody else', async () => {
      expect(await priya().open(shown(refreshing(['29:somebody-else'])))).to.equal(undefined);
      bot.answer = {
        statusCode: 200,
        type: 'application/vnd.microsoft.card.adaptive',
        value: card({ body: [{ type: 'TextBlock', text: 'Now' }] }),
      };
      await priya().open(shown(refreshing([priya().teamsId])));
      expect(last().value.trigger).to.equal('automatic');
      expect(readable(priya().botMessages.at(-1)!)).to.equal('Now');
    });
    it('fires by itself as a card comes in, once, when that is on', async () => {
      cloud.teams.autoRefresh = true;
      bot.answer = { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card(refreshing()) };
      shown(refreshing());
      await cloud.teams.settled();
      expect(bot.received).to.have.length(1);
    });
  });

  describe('waiting', () => {
    it('finds what is there, what comes and what changes; else says what there was', async () => {
      const message = priya().chat.add('bot', { type: 'message', text: 'first' });
      expect((await priya().waitFor(({ text }) => text === 'first', 50)).id).to.equal(message.id);
      const coming = priya().waitFor(({ text }) => text === 'second');
      priya().chat.revise(message.id, 'updated', { type: 'message', text: 'second' });
      expect((await coming).id).to.equal(message.id);
      const none = (await priya()
        .waitFor(({ text }) => text === 'third', 20)
        .catch((error: unknown) => error)) as Error;
      expect(none.message).to.include('second');
    });
    it('does not see somebody else’s chat', async () => {
      cloud.teams.user(cast.requester).chat.add('bot', { type: 'message', text: 'private' });
      expect(
        await priya()
          .waitFor(() => true, 20)
          .catch(() => 'nothing'),
      ).to.equal('nothing');
    });
  });

  it('a bot that is not there fails the delivery and throws nothing', async () => {
    await bot.close();
    expect(await priya().say('hello?')).to.include({ outcome: 'failed', status: 0 });
    bot = await startStubBot();
  });
});
