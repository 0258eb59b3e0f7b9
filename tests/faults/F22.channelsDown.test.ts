import { expect } from 'chai';
import type { FaultPlan } from '../../sandbox/cloud/index.js';
import type { ChatMessage, TeamsUser } from '../../sandbox/cloud/teamsClient.js';
import { AT_ONCE, cast, policyOfIt, readable, reading, requestIdOf, send, type World } from '../product/world.js';
import { createHurriedWorld } from './hurried.js';
import { watch, type Judge } from './judge.js';
import { askAs, mailed, mailsTo, newTrio, toldBy, type Trio } from './people.js';
import { seeded, type Random } from './seeds.js';

/** What Teams answers where it will never take a message. */
const REFUSALS: readonly Pick<FaultPlan, 'status' | 'code'>[] = [
  { status: 403, code: 'ConversationBlockedByUser' },
  { status: 403, code: 'BotNotInConversationRoster' },
  { status: 403, code: 'BotDisabledByAdmin' },
  { status: 403 },
  { status: 404, code: 'ConversationNotFound' },
];
/** What may pass. */
const PASSING: readonly FaultPlan[] = [
  ...[429, 500, 502, 503, 504].map((status) => ({ service: 'mail', kind: 'status', status }) as const),
  { service: 'mail', kind: 'reset' },
];

describe('F22 a notice that a channel does not take', () => {
  let world: World;
  let judge: Judge;
  before(async () => {
    world = await createHurriedWorld({ ...AT_ONCE, ...(await policyOfIt()) });
    judge = watch(world);
  });
  after(() => world.close());
  afterEach(() => {
    world.cloud.faults.clear();
  });

  seeded('goes by mail where Teams refuses it, and the request ends as ever', async (random) => {
    const trio = newTrio(world);
    const { requester, target, approver } = trio;
    const { card } = await askAs(judge, trio);
    for (const user of [requester, target]) refuse(user, random);
    // Of a question there is no mail besides.
    await send(approver, 'ask', { requestId: requestIdOf(card), text: 'Which phone was it?' });
    await mailed(world, requester, /question/i);
    await approver.tap(card, 'approve');
    await mailed(world, requester, /reset done/);
    await mailed(world, target, /were cleared/);
    await judge.verdict();
    expect(toldBy(requester, /Pass this on|Which phone/)).to.deep.equal([]);
    expect(mailsTo(world, requester, /question/i)).to.have.lengthOf(1);
    expect(mailsTo(world, requester, /reset done/)).to.have.lengthOf(1);
  });

  seeded('is told in Teams while mail is down, and by mail as soon as that is back', async (random) => {
    const trio = newTrio(world);
    const { card } = await askAs(judge, trio);
    await mailed(world, trio.target, /Someone asked/);
    world.cloud.faults.add({ ...random.pick(PASSING), times: 2 + random.below(8) });
    await trio.approver.tap(card, 'approve');
    await reading(trio.requester, /Pass this on/);
    await reading(trio.target, /were cleared/);
    await mailed(world, trio.requester, /reset done/);
    await mailed(world, trio.target, /were cleared/);
    await judge.verdict();
  });

  seeded('is seen by IT where both refuse it, and goes out when IT says so', async (random) => {
    const trio = newTrio(world);
    const { requester, approver } = trio;
    const { card } = await askAs(judge, trio);
    for (const [user, subject] of [
      [requester, /waiting for approval/],
      [approver, /your decision/],
      [trio.target, /Someone asked/],
    ] as const)
      await mailed(world, user, subject);
    const teams = refuse(requester, random);
    const mail = world.cloud.faults.add({ service: 'mail', kind: 'status', status: 403, code: 'ErrorAccessDenied' });
    await approver.tap(card, 'approve');
    // The reset itself waits for nobody.
    await approver.waitFor((message) => message.id === card.id && /has been told/.test(readable(message)));
    const parked = await itToldOf(trio);
    teams.remove();
    mail.remove();
    await world.user(cast.it).tap(parked, 'retryEffect');
    await mailed(world, requester, /reset done/);
    await judge.verdict();
  });

  seeded(
    'is IT’s message to the requester: it goes by mail, and the answer comes back all the same',
    async (random) => {
      const trio = newTrio(world);
      const { requester } = trio;
      const { reference, card } = await askAs(judge, trio);
      const teams = refuse(requester, random);
      await world.user(cast.it).say(`follow up ${reference} Are they in by now?`);
      const mail = await mailed(world, requester, /IT has a message/);
      expect(mail.content).to.include('Are they in by now?');
      expect(mailsTo(world, requester, /IT has a message/)).to.have.lengthOf(1);
      teams.remove();
      await requester.say(`reply ${reference} not before noon`);
      await reading(world.user(cast.it), new RegExp(`${reference}[\\s\\S]*not before noon`));
      await trio.approver.tap(card, 'approve');
      await mailed(world, requester, /reset done/);
      await judge.verdict();
    },
  );

  seeded('is a post in IT’s channel: the members are told one by one', async (random) => {
    const members = [cast.it, cast.itSecond].map((name) => world.user(name));
    // Who has written once is reached without a new conversation.
    for (const user of members) await user.say('help');
    const trio = newTrio(world);
    const refused = world.cloud.faults.add({
      service: 'connector',
      match: { method: 'POST', path: /\/v3\/conversations$/u },
      kind: 'status',
      ...random.pick(REFUSALS),
    });
    for (const user of [trio.requester, trio.target, trio.approver]) await user.say('help');
    const { reference, card } = await askAs(judge, trio, { why: 'the phone is gone, and they are locked out' });
    for (const user of members)
      await user.waitFor((message) => readable(message).includes(reference) && /Urgent/u.test(readable(message)));
    refused.remove();
    const posts = world.cloud.teams.channel(world.cloud.itChannel).botMessages;
    expect(posts.filter((post) => readable(post).includes(reference))).to.deep.equal([]);
    await trio.approver.tap(card, 'approve');
    await mailed(world, trio.requester, /reset done/);
    await judge.verdict();
  });

  function refuse({ chat }: TeamsUser, random: Random) {
    return world.cloud.faults.add({
      service: 'connector',
      match: { path: new RegExp(`${escaped(chat.id)}|${escaped(encodeURIComponent(chat.id))}`, 'u') },
      kind: 'status',
      ...random.pick(REFUSALS),
    });
  }

  const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');

  /** The card that can bring back the mail “completed” to the requester. */
  const itToldOf = ({ requester }: Trio): Promise<ChatMessage> =>
    world.user(cast.it).waitFor((message) => {
      const [, effect = ''] = /"effect":"([^"]+)"/u.exec(JSON.stringify(message.activity)) ?? [];
      return effect.startsWith('mail:') && effect.includes(`completed:${requester.person.id}`);
    });
});
