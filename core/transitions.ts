import { change } from './changes.js';
import type { Command, CommandType, JournalEntry } from './command.js';
import { type Effect } from './effects.js';
import { recipes, type RecipeName } from './recipes.js';
import type { Facts } from './facts.js';
import { guards, refusalFor, type GuardName } from './guards.js';
import { contained, inTouch, objected, over } from './stays.js';
import { entryOf } from './journalEntry.js';
import { isRefusal, type Refusal } from './refusal.js';
import type { ResetRequest, Status } from './request.js';

/** Before the first commit there is no row yet. */
export type State = Status | 'unsubmitted';

export interface Transition {
  /** `approvedWhenEnough` stays in `awaitingApproval` until two have approved a privileged target. */
  readonly to: Status | 'approvedWhenEnough';
  /** Asked in this order; the first "no" is the answer. */
  readonly guards: readonly GuardName[];
  readonly effects: readonly RecipeName[];
}

/** What may happen to a request, and where it leads. A command that is missing in a row is refused there. */
export const transitions = {
  unsubmitted: {
    submit: {
      to: 'awaitingApproval',
      guards: ['notPaused', 'mayAsk', 'notForSelf', 'withinLimits', 'justified', 'targetAvailable', 'hasApprover'],
      effects: [
        'refreshCards',
        'timers',
        'mailRequesterPending',
        'mailNewNominees',
        'tellTargetAsked',
        'tellSecurityStolen',
        'postUrgent',
      ],
    },
  },
  awaitingApproval: {
    approve: {
      to: 'approvedWhenEnough',
      guards: [
        'notPaused',
        'inTime',
        'notRequester',
        'notTarget',
        'nominated',
        'notApprovedByThem',
        'delegationRuns',
        'rightsAtTap',
        'fourEyes',
        'codeTriesLeft',
        'verified',
      ],
      effects: ['refreshCards', 'resetMethods'],
    },
    missCode: {
      to: 'awaitingApproval',
      guards: ['inTime', 'nominated', 'notApprovedByThem', 'codeTriesLeft'],
      effects: ['tellCodeMissed'],
    },
    reject: {
      to: 'rejected',
      guards: ['inTime', 'notRequester', 'notTarget', 'nominated', 'delegationRuns', 'rightsAtTap', 'reasonGiven'],
      effects: ['refreshCards', 'eraseLater', 'tellRequesterDeclined', 'tellSecuritySuspicious'],
    },
    undo: { to: 'awaitingApproval', guards: ['approvedByThem'], effects: ['refreshCards'] },
    notForMe: {
      to: 'awaitingApproval',
      guards: ['inTime', 'nominated', 'notApprovedByThem', 'somebodyElse'],
      effects: ['refreshCards', 'mailNewNominees'],
    },
    ask: {
      to: 'awaitingApproval',
      guards: ['inTime', 'nominated', 'noOpenQuestion', 'worded'],
      effects: ['refreshCards', 'tellRequesterQuestion'],
    },
    answer: {
      to: 'awaitingApproval',
      guards: ['inTime', 'isRequester', 'openQuestion', 'worded'],
      effects: ['refreshCards', 'tellNomineesAnswer'],
    },
    nudge: {
      to: 'awaitingApproval',
      guards: ['inTime', 'isRequester', 'nudgeDue'],
      effects: ['refreshCards', 'tellNomineesNudge'],
    },
    note: {
      to: 'awaitingApproval',
      guards: ['inTime', 'isRequester', 'notNotedYet', 'notesLeft', 'worded'],
      effects: ['refreshCards', 'tellNomineesNote'],
    },
    reassign: {
      to: 'awaitingApproval',
      guards: ['inTime', 'ownPlaceOrIt', 'replacementFromPool'],
      effects: ['refreshCards', 'mailNewNominees', 'tellReplaced', 'tellRequesterReassigned'],
    },
    returnPlace: {
      to: 'awaitingApproval',
      guards: ['isSystem', 'inTime', 'placeToReturn'],
      effects: ['refreshCards', 'mailNewNominees'],
    },
    addBackup: {
      to: 'awaitingApproval',
      guards: ['inTime', 'isIt', 'somebodyToAdd'],
      effects: ['refreshCards', 'mailNewNominees', 'tellRequesterEscalated'],
    },
    cancel: {
      to: 'cancelled',
      guards: ['requesterOrIt'],
      effects: ['refreshCards', 'eraseLater', 'tellRequesterCancelled'],
    },
    remind: {
      to: 'awaitingApproval',
      guards: ['isSystem', 'inTime', 'remindDue'],
      effects: ['refreshCards', 'tellNomineesReminder', 'tellRequesterReminded'],
    },
    escalate: {
      to: 'awaitingApproval',
      guards: ['isSystem', 'inTime', 'escalateDue', 'somebodyToAdd'],
      effects: ['refreshCards', 'mailNewNominees', 'tellRequesterEscalated'],
    },
    expire: {
      to: 'expired',
      guards: ['isSystem', 'expireDue'],
      effects: ['refreshCards', 'eraseLater', 'tellRequesterExpired'],
    },
    freeze: {
      to: 'frozen',
      guards: ['mayObject'],
      effects: ['refreshCards', 'tellRequesterFrozen', 'tellDispute', 'tellTargetObjected'],
    },
    ...inTouch('awaitingApproval'),
  },
  approved: {
    // While it is held, somebody else who was asked may know better.
    reject: {
      to: 'rejected',
      guards: [
        'notRequester',
        'notTarget',
        'nominated',
        'notApprovedByThem',
        'stillHeld',
        'delegationRuns',
        'rightsAtTap',
        'reasonGiven',
      ],
      effects: ['refreshCards', 'eraseLater', 'tellRequesterDeclined', 'tellSecuritySuspicious'],
    },
    undo: {
      to: 'awaitingApproval',
      guards: ['approvedByThem'],
      effects: ['refreshCards', 'timers', 'tellRequesterUndone'],
    },
    recordCallBack: {
      to: 'approved',
      guards: ['approvedByThem', 'isHeld', 'callBackCounts'],
      effects: ['refreshCards', 'resetMethods'],
    },
    cancel: {
      to: 'cancelled',
      guards: ['requesterOrIt'],
      effects: ['refreshCards', 'eraseLater', 'tellRequesterCancelled'],
    },
    freeze: {
      to: 'frozen',
      guards: ['mayObject'],
      effects: ['refreshCards', 'timers', 'tellRequesterFrozen', 'tellDispute', 'tellTargetObjected'],
    },
    resetStarted: {
      to: 'resetting',
      guards: ['isSystem', 'notPaused', 'executionDue', 'rightsAtExecution', 'weighed', 'withinPace'],
      effects: ['refreshCards'],
    },
    hold: {
      to: 'approved',
      guards: ['isSystem', 'executionDue', 'notWeighed'],
      effects: ['refreshCards', 'resetMethods', 'tellApproversHeld', 'tellTargetHeld'],
    },
    resetFailed: {
      to: 'needsAttention',
      guards: ['isSystem', 'noRunYet'],
      effects: ['refreshCards', 'timers', 'tellRequesterAttention', 'tellItAttention'],
    },
    ...inTouch('approved'),
  },
  resetting: {
    // Again, by IT's retry or after a crash: the same pins, and the rights as they are by now.
    resetStarted: {
      to: 'resetting',
      guards: ['isSystem', 'notPaused', 'undisputed', 'rightsAtExecution', 'samePins', 'withinPace'],
      effects: ['refreshCards'],
    },
    resetProgressed: { to: 'resetting', guards: ['isSystem', 'samePins'], effects: [] },
    resetFinished: {
      to: 'completed',
      guards: ['isSystem', 'samePins', 'allCleared'],
      effects: ['refreshCards', 'eraseLater', 'watch', 'tellRequesterCompleted', 'tellTargetCleared', 'tellItPass'],
    },
    resetFailed: {
      to: 'needsAttention',
      guards: ['isSystem', 'samePins'],
      effects: ['refreshCards', 'timers', 'tellRequesterAttention', 'tellItAttention'],
    },
    ...objected('resetting'),
    ...inTouch('resetting'),
  },
  needsAttention: {
    retry: {
      to: 'resetting',
      guards: ['notPaused', 'mayRepair', 'undisputed'],
      effects: ['refreshCards', 'resetMethods'],
    },
    close: {
      to: 'completed',
      guards: ['mayRepair', 'worded'],
      effects: ['refreshCards', 'eraseLater', 'watch', 'tellRequesterCompleted', 'tellTargetCleared', 'tellItPass'],
    },
    cancel: {
      to: 'cancelled',
      guards: ['requesterOrIt', 'noRunYet'],
      effects: ['refreshCards', 'eraseLater', 'tellRequesterCancelled'],
    },
    expire: {
      to: 'expired',
      guards: ['isSystem', 'expireDue', 'noRunYet'],
      effects: ['refreshCards', 'eraseLater', 'tellRequesterExpired'],
    },
    ...objected('needsAttention'),
    ...contained('needsAttention'),
    ...inTouch('needsAttention'),
  },
  frozen: {
    release: {
      to: 'awaitingApproval',
      guards: ['isIt', 'inTime', 'worded'],
      effects: ['refreshCards', 'timers', 'tellRequesterReleased', 'tellTargetReleased'],
    },
    cancel: {
      to: 'cancelled',
      guards: ['requesterOrIt'],
      effects: ['refreshCards', 'eraseLater', 'tellRequesterCancelled'],
    },
    expire: {
      to: 'expired',
      guards: ['isSystem', 'expireDue'],
      effects: ['refreshCards', 'eraseLater', 'tellRequesterExpired'],
    },
    ...inTouch('frozen'),
  },
  completed: {
    registered: {
      to: 'completed',
      guards: ['isSystem', 'notRegisteredYet'],
      effects: ['refreshCards', 'weighRegistration', 'tellRequesterRegistered', 'tellTargetRegistered'],
    },
    suspect: {
      to: 'completed',
      guards: ['isSystem', 'registeredAtOnce', 'notSuspectedYet'],
      effects: ['refreshCards', 'tellSuspicion', 'tellTargetSuspicion'],
    },
    advise: {
      to: 'completed',
      guards: ['isSystem', 'notRegisteredYet', 'mustRegister', 'undisputed', 'adviseDue'],
      effects: ['refreshCards', 'tellRequesterNotRegistered', 'tellTargetNotRegistered'],
    },
    handOver: {
      to: 'completed',
      guards: ['isSystem', 'notRegisteredYet', 'mustRegister', 'undisputed', 'watchOver'],
      effects: ['refreshCards', 'tellItHandedOver', 'tellRequesterHandedOver'],
    },
    passIssued: { to: 'completed', guards: ['isIt', 'passWanted'], effects: ['refreshCards'] },
    ...objected('completed'),
    ...contained('completed'),
    erase: { to: 'completed', guards: ['isSystem', 'eraseDue'], effects: ['refreshCards'] },
    ...inTouch('completed'),
  },
  rejected: over('rejected'),
  cancelled: over('cancelled'),
  expired: over('expired'),
} as const satisfies Record<State, Partial<Record<CommandType, Transition>>>;

