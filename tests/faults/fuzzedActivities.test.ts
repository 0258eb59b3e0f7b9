import { expect } from 'chai';
import fc from 'fast-check';
import { ask, AT_ONCE, cast, createWorld, policyGroups, readable, requestIdOf, type World } from '../product/world.js';
import { eventually } from '../eventually.js';
import { knock } from './knock.js';
import { COLLECTING, metric } from './metric.js';
import { damage, damaged, hostile } from './shapes.js';
import { seeded } from './seeds.js';

/** Activities of each seed; they go out eight at a time. */
const RUNS = 30;
const AT_A_TIME = 8;

const VERBS = [
  ...[
    'openForm',
    'firstAid',
    'closeDialog',
    'submitForm',
    'choose',
    'confirm',
    'discard',
    'cancel',
    'nudge',
    'note',
    'answer',
    'approve',
    'reject',
    'notForMe',
  ],
  ...['ask', 'undo', 'recordCallBack', 'retry', 'close', 'retryEffect', 'dismissEffect', 'refresh', 'show'],
  ...['followUp', 'claim', 'takeOver', 'handBack', 'reply', 'sorted', 'stillLockedOut', 'details'],
  ...['__proto__', 'constructor', 'toString', '', 'launch'],
];

/** Everything in an activity that somebody reads, here or in the SDK; and some that nobody does. */
const PATHS = [
  ...['id', 'timestamp', 'localTimestamp', 'localTimezone', 'locale', 'channelData', 'channelData.tenant', 'entities'],
  ...['from', 'from.id', 'from.name', 'from.aadObjectId', 'from.role', 'recipient', 'recipient.id', 'replyToId'],
  ...['conversation', 'conversation.id', 'conversation.conversationType', 'conversation.isGroup', 'conversation.name'],
  ...['text', 'textFormat', 'attachments', 'attachmentLayout', 'suggestedActions', 'membersAdded', 'membersRemoved'],
  ...[
    'name',
    'action',
    'reactionsAdded',
    'deliveryMode',
    'callerId',
    'relatesTo',
    'expiration',
    'code',
    'semanticAction',
  ],
  ...['value', 'value.verb', 'value.action', 'value.action.verb', 'value.action.data', 'value.trigger', '__proto__'],
  ...[
    'requestId',
    'effect',
    'clearing',
    'reason',
    'text',
    'personId',
    'why',
    'lost',
    'urgent',
    'topic',
    '__proto__',
    'then',
  ].flatMap((name) => [`value.action.data.${name}`, `value.data.${name}`, `value.${name}`]),
  ...['value.commandId', 'value.commandContext', 'value.data', 'value.data.verb', 'value.messagePayload'],
  ...['from', 'from.user', 'from.user.id', 'from.application', 'body'].map((name) => `value.messagePayload.${name}`),
];

