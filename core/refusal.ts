import type { Instant, Person, Status } from './request.js';

/** An expected "no". Each has a sentence in `cards/strings`. */
export type RefusalCode =
  // to the requester's own affairs, in full
  | 'notARequester'
  | 'noSelfService'
  | 'ownOpenRequest'
  | 'tooManyRequests'
  | 'paused'
  | 'justificationLength'
  | 'noApprover'
  | 'draftGone'
  | 'nudgedLately'
  | 'tooManyNotes'
  | 'notFollowedUp'
  | 'lockedOutLately'
  | 'threadFull'
  // about somebody else's: one sentence, no gossip
  | 'targetUnavailable'
  | 'unknownRequest'
  // to an approver
  | 'selfApproval'
  | 'targetApproval'
  | 'notNominated'
  | 'alreadyApprovedByYou'
  | 'needsSecurityApproval'
  | 'privilegedNow'
  | 'approverUnavailable'
  | 'targetChanged'
  | 'reasonMissing'
  | 'verificationMissing'
  | 'wrongCode'
  | 'codeTriesUsed'
  | 'callBackNotEnough'
  | 'changedLately'
  | 'questionOpen'
  | 'nobodyElse'
  | 'notEligible'
  | 'delegationOver'
  | 'delegationDates'
  | 'delegatedAlready'
  | 'nothingDelegated'
  // to anybody who comes too late or too early
  | 'alreadyDecided'
  | 'expired'
  | 'frozen'
  | 'tooEarly'
  | 'alreadyDone'
  | 'methodsClearedAlready'
  | 'notAllowed'
  /** Two people: one objects, another contains. */
  | 'ownObjection'
  | 'notIt'
  | 'claimedByOther'
  // to IT, and to a reset that has to wait
  | 'tooManyResets'
  | 'ownCoolDown'
  | 'noCoolDown';

export interface Refusal {
  readonly refused: RefusalCode;
  /** What the sentence needs; `request` only where the person may know of it. */
  readonly detail?: RefusalDetail | undefined;
}

export interface RefusalDetail {
  readonly reference?: string;
  readonly status?: Status;
  readonly by?: Person;
  readonly at?: Instant;
  readonly limit?: number;
  /** For IT and the log, never for the person refused. */
  readonly cause?: string;
}

export function refuse(refused: RefusalCode, detail?: RefusalDetail): Refusal {
  return { refused, detail };
}

export function isRefusal(outcome: object): outcome is Refusal {
  return 'refused' in outcome;
}
