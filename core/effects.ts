import type { Instant } from './request.js';

/** What a person is told; the sentence is made from the row when it is delivered. */
export type Notice =
  | 'requestPending'
  | 'approvalWanted'
  | 'approvalReminder'
  | 'approvalNudge'
  | 'approverReminded'
  | 'escalated'
  | 'reassigned'
  | 'approvalUndone'
  | 'held'
  | 'completed'
  | 'registeredAgain'
  | 'declined'
  | 'cancelled'
  | 'expired'
  | 'needsAttention'
  | 'question'
  | 'answered'
  | 'noteAdded'
  | 'resetAsked'
  | 'methodsCleared'
  | 'frozen'
  | 'objected'
  | 'released'
  | 'contained'
  | 'suspectRegistration'
  | 'notRegistered'
  | 'handedOver'
  | 'passWanted'
  | 'suspicious'
  | 'codeMissed'
  | 'delegationSet'
  | 'delegationOver'
  | 'stolen'
  | 'urgent'
  | 'stillLockedOut'
  | 'details'
  | 'followUp'
  | 'replied'
  | 'takenOver'
  | 'targetRefused'
  | 'effectParked'
  | 'policyChanged'
  | 'deleteUnexplained'
  | 'servicePaused'
  | 'serviceResumed'
  | 'killSwitchTripped'
  | 'resetsAllowed'
  | 'digest';

/** What IT is told in its channel. */
export type PostedNotice = Extract<Notice, 'urgent' | 'stillLockedOut'>;

/** A person by object id, or a group of the policy, resolved when it is delivered. */
export type Recipient =
  | { readonly person: string }
  | { readonly group: Group }
  /** Those of IT who have its card or wrote to the requester; all of IT where there is nobody left. */
  | { readonly watching: 'it' };
export type Group = 'it' | 'security';

/** What a notice tells of that is not a request. Ids only: names are read when it is delivered. */
export type About =
  /** Why somebody's reset was refused: IT is told, the requester is not. */
  | { readonly refusedTo: string; readonly target: string; readonly cause: string }
  /** An effect that was given up. */
  | { readonly effect: string; readonly what: string; readonly person?: string | undefined; readonly error: string }
  /** Methods of these users were deleted with our registration's credential, and not by us. */
  | {
      readonly deletedOf: readonly string[];
      readonly users: number;
      readonly deletes: number;
      readonly firstAt: Instant;
    }
  /** Who paused or resumed the service; why is read from its row. */
  | { readonly service: 'paused' | 'resumed'; readonly by: string }
  /** More resets than are usual were begun within an hour. */
  | { readonly resets: number; readonly limit: number }
  | { readonly digest: Digest }
  /** Who decides for whom, and who arranged or ended it. */
  | {
      readonly delegator: string;
      readonly delegate: string;
      readonly by: string;
      readonly from: Instant;
      readonly until: Instant;
    };

/** IT's daily overview. */
export interface Digest extends Counts {
  readonly paused: boolean;
  /** Cleared on the day before. */
  readonly resets: number;
  readonly coolingDown: number;
  /** Object ids of some who were reset lately and have a single method since, and how many there are. */
  readonly single: readonly string[];
  readonly singles: number;
}

/** What there is to do. */
export interface Counts {
  readonly open: number;
  /** Open ones that nobody answered in time. */
  readonly late: number;
  /** Open ones that stopped, and those that somebody objects to. */
  readonly stopped: number;
  /** Effects that were given up; `MOST_COUNTED` stands for that and more. */
  readonly parked: number;
}

export const MOST_COUNTED = 100;

/**
 * Work that follows from a commit and is done after it, at least once.
 * `refreshCards` reconciles: it reads the row when it runs. `tell` and `mail` may repeat after an
 * ambiguous send, and only then. `resetMethods` is safe to repeat because the methods are pinned.
 */
export type Effect = EffectBase &
  (
    | { readonly kind: 'refreshCards'; readonly requestId: string }
    /** In Teams; by mail where Teams refuses, unless a mail goes out besides. */
    | (Telling & { readonly kind: 'tell'; readonly to: Recipient; readonly mailedToo?: true | undefined })
    | (Telling & { readonly kind: 'mail'; readonly to: { readonly person: string } })
    /** To the target, on every address known when the request was made. */
    | { readonly kind: 'mailTarget'; readonly requestId: string; readonly notice: Notice }
    /** Into IT's channel; to each of IT where there is none, or where it takes nothing. */
    | { readonly kind: 'post'; readonly requestId: string; readonly notice: PostedNotice }
    /** `attempt` is the row's when it was queued: one that was overtaken by an undo does nothing. */
    | { readonly kind: 'resetMethods'; readonly requestId: string; readonly attempt: number }
    /** What IT or security ordered; `attempt` is the containment's. */
    | { readonly kind: 'containAccount'; readonly requestId: string; readonly attempt: number }
    /** Looks where the sign-in came from that registered the new method. */
    | { readonly kind: 'weighRegistration'; readonly requestId: string }
    /** Looks whether the target has registered again. */
    | { readonly kind: 'watch'; readonly requestId: string }
    | { readonly kind: 'remind'; readonly requestId: string }
    | { readonly kind: 'escalate'; readonly requestId: string }
    | { readonly kind: 'expire'; readonly requestId: string }
    /** Takes people's own words out once the policy's `retention` is over: of the row, and of all that is kept of it. */
    | { readonly kind: 'erase'; readonly requestId: string }
    /** Holds Entra's log against the journal, again and again, until a later start begins its own. */
    | { readonly kind: 'reconcile'; readonly requestId: undefined; readonly generation: number }
    /** What a delegate still has of a delegation that is over goes back. */
    | {
        readonly kind: 'delegationEnds';
        readonly requestId: undefined;
        readonly delegator: string;
        readonly delegate: string;
      }
    /** IT's daily overview, until a later start begins its own. */
    | { readonly kind: 'dailyDigest'; readonly requestId: undefined; readonly generation: number }
    /** Takes out what IT wrote about the service itself, an `Intervention`, once the policy's `retention` is over. */
    | { readonly kind: 'eraseWords'; readonly requestId: undefined; readonly of: string; readonly at: Instant }
  );

/**
 * Effects of one line never run at the same time, in whichever process. The ones that may send somebody's first card of
 * a request are a line: two of them at once would both find that none was sent.
 */
export function lineOf(effect: Effect): string | undefined {
  const { kind, requestId } = effect;
  const sendsCards =
    kind === 'refreshCards' ||
    kind === 'post' ||
    (kind === 'tell' && (effect.notice === 'needsAttention' || effect.notice === 'details'));
  return sendsCards && requestId !== undefined ? `cards:${requestId}` : undefined;
}

interface Telling {
  readonly requestId: string | undefined;
  readonly notice: Notice;
  readonly about?: About | undefined;
  /** The group a person is told this as a member of. */
  readonly as?: Group | undefined;
}

interface EffectBase {
  /** Idempotency key: a store takes an effect whose key it holds already as the same effect. */
  readonly key: string;
  readonly dueAt: Instant;
}

export type EffectKind = Effect['kind'];