describe('fuzzed activities with a good token', () => {
  let world: World;
  let token: string;
  let ids: readonly string[];
  let [opened, settled] = [0, 0];
  before(async () => {
    world = await createWorld({
      policy: { ...AT_ONCE, ...(await policyGroups()), undoFor: 'PT1H', limits: { requestsPerDay: 1_000 } },
      environment: { LOG_LEVEL: 'debug' },
      preload: COLLECTING,
    });
    token = await world.cloud.teams.tokenFor();
    const asked = [await ask(world), await ask(world, { target: cast.phoneOnly })];
    ids = asked.map(({ card }) => requestIdOf(card));
    [opened, settled] = await Promise.all([handles(), heap()]);
  });
  after(() => world.close());

  const targets = [cast.twoPhones, cast.everything, cast.nothing, cast.deadlock];
  const people = [cast.requester, cast.approver, cast.target, cast.it, cast.security, cast.guest, cast.disabled];

  const parts = (): fc.Arbitrary<object> =>
    fc.oneof(
      { weight: 2, arbitrary: fc.constantFrom(...TYPED).map((text) => ({ type: 'message', text })) },
      { weight: 2, arbitrary: hostile().map((text) => ({ type: 'message', text })) },
      {
        weight: 6,
        arbitrary: fc
          .record({
            verb: fc.constantFrom(...VERBS),
            requestId: fc.constantFrom(...ids),
            text: fc.constantFrom('some words here', undefined),
          })
          .map(({ verb, ...data }) => ({
            type: 'invoke',
            name: 'adaptiveCard/action',
            value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
          })),
      },
      {
        weight: 2,
        arbitrary: fc
          .record({ verb: fc.constantFrom(...VERBS), requestId: fc.constantFrom(...ids), why: hostile() })
          .map((value) => ({ type: 'message', value })),
      },
      {
        weight: 3,
        arbitrary: fc
          .record({
            name: fc.constantFrom('fetchTask', 'submitAction'),
            verb: fc.constantFrom(...VERBS),
            requestId: fc.constantFrom(...ids),
            personId: fc.constantFrom(...people, ...targets).map((name) => world.cloud.directory.user(name).id),
          })
          .map(({ name, personId, ...data }) => ({
            type: 'invoke',
            name: `composeExtension/${name}`,
            value: {
              commandId: 'requestReset',
              commandContext: 'message',
              messagePayload: { from: { user: { id: personId } }, body: { content: 'some words here' } },
              data: { ...data, personId, why: 'some words here' },
            },
          })),
      },
      { weight: 1, arbitrary: fc.constantFrom(...NAMES).map((name) => ({ type: 'invoke', name, value: {} })) },
      { weight: 2, arbitrary: fc.constantFrom(...TYPES).map((type) => ({ type, membersAdded: [{ id: '28:x' }] })) },
      { weight: 1, arbitrary: hostile().map((type) => ({ type })) },
    );

  const body = (): fc.Arbitrary<string> =>
    fc
      .record({
        who: fc.constantFrom(...people),
        parts: parts(),
        damages: fc.array(damage(PATHS), { maxLength: 4 }),
      })
      .map(({ who, parts, damages }) => damaged(world.user(who).activity(parts as never), damages));

  seeded('are answered in time with no failure inside, and leave a service that works', async (_random, seed) => {
    await fc.assert(
      fc.asyncProperty(fc.array(body(), { minLength: AT_A_TIME, maxLength: AT_A_TIME }), async (bodies) => {
        const before = world.product.output().length;
        const answers = await Promise.all(bodies.map((each) => post(each)));
        const said = world.product.output().slice(before);
        for (const status of answers) expect(status, said).to.be.oneOf([200, 202, 400, 401, 501]);
        expect(failuresIn(said).join('\n')).to.equal('');
        expect(world.product.state()).to.equal('running');
      }),
      // Shrinking would ask the same service, which remembers, hundreds of times more.
      { seed, numRuns: RUNS, endOnFailure: true },
    );
    // Still there for people whom nobody played: a request from the first word to the approver's card.
    const target = targets[seed % targets.length]!;
    const { card, reference } = await ask(world, { requester: cast.itSecond, target });
    expect(readable(card)).to.include(target);
    await world.user(cast.itSecond).say(`cancel ${reference}`);
    await eventually(async () => (await handles()) < opened + 50);
    await eventually(async () => (await heap()) < settled + 15 * 1024 * 1024);
  });

  const handles = (): Promise<number> => metric(world, 'nodejs_active_handles_total');
  const heap = (): Promise<number> => metric(world, 'nodejs_heap_size_used_bytes');

  /** Lines that tell of a failure inside; that Teams knows no such conversation is none. */
  function failuresIn(said: string): readonly string[] {
    const lines = said.split('\n').filter((line) => !line.includes('"code":"ConversationNotFound"'));
    return lines.filter((line) => /turn failed|request failed|"level":"error"|^(?!\{)./.test(line));
  }

  async function post(text: string): Promise<number> {
    return (await knock(world, text, { authorization: `Bearer ${token}` })).status;
  }
});

const TYPED = [
  ...[
    'help',
    'reset mfa',
    'reset mfa for Alex',
    'reset mfa for Grace Abbott – new phone',
    'status',
    'my requests',
    'nudge',
  ],
  ...['note some words', 'answer some words', 'cancel', 'yes', 'approvals', 'language fr', 'language auto', 'stop'],
];
const NAMES = ['task/fetch', 'signin/verifyState', 'composeExtension/query', 'fileConsent/invoke', '__proto__', ''];
const TYPES = [
  ...[
    'conversationUpdate',
    'installationUpdate',
    'messageReaction',
    'messageUpdate',
    'messageDelete',
    'event',
    'typing',
  ],
  ...[
    'endOfConversation',
    'contactRelationUpdate',
    'trace',
    'handoff',
    'suggestion',
    'invokeResponse',
    'delay',
    'command',
  ],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty'],
];
