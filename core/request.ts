import type { Containment } from './containment.js';

/** Where a request stands. The last four are ends: nothing leaves them. */
export type Status =
  | 'awaitingApproval'
  | 'approved' // inside the undo window, held, or waiting for its turn
  | 'resetting'
  | 'needsAttention'
  | 'frozen'
  | 'completed'
  | 'rejected'
  | 'cancelled'
  | 'expired';

const ENDS: ReadonlySet<Status> = new Set<Status>(['completed', 'rejected', 'cancelled', 'expired']);

export function hasEnded(request: Pick<ResetRequest, 'status'>): boolean {
  return ENDS.has(request.status);
}

/** Milliseconds since the Unix epoch. */
export type Instant = number;

/** Somebody as the directory described them when the request was made; `id` is the Entra object id. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly title?: string | undefined;
  readonly department?: string | undefined;
  /** The directory's number, to call back on; never one from a justification. */
  readonly phone?: string | undefined;
  /** Their sign-in name: how a Teams link opens a chat with them. */
  readonly userPrincipalName?: string | undefined;
}

/** Why somebody was asked to approve; their right is looked up again by the same way. */
export type NominatedBy = 'manager' | 'managersManager' | 'named' | 'group' | 'backup' | 'security' | 'delegate';

export interface Nominee {
  readonly person: Person;
  readonly by: NominatedBy;
  /** The group that makes them eligible, where `by` is a group of the policy. */
  readonly groupId?: string | undefined;
  /** In whose place a delegate decides, and as what those were asked. */
  readonly for?: { readonly person: Person; readonly by: NominatedBy } | undefined;
  /** Their mailbox said so when the request was made; they may answer all the same. */
  readonly away?: true | undefined;
  /** Asked beside somebody who is away. */
  readonly standIn?: true | undefined;
}

/** How an approver made sure that it is them. */
export type HowVerified = 'called' | 'inPerson' | 'video' | 'other' | 'code';

export interface Approval {
  readonly by: Person;
  readonly at: Instant;
  /** From the security group: one of a privileged target's two approvals must be. */
  readonly security: boolean;
  /** The directory did not answer at the tap; the check before the first deletion decides. */
  readonly checkPending: boolean;
  /** Where the policy asked for it; the words are the approver's own. */
  readonly verified?: { readonly how: HowVerified; readonly text: string } | undefined;
}

export type Lost = 'newPhone' | 'lostPhone' | 'stolen' | 'securityKey' | 'unknown';
/** `lost` clears only what the lost thing carried, where that is known; `core/pins.ts` says what. */
export type Clearing = 'all' | 'lost';
export type RejectReason = 'couldNotVerify' | 'notNeeded' | 'suspicious' | 'other';

/** `warning`s hold an approval for a while; `note`s are only shown. */
export interface Risk {
  readonly kind:
    | 'severalResetsLately'
    | 'declinedRecently'
    | 'passwordChangedLately'
    | 'phoneChangedLately'
    | 'managerChangedLately'
    | 'oddHour'
    | 'firstRequestOfRequester'
    | 'privilegedTarget';
  readonly level: 'warning' | 'note';
}

/** A method fixed for deletion before the first DELETE; nothing else is ever deleted. */
export interface PinnedMethod {
  /** Graph's type without the prefix, e.g. `phoneAuthenticationMethod`. */
  readonly type: string;
  readonly id: string;
  /** Keyed hash of what identifies the method, since phone ids are constants. */
  readonly fingerprint: string;
  readonly outcome: MethodOutcome;
  /** Graph's request id and code where it refused. */
  readonly refusal?: string | undefined;
}

export type MethodOutcome = 'pending' | 'removed' | 'keptNewlyRegistered' | 'refused';

export interface ResetRun {
  readonly startedAt: Instant;
  readonly pins: readonly PinnedMethod[];
  /** Types Graph listed that this version does not know: left in place, never guessed. */
  readonly unknown: readonly string[];
}

/** Why a person of IT has to look at it. */
export type AttentionReason =
  'rightsChanged' | 'methodsRemain' | 'unknownMethods' | 'permissionMissing' | 'graphUnavailable';

export interface Question {
  readonly by: Person;
  readonly at: Instant;
  readonly text: string;
  readonly answer?: { readonly at: Instant; readonly text: string } | undefined;
}

/** Somebody's place among those asked that went to somebody else. */
export interface Reassignment {
  readonly at: Instant;
  readonly by: Person;
  readonly from: Person;
  readonly to: Person;
}

/** What the requester added after asking. */
export interface Note {
  readonly at: Instant;
  readonly text: string;
}

