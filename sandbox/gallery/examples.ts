import { approvalCard } from '../../cards/approval/approvalCard.js';
import { choiceCard } from '../../cards/asking/choiceCard.js';
import { confirmCard } from '../../cards/asking/confirmCard.js';
import { formCard } from '../../cards/asking/formCard.js';
import { helpCard, suggestions, welcomeCard } from '../../cards/helpCard.js';
import { itCard } from '../../cards/it/itCard.js';
import type { Links } from '../../cards/links.js';
import { listCard } from '../../cards/asking/listCard.js';
import { METHOD_KINDS } from '../../cards/methods.js';
import { notices, otherNotices, type AboutView, type Audience, type NoticeView } from '../../cards/notices/notice.js';
import { answeredCard, noticeCard } from '../../cards/notices/noticeCard.js';
import { requestCard } from '../../cards/request/requestCard.js';
import type { Translate } from '../../cards/strings.js';
import { targetCard } from '../../cards/notices/targetCard.js';
import { wordsCard } from '../../cards/wordsCard.js';
import type { Support } from '../../core/policy.js';
import type { Card } from '../../core/ports.js';
import type { Draft } from '../../core/rows.js';
import type { Approval, AttentionReason, MethodOutcome, Person, ResetRequest } from '../../core/request.js';

export const NOW = Date.UTC(2026, 10, 24, 10, 42);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Words that nobody but a person of the example writes, or an attack in their place. */
export type Words = (what: string) => string;
export const marked: Words = (what) => `⟦${what}⟧`;

export const support: Support = {
  phone: '+44 20 7946 0000',
  hours: 'Monday to Friday, 8:30 to 17:30',
  outOfHours: 'leave a voicemail; the on-call team listens to it',
  portal: 'https://support.example.com',
  passwordReset: 'https://support.example.com/password',
  escalation: 'the Head of IT',
};

export const links: Links = {
  chat: 'https://teams.microsoft.com/l/chat/0/0?users=28:bot',
  form: 'https://teams.microsoft.com/l/chat/0/0?users=28:bot&message=reset%20mfa',
  next: 'https://mfa.example.com/next',
  chatWith: (name) => `https://teams.microsoft.com/l/chat/0/0?users=${encodeURIComponent(name)}`,
};

function person(id: string, words: Words): Person {
  return {
    id,
    name: words(`${id} name`),
    title: words(`${id} title`),
    department: words(`${id} department`),
    phone: words(`${id} phone`),
    userPrincipalName: `${id}@example.com`,
  };
}

