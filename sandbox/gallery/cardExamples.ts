import { approvalCard } from '../../cards/approval/approvalCard.js';
import { verifyCard } from '../../cards/approval/verifyCard.js';
import type { Support } from '../../core/policy.js';
import { choiceCard } from '../../cards/asking/choiceCard.js';
import { confirmCard } from '../../cards/asking/confirmCard.js';
import { inDialog, refusedDialog, sendAgainDialog, sentDialog } from '../../cards/asking/dialogCards.js';
import { delegateCard, delegationCard } from '../../cards/asking/delegateCard.js';
import { formCard } from '../../cards/asking/formCard.js';
import { firstAidCard } from '../../cards/firstAid/firstAidCard.js';
import { firstAidMenu } from '../../cards/firstAid/firstAidMenu.js';
import { TOPICS } from '../../cards/firstAid/topics.js';
import { helpCard, suggestions, welcomeCard } from '../../cards/helpCard.js';
import { channelCard } from '../../cards/it/channelCard.js';
import { itCard } from '../../cards/it/itCard.js';
import { listCard } from '../../cards/asking/listCard.js';
import { placeCard } from '../../cards/asking/placeCard.js';
import { METHOD_KINDS } from '../../cards/methods.js';
import { answeredCard, followUpAnsweredCard, noticeCard } from '../../cards/notices/noticeCard.js';
import { refusalText } from '../../cards/refusals.js';
import { requestCard } from '../../cards/request/requestCard.js';
import type { Translate } from '../../cards/strings.js';
import { targetCard } from '../../cards/notices/targetCard.js';
import { wordsCard } from '../../cards/wordsCard.js';
import { consoleCards } from './consoleExamples.js';
import type { Card } from '../../core/ports.js';
import type { Draft } from '../../core/rows.js';
import type { Person, ResetRequest } from '../../core/request.js';
import { NOW, type Words, support, links, person, examples, MINUTE } from './examples.js';
import { noticeViews } from './noticeExamples.js';

/** Rows that differ in what the form for a sentence says of them. */
const wordy = new Set(['followedUp', 'pending', 'pendingMany', 'pendingNobody', 'answered', 'attentionRemain']);

/** Every card in every state, by a name that a failing test can show. */
export function gallery(words: Words, t: Translate, helpful = support): ReadonlyMap<string, Card> {
  const cards = new Map<string, Card>();
  for (const [name, request] of Object.entries(examples(words))) {
    const viewers = [...request.nominees.slice(0, 2).map(({ person: nominee }) => nominee), person('kim', words)];
    const shared = { request, now: NOW, t, support: helpful, links };
    cards.set(`request ${name}`, requestCard({ ...shared, usual: 23 * MINUTE, viewerUserIds: ['29:1-robin'] }));
    cards.set(`it ${name}`, itCard({ ...shared, viewer: { id: 'kim' } }));
    if (request.claim !== undefined) cards.set(`it ${name} of another`, itCard({ ...shared, viewer: { id: 'lou' } }));
    cards.set(`channel ${name}`, channelCard(shared));
    if (request.disputedAt !== undefined)
      cards.set(`security ${name}`, itCard({ ...shared, viewer: { id: 'kim' }, as: 'security' }));
    if (name === 'pending' || name === 'approved')
      for (const standstill of ['paused', 'tripped'] as const) {
        cards.set(`request ${name} ${standstill}`, requestCard({ ...shared, standstill }));
        cards.set(`it ${name} ${standstill}`, itCard({ ...shared, standstill, viewer: { id: 'kim' } }));
        for (const viewer of viewers.slice(0, 1))
          cards.set(`approval ${name} ${standstill}`, approvalCard({ ...shared, viewer, standstill }));
      }
    for (const viewer of viewers) {
      for (const kinds of [undefined, [...METHOD_KINDS, 'newAuthenticationMethod', words('kind')]])
        cards.set(
          `approval ${name} for ${viewer.id}${kinds === undefined ? '' : ' with kinds'}`,
          approvalCard({ ...shared, viewer, kinds }),
        );
      cards.set(`approval ${name} repaired by ${viewer.id}`, approvalCard({ ...shared, viewer, noIt: true }));
    }
    if (wordy.has(name))
      for (const verb of ['ask', 'note', 'answer', 'close', 'followUp', 'reply', 'release'] as const)
        cards.set(`words ${verb} ${name}`, wordsCard({ verb, request, t }));
  }
  for (const [index, view] of noticeViews(words, t, helpful).entries())
    cards.set(`notice ${index}: ${view.notice} to ${view.to}`, noticeCard(view));
  for (const [name, request] of Object.entries(examples(words))) {
    cards.set(`target ${name}`, targetCard({ request, t, support: helpful, links }));
    if (request.questions.some(({ answer }) => answer !== undefined))
      cards.set(`answered ${name}`, answeredCard({ request, t }));
    if (request.thread !== undefined)
      cards.set(`answered ${name} to IT`, followUpAnsweredCard({ request, t, support: helpful }));
  }
  for (const [name, card] of [...askingCards(words, t, helpful), ...verifying(examples(words), t, helpful)])
    cards.set(name, card);
  for (const [name, card] of firstAidCards(words, t, helpful)) cards.set(name, card);
  for (const [name, card] of consoleCards(words, t)) cards.set(name, card);
  return cards;
}