/** What IT and the requester wrote to each other since. */
export interface ThreadMessage {
  /** The last two are quick answers, and have no words. */
  readonly kind: 'followUp' | 'reply' | 'sorted' | 'stillLockedOut';
  readonly by: Person;
  readonly at: Instant;
  readonly text: string;
}

/** The requester said that the colleague is still locked out. */
export interface Lockout {
  readonly at: Instant;
  /** Of the policy's business hours: then nobody may be there to read it. */
  readonly outOfHours: boolean;
  readonly sortedAt?: Instant | undefined;
}

/** The whole truth about one request: the row the state machine works on. */
export interface ResetRequest {
  readonly id: string;
  /** Short and sayable, `MFA-7K3Q9`. */
  readonly reference: string;
  readonly status: Status;
  readonly requester: Person;
  readonly target: Person;
  /** The target's mail addresses read when it was asked, before anything can have changed them. */
  readonly targetAddresses: readonly string[];
  readonly justification: string;
  readonly lost: Lost;
  readonly clearing: Clearing;
  readonly urgent: boolean;
  readonly submittedAt: Instant;
  readonly nominees: readonly Nominee[];
  /** Two for a privileged target. */
  readonly approvalsNeeded: 1 | 2;
  readonly approvals: readonly Approval[];
  readonly risks: readonly Risk[];
  readonly remindAt: Instant;
  readonly escalateAt: Instant;
  readonly expireAt: Instant;
  readonly remindedAt?: Instant | undefined;
  readonly escalatedAt?: Instant | undefined;
  /** When the requester last had the approvers reminded. */
  readonly nudgedAt?: Instant | undefined;
  /** When the reset may start: the end of the undo window or of the hold. */
  readonly executeAt?: Instant | undefined;
  readonly held?: boolean | undefined;
  /** Who spoke to the target on the directory's number, so that the hold could end early. */
  readonly calledBack?: { readonly by: Person; readonly at: Instant } | undefined;
  readonly rejection?:
    { readonly by: Person; readonly at: Instant; readonly reason: RejectReason; readonly text: string } | undefined;
  readonly cancelledBy?: Person | undefined;
  /** Codes that were not the one the requester was given, by whom. */
  readonly codeMisses?: readonly { readonly by: Person; readonly at: Instant; readonly mark: string }[] | undefined;
  readonly questions: readonly Question[];
  readonly notes: readonly Note[];
  /** In the order they happened; none in rows of before there were any. */
  readonly reassignments?: readonly Reassignment[] | undefined;
  readonly run?: ResetRun | undefined;
  /** Counts the decisions, so that what follows from each has a name of its own. */
  readonly revision: number;
  /** Counts the runs asked for, so that each has an effect of its own. */
  readonly attempt: number;
  readonly attention?: { readonly at: Instant; readonly reason: AttentionReason; readonly detail: string } | undefined;
  readonly endedAt?: Instant | undefined;
  /** IT finished it outside the bot and says so. */
  readonly closedByHand?: { readonly by: Person; readonly note: string } | undefined;
  /** Set when the target said "this wasn't me". */
  readonly disputedAt?: Instant | undefined;
  /** Who said so for the target, or the target; by the link of a mail nobody signs in. */
  readonly objection?: { readonly by: Person; readonly via: 'teams' | 'link' } | undefined;
  /** IT looked into an objection, and let the request go on. */
  readonly released?: { readonly by: Person; readonly at: Instant; readonly text: string } | undefined;
  readonly registeredAt?: Instant | undefined;
  /** The new method was registered at once, from a country (ISO 3166) that is none of the usual ones. */
  readonly suspicion?:
    { readonly at: Instant; readonly country: string; readonly usual: readonly string[] } | undefined;
  /** When they were told what helps where no new method is asked for. */
  readonly advisedAt?: Instant | undefined;
  /** When IT was told that nothing was registered, and the service stopped looking. */
  readonly handedOverAt?: Instant | undefined;
  /** They get back in with a Temporary Access Pass, which IT issues; the pass itself is never known here. */
  readonly pass?:
    | {
        readonly wantedAt: Instant;
        readonly issued?: { readonly by: Person; readonly at: Instant } | undefined;
      }
    | undefined;
  readonly containment?: Containment | undefined;
  /** Between IT and the requester, oldest first; absent where nobody wrote. */
  readonly thread?: readonly ThreadMessage[] | undefined;
  /** Who of IT has it, so that two don't write. */
  readonly claim?: { readonly by: Person; readonly at: Instant } | undefined;
  readonly lockout?: Lockout | undefined;
  /** When people's own words were taken out; the texts are empty since. */
  readonly erasedAt?: Instant | undefined;
  readonly policyHash: string;
}
