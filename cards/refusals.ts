import type { Support } from '../core/policy.js';
import type { RefusalCode, RefusalDetail } from '../core/refusal.js';
import type { Status } from '../core/request.js';
import type { Key, Translate } from './strings.js';
import { supportLine } from './support.js';
import { nameOf, userText } from './userText.js';
import { when } from './wording.js';

/**
 * Why not, and what to do instead. Plain text: send it with `textFormat: 'plain'`, names are in it.
 * `detail.cause` never shows. `now` shortens times to the hour on the same day.
 */
export function refusalText(
  code: RefusalCode,
  detail: RefusalDetail | undefined,
  t: Translate,
  support: Support,
  now?: number,
): string {
  const { withSupport, sentence } = rows[code];
  const text = sentence(detail ?? {}, t, now);
  return withSupport === true ? `${text} ${supportLine(support, t)}` : text;
}

interface Row {
  readonly sentence: (detail: RefusalDetail, t: Translate, now: number | undefined) => string;
  /** The way on leads through a person. */
  readonly withSupport?: true;
}

const says = (key: Key): Row => ({ sentence: (_detail, t) => t(key) });
const saysAndHelps = (key: Key): Row => ({ ...says(key), withSupport: true });

const rows: Record<RefusalCode, Row> = {
  notARequester: saysAndHelps('refusal.notARequester'),
  noSelfService: saysAndHelps('refusal.noSelfService'),
  ownOpenRequest: {
    sentence: ({ reference }, t) =>
      reference === undefined
        ? t('refusal.ownOpenRequest')
        : t('refusal.ownOpenRequest.reference', { reference: short(reference) }),
  },
  tooManyRequests: {
    sentence: ({ limit }, t) =>
      limit === undefined ? t('refusal.tooManyRequests') : t('refusal.tooManyRequests.limit', { limit }),
    withSupport: true,
  },
  paused: saysAndHelps('refusal.paused'),
  justificationLength: says('refusal.justificationLength'),
  noApprover: saysAndHelps('refusal.noApprover'),
  draftGone: says('refusal.draftGone'),
  nudgedLately: {
    sentence: ({ at }, t, now) =>
      at === undefined ? t('refusal.nudgedLately.soon') : t('refusal.nudgedLately', { when: when(t, at, now) }),
  },
  tooManyNotes: {
    sentence: ({ limit }, t) =>
      limit === undefined ? t('refusal.tooManyNotes') : t('refusal.tooManyNotes.limit', { limit }),
  },
  targetUnavailable: saysAndHelps('refusal.targetUnavailable'),
  unknownRequest: says('refusal.unknownRequest'),
  selfApproval: says('refusal.selfApproval'),
  notFollowedUp: says('refusal.notFollowedUp'),
  lockedOutLately: {
    sentence: ({ at }, t, now) =>
      at === undefined ? t('refusal.lockedOutLately.soon') : t('refusal.lockedOutLately', { when: when(t, at, now) }),
    withSupport: true,
  },
  threadFull: {
    sentence: ({ limit }, t) =>
      limit === undefined ? t('refusal.threadFull') : t('refusal.threadFull.limit', { limit }),
  },
  targetApproval: says('refusal.targetApproval'),
  notNominated: says('refusal.notNominated'),
  alreadyApprovedByYou: says('refusal.alreadyApprovedByYou'),
  needsSecurityApproval: says('refusal.needsSecurityApproval'),
  privilegedNow: saysAndHelps('refusal.privilegedNow'),
  approverUnavailable: saysAndHelps('refusal.approverUnavailable'),
  targetChanged: saysAndHelps('refusal.targetChanged'),
  reasonMissing: says('refusal.reasonMissing'),
  verificationMissing: says('refusal.verificationMissing'),
  wrongCode: { sentence: ({ limit = 0 }, t) => t('refusal.wrongCode', { count: limit }) },
  codeTriesUsed: saysAndHelps('refusal.codeTriesUsed'),
  questionOpen: says('refusal.questionOpen'),
  changedLately: says('refusal.changedLately'),
  callBackNotEnough: says('refusal.callBackNotEnough'),
  nobodyElse: saysAndHelps('refusal.nobodyElse'),
  notEligible: says('refusal.notEligible'),
  delegationOver: says('refusal.delegationOver'),
  delegationDates: { sentence: ({ limit = 0 }, t) => t('refusal.delegationDates', { limit }) },
  delegatedAlready: says('refusal.delegatedAlready'),
  nothingDelegated: says('refusal.nothingDelegated'),
  alreadyDecided: { sentence: alreadyDecided },
  expired: says('refusal.expired'),
  frozen: saysAndHelps('refusal.frozen'),
  tooEarly: says('refusal.tooEarly'),
  alreadyDone: says('refusal.alreadyDone'),
  methodsClearedAlready: saysAndHelps('refusal.methodsClearedAlready'),
  notAllowed: says('refusal.notAllowed'),
  notIt: says('refusal.notIt'),
  claimedByOther: {
    sentence: ({ by, at, reference }, t, now) =>
      by === undefined || at === undefined || reference === undefined
        ? t('refusal.claimedByOther')
        : t('refusal.claimedByOther.name', {
            name: nameOf(by),
            when: when(t, at, now),
            reference: short(reference),
          }),
  },
  ownObjection: says('refusal.ownObjection'),
  tooManyResets: says('refusal.tooManyResets'),
  ownCoolDown: says('refusal.ownCoolDown'),
  noCoolDown: says('refusal.noCoolDown'),
};

const outcomes: Record<Exclude<Status, 'awaitingApproval'>, Key> = {
  approved: 'decided.approved',
  resetting: 'decided.approved',
  needsAttention: 'decided.approved',
  frozen: 'decided.frozen',
  completed: 'decided.approved',
  rejected: 'decided.rejected',
  cancelled: 'decided.cancelled',
  expired: 'decided.expired',
};

/** Who was first, and when: the loser of a race wants to know whether it is what they meant. */
function alreadyDecided({ status, by, at }: RefusalDetail, t: Translate, now: number | undefined): string {
  if (status === 'awaitingApproval') return t('refusal.waiting');
  const what = t(status === undefined ? 'decided.someway' : outcomes[status]);
  if (by === undefined) return t('refusal.alreadyDecided', { what });
  return at === undefined
    ? t('refusal.alreadyDecided.by', { what, name: nameOf(by) })
    : t('refusal.alreadyDecided.byAt', { what, name: nameOf(by), when: when(t, at, now) });
}

const short = (reference: string): string => userText(reference, 20);
