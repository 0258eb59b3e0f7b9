import type { Status } from './request.js';

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
