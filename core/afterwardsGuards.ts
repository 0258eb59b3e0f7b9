import { allContained, isContaining, mayContainAgain } from './containment.js';
import type { Guard } from './guard.js';
import { pinsUnchanged } from './pins.js';
import { refuse } from './refusal.js';

/** A registration this soon after the clearing is looked at: whoever waits for it has the password already. */
export const AT_ONCE = 3 * 60_000;

/** Conditions of what happens after a reset: the care for who registers, and what is done where somebody else did. */
export const afterwardsGuards = {
  // Containment
  /** Somebody or something has said that it was not the user, and there is a reset to say it of. */
  containable: (request) =>
    (request?.disputedAt !== undefined || request?.suspicion !== undefined) &&
    (request.run !== undefined || request.status === 'completed')
      ? undefined
      : refuse('notAllowed', { cause: 'noObjection' }),
  /** Nobody has somebody's new methods deleted alone: one objects, or the sign-ins speak, and another contains. */
  notObjector: (request, { by }) =>
    request?.suspicion === undefined && by.id === request?.objection?.by.id ? refuse('ownObjection') : undefined,
  notContaining: (request, { at }) => (mayContainAgain(request?.containment, at) ? undefined : refuse('alreadyDone')),
  containing: (request) => (isContaining(request?.containment) ? undefined : refuse('notAllowed')),
  /** Whoever ordered it is still of IT or security: asked again before the first write. */
  containRights: (request, _command, { atContainment }) => {
    const orderedBy = request?.containment?.by.id;
    if (atContainment === undefined || (orderedBy !== undefined && atContainment.id !== orderedBy))
      return refuse('notAllowed', { cause: 'rightsUnread' });
    const { enabled, it, security } = atContainment;
    return enabled && (it || security) ? undefined : refuse('approverUnavailable', { cause: 'containerLostRights' });
  },
  sameContainPins: (request, command) =>
    'run' in command ? pinsUnchanged(request?.containment?.run, command.run) : undefined,
  allContained: (_request, command) => (command.type === 'containFinished' ? allContained(command.run) : undefined),

  // After-care
  registeredAtOnce: (request) =>
    request?.registeredAt !== undefined &&
    request.endedAt !== undefined &&
    request.registeredAt - request.endedAt <= AT_ONCE
      ? undefined
      : refuse('notAllowed'),
  notSuspectedYet: (request) => (request?.suspicion === undefined ? undefined : refuse('alreadyDone')),
  /** Whoever keeps a method need not register one. */
  mustRegister: (request) => (request?.clearing === 'all' ? undefined : refuse('notAllowed')),
  adviseDue: (request, { at }, { policy: { adviseAfter, watchFor } }) => {
    if (request?.advisedAt !== undefined) return refuse('alreadyDone');
    // A pass is the way in: signing out and in again is not.
    if (adviseAfter >= watchFor || request?.pass !== undefined) return refuse('notAllowed');
    return request?.endedAt !== undefined && at >= request.endedAt + adviseAfter ? undefined : refuse('tooEarly');
  },
  watchOver: (request, { at }, { policy: { watchFor } }) => {
    if (request?.handedOverAt !== undefined) return refuse('alreadyDone');
    // Nobody has looked.
    if (watchFor === 0) return refuse('notAllowed');
    return request?.endedAt !== undefined && at >= request.endedAt + watchFor ? undefined : refuse('tooEarly');
  },
  passWanted: (request) => {
    if (request?.pass?.issued !== undefined) return refuse('alreadyDone');
    return request?.pass === undefined ? refuse('notAllowed') : undefined;
  },
} as const satisfies Record<string, Guard>;
