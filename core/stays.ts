import type { Status } from './request.js';

/** Rows of the state table that several states share: each leaves the request where it is. */

/**
 * The end of a request that cleared nothing. An objection is heard after it as well: IT and security are told, once.
 */
export function over<S extends Status>(to: S) {
  return {
    ...objected(to),
    erase: { to, guards: ['isSystem', 'eraseDue'], effects: ['refreshCards'] },
    ...inTouch(to),
  } as const;
}

/** "This wasn't me", where it can stop nothing any more. */
export function objected<S extends Status>(to: S) {
  return {
    freeze: {
      to,
      guards: ['mayObject', 'undisputed'],
      effects: ['refreshCards', 'tellDispute', 'tellTargetObjected'],
    },
  } as const;
}

/** What was registered since the reset is taken out of the account again. */
export function contained<S extends Status>(to: S) {
  return {
    contain: {
      to,
      guards: ['itOrSecurity', 'notRequester', 'notTarget', 'containable', 'notObjector', 'notContaining'],
      effects: ['refreshCards', 'containAccount'],
    },
    containStarted: {
      to,
      guards: ['isSystem', 'containing', 'containRights', 'sameContainPins'],
      effects: ['refreshCards'],
    },
    containProgressed: { to, guards: ['isSystem', 'containing', 'sameContainPins'], effects: [] },
    containFinished: {
      to,
      guards: ['isSystem', 'containing', 'sameContainPins', 'allContained'],
      effects: ['refreshCards', 'tellContained', 'tellTargetContained'],
    },
    containFailed: {
      to,
      guards: ['isSystem', 'containing', 'sameContainPins'],
      effects: ['refreshCards', 'tellContained', 'tellTargetContained'],
    },
  } as const;
}

/**
 * IT and the requester write to each other in every state, the ends too, and it leaves the request where it is. A reset
 * that is done may not have let anybody in.
 */
export function inTouch<S extends Status>(to: S) {
  return {
    followUp: {
      to,
      guards: ['isIt', 'claimedByNobodyElse', 'notErased', 'notSaidYet', 'threadLeft', 'worded'],
      effects: ['refreshCards', 'tellRequesterFollowUp'],
    },
    claim: {
      to,
      guards: ['isIt', 'claimedByNobodyElse', 'notErased', 'notClaimedByThem'],
      effects: ['refreshCards'],
    },
    takeOver: {
      to,
      guards: ['isIt', 'notErased', 'notClaimedByThem'],
      effects: ['refreshCards', 'tellTakenOver'],
    },
    handBack: { to, guards: ['isIt', 'notErased', 'claimedByThem'], effects: ['refreshCards'] },
    reply: {
      to,
      guards: ['isRequester', 'notErased', 'followedUp', 'notSaidYet', 'threadLeft', 'worded'],
      effects: ['refreshCards', 'tellItReply'],
    },
    sorted: {
      to,
      guards: ['isRequester', 'notErased', 'followedUp', 'notSortedYet'],
      effects: ['refreshCards', 'tellItReply'],
    },
    stillLockedOut: {
      to,
      guards: ['isRequester', 'notErased', 'lockedOutDue'],
      effects: ['refreshCards', 'postLockout'],
    },
  } as const;
}