/** What somebody reads who is stuck: with nothing asked for, with one request open, with several, and after the end. */
export function firstAidCards(words: Words, t: Translate, helpful = support): ReadonlyMap<string, Card> {
  const rows = examples(words);
  const several = LISTED.slice(0, 7)
    .flatMap((name) => rows[name] ?? [])
    .map((request, index) => ({
      ...request,
      id: `id-${index}`,
    }));
  const seen = (names: readonly string[]): readonly ResetRequest[] => names.flatMap((name) => rows[name] ?? []);
  const views = {
    '': { open: [] },
    'with one open': { open: seen(['pending']), usual: 23 * MINUTE },
    'with one reminded': { open: seen(['pendingNudged']) },
    'with several open': { open: several },
    'after a decline': { open: [], ended: rows['rejectedOther'] },
    'after less was cleared': { open: [], ended: rows['completedPhone'] },
  };
  const cards: [string, Card][] = [['firstAid', firstAidMenu({ t, support: helpful })]];
  for (const topic of TOPICS)
    for (const [name, view] of Object.entries(views))
      for (const selfService of [false, true]) {
        const policy = { ...usualPolicy, selfService, support: helpful };
        const card = firstAidCard({ usual: undefined, ...view, topic, policy, links, now: NOW, t });
        cards.push([`firstAid ${topic} ${name}${selfService ? ' for themselves' : ''}`, card]);
      }
  return new Map(cards);
}

/** As `policy.json` says it where it says nothing. */
const usualPolicy = {
  remindAfter: 30 * MINUTE,
  escalateAfter: 120 * MINUTE,
  expireAfter: 48 * 60 * MINUTE,
  holdFor: 15 * MINUTE,
};

