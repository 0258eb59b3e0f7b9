import type { Links } from '../../cards/links.js';
import { METHOD_KINDS } from '../../cards/methods.js';
import type { ContainmentEnd, ContainReason, SignIn } from '../../core/containment.js';
import type { Support } from '../../core/policy.js';
import { withoutWords } from '../../core/words.js';
import type {
  Approval,
  AttentionReason,
  MethodOutcome,
  Person,
  ResetRequest,
  ThreadMessage,
} from '../../core/request.js';

export const NOW = Date.UTC(2026, 10, 24, 10, 42);
export const MINUTE = 60_000;
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
  stop: () => 'https://mfa.example.com/stop?t=signed',
  chatWith: (name) => `https://teams.microsoft.com/l/chat/0/0?users=${encodeURIComponent(name)}`,
};

export function person(id: string, words: Words): Person {
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
  const written = (kind: ThreadMessage['kind'], text: string, by = kind === 'followUp' ? kim : requester) => ({
    ...{ kind, by, at: NOW - 3 * MINUTE, text },
  });
  const followUp = written('followUp', words('question'));
  const followedUp: ResetRequest = { ...completed, claim: { by: kim, at: NOW - 4 * MINUTE }, thread: [followUp] };
  const lockout = { at: NOW - MINUTE, outOfHours: false };
  const lockedOut: ResetRequest = { ...followedUp, thread: [followUp, written('stillLockedOut', '')], lockout };
  const said = (by: Person, via: 'teams' | 'link' = 'teams') => ({ disputedAt: NOW, objection: { by, via } });
  const disputed: ResetRequest = { ...completed, ...said(target) };
  const contained = (
    outcome: ContainmentEnd['outcome'],
    signIn: SignIn,
    reason?: ContainReason,
    kinds = METHOD_KINDS,
  ): ResetRequest => ({
    ...disputed,
    containment: {
      ...{ by: kim, at: NOW - MINUTE, attempt: 1, signIn },
      run: {
        startedAt: NOW - MINUTE,
        pins: kinds.map((type) => ({ type, id: `new ${type}`, fingerprint: 'f', outcome: 'removed' as const })),
        unknown: [],
      },
      ended: { at: NOW, outcome, reason, detail: reason === undefined ? undefined : words('detail') },
    },
  });
  return {
    followedUp,
    replied: { ...followedUp, thread: [followUp, written('reply', words('answer'))] },
    repliedSorted: {
      ...followedUp,
      thread: [followUp, written('stillLockedOut', ''), written('sorted', '')],
      lockout: { ...lockout, sortedAt: NOW },
    },
    lockedOut,
    lockedOutLate: { ...lockedOut, claim: undefined, lockout: { ...lockout, outOfHours: true } },
    lockedOutEarlier: { ...lockedOut, lockout: { ...lockout, at: NOW - 20 * MINUTE } },
    lockedOutByThemselves: { ...completed, thread: [written('stillLockedOut', '')], lockout },
    pendingLongThread: {
      ...pending,
      urgent: true,
      claim: { by: kim, at: NOW },
      thread: Array.from({ length: 30 }, (_, index) =>
        index % 2 === 0 ? followUp : written('reply', words('answer')),
      ),
    },
    erasedThread: withoutWords({
      ...{ ...rejected('other'), erasedAt: NOW, thread: [followUp, written('reply', words('answer'))] },
    }),
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
    pendingAway: {
      ...pending,
      escalatedAt: pending.submittedAt,
      nominees: [
        { person: morgan, by: 'manager', away: true },
        { person: sam, by: 'backup', standIn: true },
      ],
    },
    pendingLent: { ...pending, nominees: [{ person: sam, by: 'delegate', for: { person: morgan, by: 'manager' } }] },
    pendingReassigned: {
      ...pending,
      reassignments: [{ at: NOW - MINUTE, by: kim, from: person('alex', words), to: sam }],
    },
    pendingGiven: { ...pending, reassignments: [{ at: NOW - MINUTE, by: kim, from: kim, to: morgan }] },
    pendingPrivileged: { ...pending, approvalsNeeded: 2, risks: [{ kind: 'privilegedTarget', level: 'note' }] },
    pendingSecond: { ...pending, approvalsNeeded: 2, approvals: [approval(morgan)] },
    approved,
    approvedVerified: {
      ...approved,
      approvalsNeeded: 2,
      approvals: [
        ...(['called', 'inPerson', 'video', 'code'] as const).map((how) => ({
          ...approval(morgan),
          verified: { how, text: '' },
        })),
        { ...approval(sam, true), verified: { how: 'other', text: words('how') } },
      ],
    },
    pendingMissed: { ...pending, codeMisses: [{ by: morgan, at: NOW - MINUTE, mark: 'mark' }] },
    approvedTwice: { ...approved, approvalsNeeded: 2, approvals: [approval(morgan), approval(sam, true)] },
    approvedRetry: { ...approved, executeAt: NOW - 1000, run: run('refused') },
    approvedDue: { ...approved, executeAt: NOW - 1000 },
    approvedHeld: held,
    approvedHeldNoPhone: { ...held, target: { ...target, phone: undefined } },
    approvedHeldSince: {
      ...held,
      risks: [
        { kind: 'passwordChangedLately', level: 'warning' },
        { kind: 'managerChangedLately', level: 'warning' },
      ],
    },
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
    frozen: { ...approved, status: 'frozen', ...said(target) },
    frozenByLink: { ...pending, status: 'frozen', ...said(target, 'link') },
    frozenByIt: { ...pending, status: 'frozen', ...said(kim) },
    released: { ...pending, released: { by: kim, at: NOW - MINUTE, text: words('note') } },
    completedDisputed: disputed,
    rejectedDisputed: { ...rejected('other'), ...said(target) },
    containing: { ...disputed, containment: { by: kim, at: NOW - MINUTE, attempt: 1 } },
    contained: contained('contained', 'untouched'),
    containedBlocked: contained('contained', 'blocked'),
    containedNothing: contained('contained', 'untouched', undefined, []),
    containedRights: contained('partly', 'untouched', 'rightsChanged', []),
    containedRemain: contained('partly', 'blocked', 'methodsRemain'),
    containedUnknown: contained('partly', 'untouched', 'unknownMethods'),
    containedPermission: contained('partly', 'untouched', 'permissionMissing'),
    containedGraph: contained('partly', 'untouched', 'graphUnavailable'),
    containedUndated: contained('partly', 'untouched', 'undatedMethods'),
    containedMeanwhile: contained('partly', 'untouched', 'registeredMeanwhile'),
    containedSignIn: contained('partly', 'refused', 'signInRefused'),
    suspected: { ...completed, registeredAt: NOW, suspicion: { at: NOW, country: 'BR', usual: ['GB', 'IE'] } },
    suspectedOddly: { ...completed, registeredAt: NOW, suspicion: { at: NOW, country: words('land'), usual: [] } },
    advised: { ...completed, advisedAt: NOW },
    handedOver: { ...completed, advisedAt: NOW - HOUR, handedOverAt: NOW },
    passWanted: { ...completed, pass: { wantedAt: NOW } },
    passIssued: { ...completed, pass: { wantedAt: NOW, issued: { by: kim, at: NOW } } },
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
    erased: withoutWords({ ...rejected('other'), erasedAt: NOW, notes: [{ at: NOW, text: words('note') }] }),
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
