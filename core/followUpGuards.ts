import type { Guard } from './guard.js';
import { LOCKOUT_EVERY, MAX_THREAD } from './limits.js';
import { refuse } from './refusal.js';

/** Conditions of what IT and the requester write to each other. */
export const followUpGuards = {
  /** Words that are written after the erasing nobody would erase. */
  notErased: (request) => (request?.erasedAt === undefined ? undefined : refuse('notAllowed')),
  claimedByNobodyElse: (request, { by }) => {
    if (request?.claim === undefined || request.claim.by.id === by.id) return undefined;
    const { reference, claim } = request;
    return refuse('claimedByOther', { reference, by: claim.by, at: claim.at });
  },
  notClaimedByThem: (request, { by }) => (request?.claim?.by.id === by.id ? refuse('alreadyDone') : undefined),
  claimedByThem: (request, { by }) => (request?.claim?.by.id === by.id ? undefined : refuse('notAllowed')),
  /** The same words again are the same message, delivered twice. */
  notSaidYet: (request, command) => {
    const last = request?.thread?.at(-1);
    const again = 'text' in command && last?.by.id === command.by.id && last.text === command.text.trim();
    return again ? refuse('alreadyDone') : undefined;
  },
  threadLeft: (request) =>
    (request?.thread?.length ?? 0) < MAX_THREAD ? undefined : refuse('threadFull', { limit: MAX_THREAD }),
  /** There is something to answer: IT wrote, or they called IT themselves. */
  followedUp: (request) => ((request?.thread?.length ?? 0) > 0 ? undefined : refuse('notFollowedUp')),
  notSortedYet: (request) => (request?.thread?.at(-1)?.kind === 'sorted' ? refuse('alreadyDone') : undefined),
  lockedOutDue: (request, { at }) => {
    const next = request?.lockout === undefined ? at : request.lockout.at + LOCKOUT_EVERY;
    return at >= next ? undefined : refuse('lockedOutLately', { at: next });
  },
} as const satisfies Record<string, Guard>;
