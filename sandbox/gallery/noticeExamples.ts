import { notices, otherNotices, type AboutView, type Audience, type NoticeView } from '../../cards/notices/notice.js';
import type { Translate } from '../../cards/strings.js';
import { type Words, support, links, NOW, person, examples } from './examples.js';

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
  reassigned: ['pendingReassigned', 'pendingGiven'],
  noteAdded: ['noted', 'cancelled'],
  declined: ['rejectedUnverified', 'rejectedOther'],
  held: ['approvedHeldPhoneChanged', 'approvedHeldSince'],
  codeMissed: ['pendingMissed'],
  suspicious: ['rejectedSuspicious'],
  stolen: ['pendingStolen', 'resettingStolen'],
  urgent: ['pendingUrgent'],
  stillLockedOut: ['lockedOut', 'lockedOutLate'],
  details: ['pendingUrgent', 'lockedOut'],
  followUp: ['followedUp', 'replied'],
  replied: ['replied', 'repliedSorted', 'pendingLongThread'],
  takenOver: ['followedUp', 'pending'],
  question: ['asked', 'answered', 'pending'],
  answered: ['answered'],
  completed: ['completed', 'completedByHand', 'completedPhone', 'completedKey', 'passWanted'],
  registeredAgain: ['registered'],
  resetAsked: ['pending', 'pendingPhone', 'pendingKey'],
  methodsCleared: ['completed', 'completedByHand', 'completedPhone', 'completedKey', 'passWanted'],
  cancelled: ['cancelled', 'cancelledByIt'],
  frozen: ['frozen', 'completedDisputed', 'rejectedDisputed'],
  objected: ['frozen', 'frozenByLink', 'frozenByIt', 'completedDisputed', 'rejectedDisputed', 'released'],
  released: ['released'],
  contained: [
    'contained',
    'containedBlocked',
    'containedNothing',
    'containedRights',
    'containedRemain',
    'containedUnknown',
    'containedPermission',
    'containedGraph',
    'containedUndated',
    'containedMeanwhile',
    'containedSignIn',
  ],
  suspectRegistration: ['suspected', 'suspectedOddly'],
  notRegistered: ['advised'],
  handedOver: ['handedOver'],
  passWanted: ['passWanted', 'passIssued'],
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

export const WORK = [
  'refreshCards',
  'resetMethods',
  'containAccount',
  'weighRegistration',
  'watch',
  'remind',
  'escalate',
  'expire',
  'erase',
  'reconcile',
  'post',
  'eraseWords',
  'dailyDigest',
  'delegationEnds',
] as const;

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
    ...(['it', 'security'] as const).flatMap((to) =>
      [1, 12].map((users) => ({
        ...{ notice: 'deleteUnexplained' as const, to, request: undefined, ...writing },
        about: { deletedOf: [target], users, deletes: users, firstAt: NOW },
      })),
    ),
    ...consoleNotices(words).map((view) => ({ ...view, request: undefined, ...writing })),
    ...(['delegationSet', 'delegationOver'] as const).map((notice) => ({
      ...{ notice, to: 'it' as const, request: undefined, ...writing },
      about: { delegator: target, delegate: refusedTo, by: target, from: NOW, until: NOW + 86_400_000 },
    })),
    { notice: 'policyChanged', to: 'it', request: undefined, ...writing },
    { notice: 'policyChanged', to: 'security', request: undefined, ...writing },
  ];
}

/** What is told of the service as a whole. */
function consoleNotices(words: Words): readonly Pick<NoticeView, 'notice' | 'to' | 'about'>[] {
  const [by, target] = [person('kim', words), person('priya', words)];
  const quiet = { open: 0, late: 0, stopped: 0, parked: 0, resets: 0, coolingDown: 0, paused: false };
  const busy = { open: 12, late: 2, stopped: 1, parked: 100, resets: 7, coolingDown: 3, paused: true };
  const teams = (['it', 'security'] as const).flatMap((to) => [
    { notice: 'servicePaused', to, about: { service: 'paused', by, why: words('note') } } as const,
    { notice: 'servicePaused', to, about: { service: 'paused', by } } as const,
    { notice: 'serviceResumed', to, about: { service: 'resumed', by } } as const,
    { notice: 'killSwitchTripped', to, about: { resets: 10, limit: 10 } } as const,
    { notice: 'killSwitchTripped', to, about: { resets: 1, limit: 1 } } as const,
    { notice: 'resetsAllowed', to } as const,
  ]);
  const digests = [
    { ...quiet, single: [], singles: 0 },
    { ...busy, single: [target], singles: 1 },
    { ...busy, single: Array.from({ length: 10 }, (_, index) => person(`single${index}`, words)), singles: 13 },
  ];
  return [...teams, ...digests.map((digest) => ({ notice: 'digest', to: 'it', about: { digest } }) as const)];
}
