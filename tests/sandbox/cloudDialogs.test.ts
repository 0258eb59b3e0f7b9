import { expect } from 'chai';
import { type Cloud, cast, startCloud } from '../../sandbox/cloud/index.js';
import { InputRefused } from '../../sandbox/cloud/teamsClient.js';
import { type StubBot, startStubBot } from './stubBot.js';

const cardType = 'application/vnd.microsoft.card.adaptive';
const shown = (content: object): object => ({
  task: { type: 'continue', value: { title: 'A title', card: { contentType: cardType, content } } },
});
const form = {
  type: 'AdaptiveCard',
  body: [{ type: 'Input.Text', id: 'why', isRequired: true, errorMessage: 'Say why' }],
  actions: [
    { type: 'Action.Submit', title: 'Send', data: { verb: 'send' } },
    { type: 'Action.Execute', title: 'Execute', verb: 'send' },
    { type: 'Action.OpenUrl', title: 'Open', url: 'https://example.com' },
  ],
};

describe('the simulated cloud: dialogs of a message extension', () => {
  let cloud: Cloud;
  let bot: StubBot;
  beforeEach(async () => {
    [cloud, bot] = await Promise.all([startCloud({ size: 40 }), startStubBot()]);
    cloud.teams.botEndpoint = bot.url;
    bot.answer = shown(form);
  });
  afterEach(async () => {
    await Promise.all([cloud.close(), bot.close()]);
  });

  const sam = () => cloud.teams.user(cast.requester);
  const last = (): Record<string, unknown> => bot.received.at(-1)!.activity as unknown as Record<string, unknown>;

  it('a command on a message tells the bot who wrote it and what, in a personal chat that is not the bot’s', async () => {
    const message = cloud.teams.user(cast.target).writeTo(sam(), 'I <lost> it & more');
    const dialog = await sam().command({ message });
    expect(dialog.state).to.deep.equal({ kind: 'card', title: 'A title', card: form });
    expect(last()).to.include({ type: 'invoke', name: 'composeExtension/fetchTask' });
    expect(last()['value']).to.deep.include({ commandId: 'requestReset', commandContext: 'message' });
    const { messagePayload } = last()['value'] as { messagePayload: object };
    expect(messagePayload).to.have.nested.property('from.user.id', message.from.id);
    expect(messagePayload).to.have.nested.property('body.content', '<p>I &lt;lost> it &amp; more</p>');
    const { conversation } = last() as { conversation: { id: string; conversationType: string } };
    expect(conversation.conversationType).to.equal('personal');
    expect(conversation.id).to.match(/^a:1/).and.not.equal(sam().chat.id);
    expect(cloud.teams.chats.find(conversation.id)).to.equal(undefined);
  });

  it('one beside the compose box tells of no message', async () => {
    await sam().command();
    expect(last()['value']).to.include({ commandContext: 'compose' }).and.not.have.property('messagePayload');
    expect(last()).to.have.nested.property('conversation.id', sam().chat.id);
  });

  it('a button sends its data under the inputs, and the answer is the next card, or the end', async () => {
    const dialog = await sam().command();
    const refused = await dialog.tap('Send').catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(InputRefused);
    bot.answer = shown({ type: 'AdaptiveCard' });
    await dialog.tap('Send', { why: 'because' });
    expect(last()['name']).to.equal('composeExtension/submitAction');
    expect(last()['value']).to.deep.include({ data: { verb: 'send', why: 'because' } });
    expect(dialog.shown).to.equal(2);
    bot.answer = '';
    expect(await dialog.submit({ verb: 'close' })).to.deep.equal({ kind: 'closed' });
  });

  it('has an answer to Submit and to links, as documented, and to nothing else', async () => {
    const dialog = await sam().command();
    expect(await dialog.tap('Open')).to.deep.equal({ url: 'https://example.com' });
    const refused = await dialog.tap('Execute', { why: 'x' }).catch((error: unknown) => error);
    expect(String(refused)).to.include('no answer to Action.Execute');
  });

  it('an invoke that takes longer is sent again twice, under other ids, and then it has failed', async () => {
    bot.answer = undefined;
    const dialog = await sam().command({ timeoutMs: 50 });
    expect(dialog.state).to.deep.equal({ kind: 'error', text: 'Unable to reach app. Please try again.' });
    expect(new Set(bot.received.map(({ activity }) => activity.id)).size).to.equal(3);
  });

  it('an answer that is no dialog has failed, and one that comes after the end counts for nothing', async () => {
    for (const answer of [{ task: {} }, { task: { type: 'continue', value: {} } }, { statusCode: 200 }, 7]) {
      bot.answer = answer;
      expect((await sam().command()).state.kind, JSON.stringify(answer)).to.equal('error');
    }
    bot.answer = shown(form);
    const dialog = await sam().command();
    const late = dialog.submit({ verb: 'send' });
    dialog.close();
    expect(await late).to.deep.equal({ kind: 'closed' });
  });
});