export function examples(words: Words): Record<string, ResetRequest> {
  const [requester, target, morgan, sam, kim] = ['robin', 'priya', 'morgan', 'sam', 'kim'].map((id) =>
    person(id, words),
  ) as [Person, Person, Person, Person, Person];
  const approval = (by: Person, security = false): Approval => ({
    by,
    at: NOW - 2000,
    security,
    checkPending: security,
  });
  const pending: ResetRequest = {
    id: 'b0f4b7f0-1111-4222-8333-444455556666',
    reference: 'MFA-7K3Q9',
    status: 'awaitingApproval',
    revision: 1,
    requester,
    target,
    targetAddresses: ['priya@example.com'],
    justification: words('justification'),
    lost: 'newPhone',
    clearing: 'all',
    urgent: false,
    submittedAt: NOW - 5 * MINUTE,
    nominees: [
      { person: morgan, by: 'manager' },
      { person: sam, by: 'backup' },
    ],
    approvalsNeeded: 1,
    approvals: [],
    risks: [],
    remindAt: NOW + 25 * MINUTE,
    escalateAt: NOW + 2 * HOUR,
    expireAt: NOW + 48 * HOUR,
    questions: [],
    notes: [],
    attempt: 1,
    policyHash: 'hash',
  };
  const approved: ResetRequest = {
    ...pending,
    status: 'approved',
    approvals: [approval(morgan)],
    executeAt: NOW + 8000,
  };
  const held: ResetRequest = { ...approved, held: true, executeAt: NOW + 13 * MINUTE };
  const calledBack = { by: morgan, at: NOW - 1000 };
  const run = (outcome: MethodOutcome, unknown: readonly string[] = []): ResetRequest['run'] => ({
    startedAt: NOW - MINUTE,
    pins: METHOD_KINDS.map((type) => ({ type, id: type, fingerprint: 'f', outcome })),
    unknown,
  });
  const attention = (reason: AttentionReason, outcome: MethodOutcome): ResetRequest => ({
    ...approved,
    status: 'needsAttention',
    run: run(outcome, ['newAuthenticationMethod']),
    attention: { at: NOW, reason, detail: words('detail') },
  });
  const rejected = (reason: NonNullable<ResetRequest['rejection']>['reason']): ResetRequest => ({
    ...pending,
    status: 'rejected',
    rejection: { by: morgan, at: NOW - MINUTE, reason, text: words('reason') },
    endedAt: NOW - MINUTE,
  });
  const completed: ResetRequest = { ...approved, status: 'completed', run: run('removed'), endedAt: NOW };
  return {
    pending,
    pendingUrgent: { ...pending, urgent: true, lost: 'lostPhone' },
    pendingRisky: {
      ...pending,
      lost: 'stolen',
      risks: [
        { kind: 'severalResetsLately', level: 'warning' },
        { kind: 'declinedRecently', level: 'warning' },
        { kind: 'passwordChangedLately', level: 'warning' },
        { kind: 'managerChangedLately', level: 'warning' },
        { kind: 'firstRequestOfRequester', level: 'note' },
        { kind: 'oddHour', level: 'note' },
      ],
    },
    pendingNoted: { ...pending, lost: 'securityKey', risks: [{ kind: 'firstRequestOfRequester', level: 'note' }] },
    pendingNoPhone: { ...pending, lost: 'unknown', target: { id: target.id, name: target.name } },
    pendingReminded: { ...pending, remindAt: NOW - 2 * MINUTE, remindedAt: NOW - MINUTE },
    pendingEscalated: { ...pending, remindedAt: NOW - 2 * HOUR, escalateAt: NOW - HOUR, escalatedAt: NOW - HOUR },
    pendingNudged: { ...pending, nudgedAt: NOW - MINUTE },
    pendingNudgedEarlier: { ...pending, nudgedAt: NOW - 20 * MINUTE },
    pendingPhoneChanged: { ...pending, risks: [{ kind: 'phoneChangedLately', level: 'warning' }] },
    pendingTalk: {
      ...pending,
      notes: Array.from({ length: 5 }, () => ({ at: NOW, text: words('note') })),
      questions: Array.from({ length: 12 }, (_, index) => ({
        by: morgan,
        at: NOW,
        text: words('question'),
        ...(index % 2 === 0 && { answer: { at: NOW, text: words('answer') } }),
      })),
    },
    pendingNobody: { ...pending, nominees: [] },
    pendingMany: {
      ...pending,
      nominees: Array.from({ length: 20 }, (_, index) => ({ person: person(`group${index}`, words), by: 'group' })),
    },
    pendingPrivileged: { ...pending, approvalsNeeded: 2, risks: [{ kind: 'privilegedTarget', level: 'note' }] },
    pendingSecond: { ...pending, approvalsNeeded: 2, approvals: [approval(morgan)] },
    approved,
    approvedTwice: { ...approved, approvalsNeeded: 2, approvals: [approval(morgan), approval(sam, true)] },
    approvedRetry: { ...approved, executeAt: NOW - 1000, run: run('refused') },
    approvedDue: { ...approved, executeAt: NOW - 1000 },
    approvedHeld: held,
    approvedHeldNoPhone: { ...held, target: { ...target, phone: undefined } },
    approvedHeldPhoneChanged: { ...held, risks: [{ kind: 'phoneChangedLately', level: 'warning' }] },
    approvedCalledBack: { ...approved, held: false, calledBack },
    resettingCalledBack: { ...approved, status: 'resetting', executeAt: NOW - 1000, run: run('pending'), calledBack },
    resettingPhone: { ...approved, status: 'resetting', run: run('pending'), clearing: 'lost', lost: 'lostPhone' },
    resettingKey: { ...approved, status: 'resetting', run: run('pending'), clearing: 'lost', lost: 'securityKey' },
    resetting: { ...approved, status: 'resetting', executeAt: NOW - 1000, run: run('pending') },
    attentionRights: attention('rightsChanged', 'pending'),
    attentionRemain: attention('methodsRemain', 'refused'),
    attentionUnknown: attention('unknownMethods', 'removed'),
    attentionPermission: attention('permissionMissing', 'refused'),
    attentionGraph: attention('graphUnavailable', 'keptNewlyRegistered'),
    attentionDisputed: { ...attention('methodsRemain', 'refused'), disputedAt: NOW },
    frozen: { ...approved, status: 'frozen', disputedAt: NOW },
    completed,
    completedByHand: { ...completed, closedByHand: { by: kim, note: words('note') } },
    completedPhone: { ...completed, clearing: 'lost', lost: 'newPhone' },
    completedKey: { ...completed, clearing: 'lost', lost: 'securityKey' },
    completedCalledBack: { ...completed, calledBack },
    registered: { ...completed, registeredAt: NOW },
    registeredPhone: { ...completed, registeredAt: NOW, clearing: 'lost' },
    rejectedUnverified: rejected('couldNotVerify'),
    rejectedNotNeeded: rejected('notNeeded'),
    rejectedSuspicious: rejected('suspicious'),
    rejectedOther: rejected('other'),
    cancelled: { ...pending, status: 'cancelled', cancelledBy: requester, endedAt: NOW },
    cancelledByIt: { ...pending, status: 'cancelled', cancelledBy: kim, endedAt: NOW },
    expired: { ...pending, status: 'expired', endedAt: NOW },
    pendingPhone: { ...pending, clearing: 'lost', lost: 'lostPhone' },
    pendingKey: { ...pending, clearing: 'lost', lost: 'securityKey' },
    pendingStolen: { ...pending, lost: 'stolen' },
    resettingStolen: { ...approved, status: 'resetting', lost: 'stolen', run: run('pending') },
    attentionStopped: { ...attention('rightsChanged', 'pending'), run: undefined },
    noted: {
      ...pending,
      notes: [
        { at: NOW, text: words('first note') },
        { at: NOW, text: words('note') },
      ],
    },
    asked: { ...pending, questions: [{ by: morgan, at: NOW, text: words('question') }] },
    answered: {
      ...pending,
      questions: [
        { by: morgan, at: NOW, text: words('question'), answer: { at: NOW, text: words('answer') } },
        { by: sam, at: NOW, text: words('second question') },
      ],
    },
    answeredAll: {
      ...pending,
      questions: [{ by: morgan, at: NOW, text: words('question'), answer: { at: NOW, text: words('answer') } }],
    },
  };
}

