import type { ContainReason, SignIn } from './containment.js';
import type {
  AttentionReason,
  Clearing,
  HowVerified,
  Instant,
  Lost,
  Nominee,
  Person,
  RejectReason,
  ResetRun,
  Risk,
  Status,
} from './request.js';

/** Who acts: a person by their authenticated identity, or the service itself when a timer is due. */
export type Actor = Person;

export const SYSTEM: Actor = { id: 'system', name: 'system' };

interface Issued {
  readonly at: Instant;
  readonly by: Actor;
}

export interface Submission {
  readonly id: string;
  readonly reference: string;
  readonly target: Person;
  readonly targetAddresses: readonly string[];
  readonly justification: string;
  readonly lost: Lost;
  readonly clearing: Clearing;
  readonly urgent: boolean;
  readonly nominees: readonly Nominee[];
  readonly risks: readonly Risk[];
}

export type Command = Issued &
  (
    | { readonly type: 'submit'; readonly submission: Submission }
    | {
        readonly type: 'approve';
        /** How they made sure, or the code as it was typed, where the policy asks for it. */
        readonly verified?:
          | {
              readonly how?: Exclude<HowVerified, 'code'> | undefined;
              readonly text: string;
              readonly code?: string | undefined;
            }
          | undefined;
      }
    /** Somebody typed a code that is not the right one. */
    | { readonly type: 'missCode'; readonly mark: string }
    | { readonly type: 'reject'; readonly reason: RejectReason; readonly text: string }
    | { readonly type: 'notForMe' }
    | { readonly type: 'nudge' }
    | { readonly type: 'note'; readonly text: string }
    | { readonly type: 'ask'; readonly text: string }
    | { readonly type: 'answer'; readonly text: string }
    /** Object ids: whose place, and who takes it. */
    | { readonly type: 'reassign'; readonly from: string; readonly to: string }
    /** The service itself: a delegation is over, and whose place it was has it again. */
    | { readonly type: 'returnPlace'; readonly from: string }
    | { readonly type: 'addBackup' }
    | { readonly type: 'cancel' }
    | { readonly type: 'undo' }
    /** The approver says that they spoke to the target on the directory's number. */
    | { readonly type: 'recordCallBack' }
    /** The service itself: something was changed that nobody weighed. */
    | { readonly type: 'hold' }
    | { readonly type: 'remind' }
    | { readonly type: 'escalate' }
    | { readonly type: 'expire' }
    /** "This wasn't me", said in Teams or by the link of a mail. */
    | { readonly type: 'freeze'; readonly via: 'teams' | 'link' }
    /** IT has looked into an objection, and says what it found. */
    | { readonly type: 'release'; readonly text: string }
    | { readonly type: 'resetStarted'; readonly run: ResetRun }
    | { readonly type: 'resetProgressed'; readonly run: ResetRun }
    | { readonly type: 'resetFinished'; readonly run: ResetRun }
    | {
        readonly type: 'resetFailed';
        readonly reason: AttentionReason;
        readonly detail: string;
        readonly run?: ResetRun;
      }
    | { readonly type: 'retry' }
    | { readonly type: 'close'; readonly note: string }
    | { readonly type: 'registered' }
    /** The service itself: the sign-in that registered came from a country where they never were. */
    | { readonly type: 'suspect'; readonly country: string; readonly usual: readonly string[] }
    /** The service itself: nothing was registered for some hours. */
    | { readonly type: 'advise' }
    /** The service itself: nothing was registered at all, and it stops looking. */
    | { readonly type: 'handOver' }
    | { readonly type: 'passIssued' }
    | { readonly type: 'contain' }
    | { readonly type: 'containStarted'; readonly run: ResetRun }
    | { readonly type: 'containProgressed'; readonly run: ResetRun }
    | { readonly type: 'containFinished'; readonly run: ResetRun; readonly signIn: SignIn }
    | {
        readonly type: 'containFailed';
        readonly reason: ContainReason;
        readonly detail: string;
        readonly run?: ResetRun | undefined;
        readonly signIn?: SignIn | undefined;
      }
    /** IT writes to the requester; the first one claims it. */
    | { readonly type: 'followUp'; readonly text: string }
    | { readonly type: 'claim' }
    | { readonly type: 'takeOver' }
    | { readonly type: 'handBack' }
    /** The requester's three answers. */
    | { readonly type: 'reply'; readonly text: string }
    | { readonly type: 'sorted' }
    | { readonly type: 'stillLockedOut' }
    /** After the policy's `retention`: people's own words go. */
    | { readonly type: 'erase' }
  );

export type CommandType = Command['type'];
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;

/** What happened, in the past tense, for good. Ids and codes only, but for `text`, which can be erased. */
export interface JournalEntry {
  readonly event: Event;
  readonly at: Instant;
  /** Entra object id, or `system`. */
  readonly by: string;
  readonly requestId?: string | undefined;
  readonly reference?: string | undefined;
  readonly from?: Status | undefined;
  readonly to?: Status | undefined;
  /** Hash of the policy the decision was made under. */
  readonly policy: string;
  readonly data?: Readonly<Record<string, string | number | boolean | readonly string[]>> | undefined;
  /** A person's own words: chained by their keyed hash only, so that they can be erased. */
  readonly text?: string | undefined;
}

/** Each command's name once it has happened, and what happens outside of a request. */
export type Event =
  | (typeof EVENTS)[CommandType]
  | 'attemptRefused'
  | 'policyChanged'
  | 'delegated'
  | 'delegationStopped'
  | 'effectRetried'
  | 'effectDismissed'
  | 'deleteUnexplained'
  | 'servicePaused'
  | 'serviceResumed'
  | 'killSwitchTripped'
  | 'resetsAllowed'
  | 'coolDownLifted';

export const EVENTS = {
  submit: 'submitted',
  approve: 'approved',
  missCode: 'codeMissed',
  reject: 'rejected',
  notForMe: 'passedOn',
  nudge: 'nudged',
  note: 'noteAdded',
  ask: 'asked',
  answer: 'answered',
  reassign: 'reassigned',
  returnPlace: 'placeReturned',
  addBackup: 'backupAdded',
  cancel: 'cancelled',
  undo: 'undone',
  recordCallBack: 'callBackRecorded',
  hold: 'held',
  remind: 'reminded',
  escalate: 'escalated',
  expire: 'expired',
  freeze: 'frozen',
  release: 'released',
  resetStarted: 'resetStarted',
  resetProgressed: 'resetProgressed',
  resetFinished: 'resetFinished',
  resetFailed: 'resetFailed',
  retry: 'retried',
  close: 'closed',
  registered: 'registered',
  suspect: 'registrationSuspected',
  advise: 'advised',
  handOver: 'handedOver',
  passIssued: 'passIssued',
  contain: 'containOrdered',
  containStarted: 'containStarted',
  containProgressed: 'containProgressed',
  containFinished: 'containFinished',
  containFailed: 'containFailed',
  followUp: 'followedUp',
  claim: 'claimed',
  takeOver: 'takenOver',
  handBack: 'handedBack',
  reply: 'replied',
  sorted: 'sorted',
  stillLockedOut: 'stillLockedOut',
  erase: 'erased',
} as const satisfies Record<CommandType, string>;
