import { approvalCard } from '../../cards/approvalCard.js';
import { choiceCard } from '../../cards/choiceCard.js';
import { confirmCard } from '../../cards/confirmCard.js';
import { helpCard, welcomeCard } from '../../cards/helpCard.js';
import { METHOD_KINDS } from '../../cards/methods.js';
import { notices, type Audience, type NoticeView } from '../../cards/notice.js';
import { noticeCard } from '../../cards/noticeCard.js';
import { requestCard } from '../../cards/requestCard.js';
import type { Translate } from '../../cards/strings.js';
import type { Support } from '../../core/policy.js';
import type { Card } from '../../core/ports.js';
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
  portal: 'https://support.example.com',
  passwordReset: 'https://support.example.com/password',
  escalation: 'the Head of IT',
};

function person(id: string, words: Words): Person {
  return {
    id,
    name: words(`${id} name`),
    title: words(`${id} title`),
    department: words(`${id} department`),
    phone: words(`${id} phone`),
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
    attempt: 1,
    policyHash: 'hash',
  };
  const approved: ResetRequest = {
    ...pending,
    status: 'approved',
    approvals: [approval(morgan)],
    executeAt: NOW + 8000,
  };
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
        { kind: 'firstRequestOfRequester', level: 'note' },
      ],
    },
    pendingNoted: { ...pending, lost: 'securityKey', risks: [{ kind: 'firstRequestOfRequester', level: 'note' }] },
    pendingNoPhone: { ...pending, lost: 'unknown', target: { id: target.id, name: target.name } },
    pendingReminded: { ...pending, remindAt: NOW - 2 * MINUTE, remindedAt: NOW - MINUTE },
    pendingEscalated: { ...pending, remindedAt: NOW - 2 * HOUR, escalateAt: NOW - HOUR, escalatedAt: NOW - HOUR },
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
    approvedHeld: { ...approved, held: true, executeAt: NOW + 13 * MINUTE },
    resetting: { ...approved, status: 'resetting', executeAt: NOW - 1000, run: run('pending') },
    attentionRights: attention('rightsChanged', 'pending'),
    attentionRemain: attention('methodsRemain', 'refused'),
    attentionUnknown: attention('unknownMethods', 'removed'),
    attentionPermission: attention('permissionMissing', 'refused'),
    attentionGraph: attention('graphUnavailable', 'keptNewlyRegistered'),
    frozen: { ...approved, status: 'frozen', disputedAt: NOW },
    completed,
    completedByHand: { ...completed, closedByHand: { by: kim, note: words('note') } },
    registered: { ...completed, registeredAt: NOW },
    rejectedUnverified: rejected('couldNotVerify'),
    rejectedNotNeeded: rejected('notNeeded'),
    rejectedSuspicious: rejected('suspicious'),
    rejectedOther: rejected('other'),
    cancelled: { ...pending, status: 'cancelled', cancelledBy: requester, endedAt: NOW },
    cancelledByIt: { ...pending, status: 'cancelled', cancelledBy: kim, endedAt: NOW },
    expired: { ...pending, status: 'expired', endedAt: NOW },
    asked: { ...pending, questions: [{ by: morgan, at: NOW, text: words('question') }] },
    answered: {
      ...pending,
      questions: [
        { by: morgan, at: NOW, text: words('question'), answer: { at: NOW, text: words('answer') } },
        { by: sam, at: NOW, text: words('second question') },
      ],
    },
  };
}

/** Whose row fits a notice that needs something in it. */
const rowFor: Partial<Record<NoticeView['notice'], readonly string[]>> = {
  declined: ['rejectedUnverified', 'rejectedOther'],
  suspicious: ['rejectedSuspicious'],
  question: ['asked'],
  answered: ['answered'],
  completed: ['completed', 'completedByHand'],
  cancelled: ['cancelled', 'cancelledByIt'],
  frozen: ['frozen', 'completed'],
  needsAttention: ['attentionRights', 'attentionRemain', 'attentionUnknown', 'attentionPermission', 'attentionGraph'],
};

/** Every notice that is told to anybody, on a row that fits. */
export function noticeViews(words: Words, t: Translate, helpful = support): readonly NoticeView[] {
  const rows = examples(words);
  const told = Object.entries(notices).flatMap(([notice, row]) =>
    (Object.keys(row) as Audience[]).flatMap((to) =>
      (rowFor[notice as keyof typeof notices] ?? ['pending']).map((name) => ({
        notice: notice as keyof typeof notices,
        to,
        request: rows[name],
        t,
        support: helpful,
      })),
    ),
  );
  return [...told, { notice: 'policyChanged', to: 'it', request: undefined, t, support: helpful }];
}

/** Every card in every state, by a name that a failing test can show. */
export function gallery(words: Words, t: Translate, helpful = support): ReadonlyMap<string, Card> {
  const cards = new Map<string, Card>();
  for (const [name, request] of Object.entries(examples(words))) {
    const viewers = [...request.nominees.slice(0, 2).map(({ person: nominee }) => nominee), person('kim', words)];
    cards.set(
      `request ${name}`,
      requestCard({ request, now: NOW, t, support: helpful, viewerUserIds: ['29:1-robin'] }),
    );
    for (const viewer of viewers)
      for (const kinds of [undefined, [...METHOD_KINDS, 'newAuthenticationMethod', words('kind')]])
        cards.set(
          `approval ${name} for ${viewer.id}${kinds === undefined ? '' : ' with kinds'}`,
          approvalCard({ request, viewer, kinds, now: NOW, t, support: helpful }),
        );
  }
  for (const view of noticeViews(words, t, helpful))
    cards.set(`notice ${view.notice} to ${view.to} on ${view.request?.status ?? 'nothing'}`, noticeCard(view));
  const people = Array.from({ length: 12 }, (_, index) => person(`match${index}`, words));
  const draft = { requestId: 'b0f4b7f0', justification: words('justification'), urgent: true } as const;
  const target = person('priya', words);
  cards.set('choice', choiceCard({ people, t }));
  cards.set('confirm', confirmCard({ draft: { ...draft, lost: 'stolen' }, target, approvers: people.slice(0, 1), t }));
  cards.set('confirm many', confirmCard({ draft: { ...draft, lost: 'newPhone' }, target, approvers: people, t }));
  cards.set(
    'confirm two',
    confirmCard({ draft: { ...draft, lost: 'newPhone' }, target, approvers: people, approvalsNeeded: 2, t }),
  );
  for (const role of ['requester', 'approver', 'it'] as const) {
    cards.set(`help ${role}`, helpCard({ t, support: helpful, role }));
    cards.set(`welcome ${role}`, welcomeCard({ t, support: helpful, role }));
  }
  return cards;
}