/** What somebody sees who asks for a reset, or for help. */
export function askingCards(words: Words, t: Translate, helpful = support): ReadonlyMap<string, Card> {
  const rows = examples(words);
  const people = Array.from({ length: 12 }, (_, index) => person(`match${index}`, words));
  const target = person('priya', words);
  const draft = { requestId: 'b0f4b7f0', justification: words('justification'), urgent: true } as const;
  const confirm = (lost: Draft['lost'], approvers: readonly Person[], more: { approvalsNeeded?: 2 } = {}): Card =>
    confirmCard({ draft: { ...draft, lost, clearing: 'all' }, target, approvers, t, ...more });
  const list = (names: readonly string[], as: 'requester' | 'nominee'): Card =>
    listCard({ requests: names.flatMap((name) => rows[name] ?? []), as, now: NOW, t });
  const known = { personId: target.id, why: words('justification') };
  const notice = t('extension.failed', { reference: '1A2B3C4D' });
  const cards: [string, Card][] = [
    ['choice', choiceCard({ people, t })],
    ...placeCards(rows['pending'], people, t),
    ...delegations(target, people, t),
    ['confirm', confirm('stolen', people.slice(0, 1))],
    ['confirm unknown', confirm('unknown', people.slice(0, 2))],
    ['confirm many', confirm('newPhone', people)],
    ['confirm lost phone', confirm('lostPhone', people.slice(0, 1))],
    ['confirm key', confirm('securityKey', people.slice(0, 1))],
    ['confirm two', confirm('newPhone', people, { approvalsNeeded: 2 })],
    ['dialog confirm', inDialog(confirm('newPhone', people.slice(0, 1)))],
    ['dialog form', inDialog(formCard({ t, inDialog: true, wish: { personId: target.id } }))],
    ['dialog form incomplete', inDialog(formCard({ t, inDialog: true, missing: ['person', 'why'] }))],
    ['dialog form again', inDialog(formCard({ t, inDialog: true, wish: known, notice }))],
    ['dialog again', sendAgainDialog({ draft: { ...draft, lost: 'lostPhone', clearing: 'lost' }, notice, t, links })],
    ['dialog again all', sendAgainDialog({ draft: { ...draft, lost: 'stolen', clearing: 'all' }, notice, t, links })],
    ['dialog refused', refusedDialog({ text: refusalText('targetUnavailable', undefined, t, helpful), t, links })],
    ...(['pending', 'approved'] as const).map((name): [string, Card] => [
      `dialog sent ${name}`,
      sentDialog({ request: rows[name] as ResetRequest, t, links }),
    ]),
    ['form', formCard({ t })],
    ['form prefilled', formCard({ t, wish: { ...known, lost: 'stolen', urgent: true } })],
    ['form without a name', formCard({ t, wish: { personId: target.id } })],
    ['form incomplete', formCard({ t, wish: { lost: 'newPhone' }, missing: ['person', 'why'] })],
  ];
  for (const as of ['requester', 'nominee'] as const) {
    cards.push([`list empty ${as}`, list([], as)]);
    cards.push([`list 1 ${as}`, list(['completed'], as)]);
    for (const count of [3, LISTED.length]) cards.push([`list ${count} ${as}`, list(LISTED.slice(0, count), as)]);
  }
  for (const role of ['requester', 'approver', 'it'] as const) {
    cards.push([`help ${role}`, helpCard({ t, support: helpful, links, role })]);
    cards.push([`welcome ${role}`, welcomeCard({ t, support: helpful, links, role })]);
    // Tapped rather than read; so that its words count as used.
    suggestions(role, t);
  }
  return new Map(cards);
}

function placeCards(request: ResetRequest | undefined, people: readonly Person[], t: Translate): [string, Card][] {
  if (request === undefined) return [];
  const places = request.nominees.map(({ person: nominee }) => nominee);
  return [
    ['place', placeCard({ request, t, people, places: places.slice(0, 1) })],
    ['place for it', placeCard({ request, t, people, places, as: 'it' })],
  ];
}

/** Somebody else decides for a while. */
function delegations(delegator: Person, people: readonly Person[], t: Translate): [string, Card][] {
  const [to = delegator] = people;
  const delegation = { delegator, to, by: delegator, at: NOW, from: NOW, until: NOW + 60 * 60 * MINUTE };
  return [
    ['delegate', delegateCard({ delegator, own: true, people, today: '2026-11-24', t })],
    ['delegate for it', delegateCard({ delegator, own: false, people, today: '2026-11-24', t })],
    ['delegation', delegationCard({ delegation, now: NOW, t })],
    ['delegation planned', delegationCard({ delegation, now: NOW - MINUTE, t })],
    ['delegation over', delegationCard({ delegation: { ...delegation, until: NOW }, now: NOW, t })],
  ];
}

/** Where the policy asks whoever approves how they made sure, or for the code. */
function verifying(rows: Readonly<Record<string, ResetRequest>>, t: Translate, helpful: Support): [string, Card][] {
  return (['how', 'code'] as const).flatMap((ask) =>
    ['pending', 'pendingPhoneChanged'].flatMap((name): [string, Card][] => {
      const request = rows[name];
      const viewer = request?.nominees[0]?.person;
      if (request === undefined || viewer === undefined) return [];
      const shared = { request, now: NOW, t, support: helpful, links };
      return [
        [`approval ${name} verified by ${ask}`, approvalCard({ ...shared, viewer, verification: ask })],
        [`verify ${ask} ${name}`, verifyCard({ request, ask, t })],
        [`verify ${ask} ${name} again`, verifyCard({ request, ask, t, triesLeft: ask === 'code' ? 4 : undefined })],
        [`request ${name} with a code`, requestCard({ ...shared, code: '493027' })],
      ];
    }),
  );
}

/** More than a list shows. */
export const LISTED = [
  ...['pending', 'pendingSecond', 'approved', 'approvedHeld', 'resetting', 'attentionRemain', 'frozen'],
  ...['rejectedOther', 'cancelled', 'expired', 'registered', 'completedByHand'],
];