/** Whose row fits a notice that needs something in it, and what else can have become of it when it arrives. */
const rowFor: Partial<Record<NoticeView['notice'], readonly string[]>> = {
  requestPending: ['pending', 'pendingUrgent', 'pendingPhone', 'approved'],
  approvalWanted: [
    'pending',
    'pendingUrgent',
    'pendingRisky',
    'pendingNoted',
    'pendingNoPhone',
    'pendingPrivileged',
    'pendingSecond',
    'pendingKey',
    'answered',
    'approved',
  ],
  approvalReminder: ['pending', 'approved'],
  approvalNudge: ['pending', 'rejectedOther'],
  noteAdded: ['noted', 'cancelled'],
  declined: ['rejectedUnverified', 'rejectedOther'],
  suspicious: ['rejectedSuspicious'],
  stolen: ['pendingStolen', 'resettingStolen'],
  question: ['asked', 'answered', 'pending'],
  answered: ['answered'],
  completed: ['completed', 'completedByHand', 'completedPhone', 'completedKey'],
  registeredAgain: ['registered'],
  resetAsked: ['pending', 'pendingPhone', 'pendingKey'],
  methodsCleared: ['completed', 'completedByHand', 'completedPhone', 'completedKey'],
  cancelled: ['cancelled', 'cancelledByIt'],
  frozen: ['frozen', 'completed'],
  needsAttention: [
    'attentionRights',
    'attentionRemain',
    'attentionUnknown',
    'attentionPermission',
    'attentionGraph',
    'attentionStopped',
  ],
};

export const CAUSES = [
  'openRequest',
  'breakGlass',
  'guest',
  'disabled',
  'coolDown',
  'unknown',
  'unread',
  'privilegedWithoutSecurity',
  'noApprover',
] as const;

export const WORK = ['refreshCards', 'resetMethods', 'watch', 'remind', 'escalate', 'expire'] as const;

