import type { Policy } from './policy.js';
import type { Nominee, ResetRequest, Risk } from './request.js';

/** Everything a decision needs to know beside the row and the command. */
export interface Facts {
  readonly policy: Policy;
  readonly policyHash: string;
  readonly paused: boolean;
  /** What the actor is beyond this request. Looked up when the command is one of IT's or security's. */
  readonly actor: ActorFacts;
  /** For `submit`. */
  readonly submission?: SubmissionFacts | undefined;
  /** For commands that bring in somebody new: the only people they may bring. */
  readonly pool?: Pool | undefined;
  /** For `approve` and `reject`: the directory as it was at most five minutes ago. */
  readonly atTap?: TapRights | 'unknown' | undefined;
  /** For a delegate's decision, and for `returnPlace`: whether they still decide for somebody. */
  readonly delegation?: 'runs' | 'over' | undefined;
  /** For `approve`: how the typed code compares, where one was typed. Teams delivers a slow tap up to four times. */
  readonly code?: 'right' | 'wrong' | 'wrongAgain' | undefined;
  /** For `resetStarted` and `hold`: the directory now. A look-up that failed never gets here: it fails the run. */
  readonly atExecution?: ExecutionRights | undefined;
  /** For `containStarted`: whoever ordered it, as the directory has them now. */
  readonly atContainment?: ContainRights | undefined;
  /** For a reset that is to begin: whether more are begun than is usual. */
  readonly pace?: PaceFacts | undefined;
}

export interface PaceFacts {
  /** It waits until the hour is over, or until two people let resets go on. */
  readonly exceeded: boolean;
}

export interface ActorFacts {
  readonly it: boolean;
  readonly security: boolean;
}

/** Who could decide about this request by the policy as it is now; never requester or target. */
export interface Pool {
  readonly rule: readonly Nominee[];
  readonly backups: readonly Nominee[];
}

export interface SubmissionFacts {
  readonly mayAsk: boolean;
  readonly targetEnabled: boolean;
  readonly targetGuest: boolean;
  readonly privileges: readonly string[];
  /** How often this requester was refused about somebody else in the last 24 hours. */
  readonly refusedToday: number;
  /** IT lifted the target's cool-down for this once. */
  readonly coolDownLifted?: boolean | undefined;
  /** Other requests of this requester or for this target. */
  readonly earlier: readonly ResetRequest[];
}

/** One approver's standing, read again from the directory. */
export interface ApproverStanding {
  readonly id: string;
  readonly enabled: boolean;
  /** Still what they were nominated as: the manager, in the group, on the list. */
  readonly eligible: boolean;
  readonly security: boolean;
}

export interface TargetStanding {
  readonly enabled: boolean;
  readonly guest: boolean;
  readonly privileges: readonly string[];
}

export interface TapRights {
  readonly approver: ApproverStanding;
  readonly target: TargetStanding;
}

export interface ExecutionRights {
  readonly approvers: readonly ApproverStanding[];
  readonly target: TargetStanding;
  /** What was changed of the target lately: that may have been since it was asked or approved. */
  readonly warnings: readonly Risk[];
}

export interface ContainRights extends ActorFacts {
  readonly id: string;
  readonly enabled: boolean;
}