export interface Decision {
  readonly next: ResetRequest;
  readonly entry: JournalEntry;
  readonly effects: readonly Effect[];
}

/**
 * The one place that says who may do what, and what follows. Pure: time and actor are in the command,
 * everything looked up is in the facts. `request` is undefined for `submit` alone.
 */
export function decide(request: ResetRequest | undefined, command: Command, facts: Facts): Decision | Refusal {
  const state: State = request?.status ?? 'unsubmitted';
  const row: Partial<Record<CommandType, Transition>> = transitions[state];
  const transition = row[command.type];
  if (transition === undefined) return refusalFor(request, command);
  for (const name of transition.guards) {
    const no = guards[name](request, command, facts);
    if (no !== undefined) return no;
  }
  const changed = change(request, command, facts);
  if (isRefusal(changed)) return changed;
  const to = transition.to === 'approvedWhenEnough' ? enough(changed) : transition.to;
  const next = { ...changed, status: to, revision: (request?.revision ?? 0) + 1 };
  return {
    next,
    entry: entryOf(request, next, command, facts),
    effects: transition.effects.flatMap((name) => recipes[name](next, command.at, request)),
  };
}

const enough = (request: ResetRequest): Status =>
  request.approvals.length >= request.approvalsNeeded ? 'approved' : 'awaitingApproval';