/** Every notice that is told to anybody, on a row that fits. */
export function noticeViews(words: Words, t: Translate, helpful = support, leads = links): readonly NoticeView[] {
  const rows = examples(words);
  const writing = { t, support: helpful, links: leads };
  const told = Object.entries(notices).flatMap(([notice, row]) =>
    (Object.keys(row) as Audience[]).flatMap((to) =>
      (rowFor[notice as keyof typeof notices] ?? ['pending']).map((name) => ({
        notice: notice as keyof typeof notices,
        to,
        request: rows[name],
        ...writing,
      })),
    ),
  );
  const [refusedTo, target] = [person('robin', words), person('priya', words)];
  const refused = [...CAUSES, words('cause')].map((cause) => ({ refusedTo, target, cause }));
  const parked = [...Object.keys(notices), ...Object.keys(otherNotices), ...WORK, words('work')].flatMap((what) => [
    { about: { effect: 'tell:b0f4b7f0:1', what, person: target, error: words('error') }, request: rows['pending'] },
    { about: { effect: 'tell:b0f4b7f0:1', what, error: '' }, request: undefined },
  ]);
  const about = (notice: 'targetRefused' | 'effectParked', tells: AboutView, request?: NoticeView['request']) =>
    ({ notice, to: 'it', request, about: tells, ...writing }) as const;
  return [
    ...told,
    ...refused.map((tells) => about('targetRefused', tells)),
    ...parked.map(({ about: tells, request }) => about('effectParked', tells, request)),
    { notice: 'policyChanged', to: 'it', request: undefined, ...writing },
    { notice: 'policyChanged', to: 'security', request: undefined, ...writing },
  ];
}

/** Rows that differ in what the form for a sentence says of them. */
const wordy = new Set(['pending', 'pendingMany', 'pendingNobody', 'answered', 'attentionRemain']);

/** Every card in every state, by a name that a failing test can show. */
export function gallery(words: Words, t: Translate, helpful = support): ReadonlyMap<string, Card> {
  const cards = new Map<string, Card>();
  for (const [name, request] of Object.entries(examples(words))) {
    const viewers = [...request.nominees.slice(0, 2).map(({ person: nominee }) => nominee), person('kim', words)];
    const shared = { request, now: NOW, t, support: helpful, links };
    cards.set(`request ${name}`, requestCard({ ...shared, usual: 23 * MINUTE, viewerUserIds: ['29:1-robin'] }));
    cards.set(`it ${name}`, itCard(shared));
    for (const viewer of viewers) {
      for (const kinds of [undefined, [...METHOD_KINDS, 'newAuthenticationMethod', words('kind')]])
        cards.set(
          `approval ${name} for ${viewer.id}${kinds === undefined ? '' : ' with kinds'}`,
          approvalCard({ ...shared, viewer, kinds }),
        );
      cards.set(`approval ${name} repaired by ${viewer.id}`, approvalCard({ ...shared, viewer, noIt: true }));
    }
    if (wordy.has(name))
      for (const verb of ['ask', 'note', 'answer', 'close'] as const)
        cards.set(`words ${verb} ${name}`, wordsCard({ verb, request, t }));
  }
  for (const [index, view] of noticeViews(words, t, helpful).entries())
    cards.set(`notice ${index}: ${view.notice} to ${view.to}`, noticeCard(view));
  for (const [name, request] of Object.entries(examples(words))) {
    cards.set(`target ${name}`, targetCard({ request, t, support: helpful, links }));
    if (request.questions.some(({ answer }) => answer !== undefined))
      cards.set(`answered ${name}`, answeredCard({ request, t }));
  }
  for (const [name, card] of askingCards(words, t, helpful)) cards.set(name, card);
  return cards;
}

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
  const cards: [string, Card][] = [
    ['choice', choiceCard({ people, t })],
    ['confirm', confirm('stolen', people.slice(0, 1))],
    ['confirm unknown', confirm('unknown', people.slice(0, 2))],
    ['confirm many', confirm('newPhone', people)],
    ['confirm lost phone', confirm('lostPhone', people.slice(0, 1))],
    ['confirm key', confirm('securityKey', people.slice(0, 1))],
    ['confirm two', confirm('newPhone', people, { approvalsNeeded: 2 })],
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

/** More than a list shows. */
export const LISTED = [
  ...['pending', 'pendingSecond', 'approved', 'approvedHeld', 'resetting', 'attentionRemain', 'frozen'],
  ...['rejectedOther', 'cancelled', 'expired', 'registered', 'completedByHand'],
];
