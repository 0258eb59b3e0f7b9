import { afterwardsGuards } from './afterwardsGuards.js';
import type { Command } from './command.js';
import type { Facts } from './facts.js';
import { followUpGuards } from './followUpGuards.js';
import type { Guard } from './guard.js';
import { approvedBy, inPool, newcomers, nomineeOf, substitute } from './nominees.js';
import { coolingDown, requestsToday } from './policy.js';
import { isWorded, JUSTIFICATION, MAX_NOTES, NUDGE_EVERY, WORDS } from './limits.js';
import { newWarnings } from './risks.js';
import { pinsUnchanged } from './pins.js';
import { refuse, type Refusal } from './refusal.js';
import { hasEnded, type ResetRequest } from './request.js';
import { canBeCalled, triesLeft, verificationAsked, verificationRefusal } from './verification.js';
import { approverRefusal, targetStandingRefusal } from './standing.js';

/** Every condition of the state table. Each answers with its own "no", or with nothing. */
export const guards = {
  notPaused: (_request, _command, { paused }) => (paused ? refuse('paused') : undefined),

  // Asking
  mayAsk: (_request, _command, { submission }) => (submission?.mayAsk === true ? undefined : refuse('notARequester')),
  notForSelf: (_request, command, { policy }) =>
    command.type === 'submit' && command.submission.target.id === command.by.id && !policy.selfService
      ? refuse('noSelfService')
      : undefined,
  withinLimits: (_request, { at, by }, { policy, submission }) => {
    const limit = policy.limits.requestsPerDay;
    const asked = requestsToday(at, by.id, submission?.earlier ?? []);
    // Refused ones have a count of their own: nobody may probe whom the service refuses, and why.
    const most = Math.max(asked, submission?.refusedToday ?? 0);
    return most >= limit ? refuse('tooManyRequests', { limit }) : undefined;
  },
  justified: (_request, command) =>
    command.type === 'submit' && isWorded(command.submission.justification, JUSTIFICATION)
      ? undefined
      : refuse('justificationLength'),
  targetAvailable: (_request, command, facts) =>
    command.type === 'submit' ? targetRefusal(command, facts) : undefined,
  hasApprover: (_request, command, { policy, submission }) => {
    if (command.type !== 'submit') return undefined;
    const { nominees } = command.submission;
    if (nominees.length === 0) return refuse('noApprover');
    // Two different people, one of them from security: with fewer nobody could ever finish it.
    const privileged = (submission?.privileges.length ?? 0) > 0;
    const security = nominees.some(({ by }) => by === 'security');
    if (privileged && (policy.securityGroup === null || !security || nominees.length < 2))
      return refuse('targetUnavailable', { cause: 'privilegedWithoutSecurity' });
    return undefined;
  },

  // Deciding
  inTime: (request, { at }) => (request !== undefined && at >= request.expireAt ? refuse('expired') : undefined),
  notRequester: (request, { by }) => (by.id === request?.requester.id ? refuse('selfApproval') : undefined),
  notTarget: (request, { by }) => (by.id === request?.target.id ? refuse('targetApproval') : undefined),
  nominated: (request, { by }) => (nomineeOf(request, by.id) === undefined ? refuse('notNominated') : undefined),
  notApprovedByThem: (request, { by }) => (approvedBy(request, by.id) ? refuse('alreadyApprovedByYou') : undefined),
  approvedByThem: (request, { by }) => (approvedBy(request, by.id) ? undefined : refuse('notAllowed')),
  rightsAtTap: (request, command, { policy, atTap }) => {
    // Unknown is not a "no" here: the tap must not wait, and the check before the first DELETE fails closed.
    if (atTap === undefined || atTap === 'unknown') return undefined;
    const approver = approverRefusal(atTap.approver);
    if (approver !== undefined) return approver;
    // A decline takes nothing from anybody: it stands whatever became of the target.
    return command.type === 'approve' ? targetStandingRefusal(request, atTap.target, policy.breakGlass) : undefined;
  },
  fourEyes: (request, { by }, { atTap }) => {
    if (request?.approvalsNeeded !== 2 || request.approvals.length === 0) return undefined;
    const first = request.approvals.some(({ security }) => security);
    const own =
      atTap === 'unknown' || atTap === undefined
        ? nomineeOf(request, by.id)?.by === 'security'
        : atTap.approver.security;
    return first || own ? undefined : refuse('needsSecurityApproval');
  },
  /** Lent for a while: a delegate decides as long as they are lent it. */
  delegationRuns: (_request, _command, { delegation }) =>
    delegation === 'over' ? refuse('delegationOver') : undefined,
  placeToReturn: (request, command, { delegation }) => {
    const from = command.type === 'returnPlace' ? command.from : '';
    const lent = nomineeOf(request, from)?.for !== undefined && !approvedBy(request, from);
    return lent && delegation === 'over' ? undefined : refuse('notAllowed');
  },
  codeTriesLeft: (request, { by }, { policy }) =>
    request !== undefined && verificationAsked(policy, request) === 'code' && triesLeft(request, by.id) === 0
      ? refuse('codeTriesUsed')
      : undefined,
  /** Asked last: only who may approve learns whether a code is the right one. */
  verified: (request, command, { policy, code }) =>
    request === undefined || command.type !== 'approve'
      ? undefined
      : verificationRefusal(request, command, verificationAsked(policy, request), code),
  /** A ready reason speaks for itself; "other" needs words. */
  reasonGiven: (_request, command) => {
    if (command.type !== 'reject') return undefined;
    const words = command.reason === 'other' || command.text.trim() !== '' ? WORDS : { ...WORDS, min: 0 };
    return isWorded(command.text, words) ? undefined : refuse('reasonMissing');
  },
  worded: (_request, command) => {
    const text = command.type === 'close' ? command.note : 'text' in command ? command.text : '';
    return isWorded(text, WORDS) ? undefined : refuse('reasonMissing');
  },
  /** The same words again are the same note, delivered twice. */
  notNotedYet: (request, command) =>
    command.type === 'note' && request?.notes.some(({ text }) => text === command.text.trim()) === true
      ? refuse('alreadyDone')
      : undefined,
  notesLeft: (request) =>
    (request?.notes.length ?? 0) < MAX_NOTES ? undefined : refuse('tooManyNotes', { limit: MAX_NOTES }),
  somebodyElse: (request, { by }, facts) =>
    request === undefined || substitute(request, by.id, facts) === undefined ? refuse('nobodyElse') : undefined,
  replacementFromPool: (request, command, facts) => {
    if (command.type !== 'reassign' || request === undefined) return undefined;
    const { from, to, by } = command;
    const last = request.reassignments?.at(-1);
    if (last?.by.id === by.id && last.from.id === from && last.to.id === to) return refuse('alreadyDone');
    if (nomineeOf(request, from) === undefined || approvedBy(request, from) || to === by.id)
      return refuse('notEligible');
    return inPool(request, from, to, facts) === undefined ? refuse('notEligible') : undefined;
  },
  /** Somebody may give away their own place; IT anybody's. */
  ownPlaceOrIt: (request, command, { actor }) => {
    const own = command.type === 'reassign' && command.from === command.by.id;
    return actor.it || (own && nomineeOf(request, command.by.id) !== undefined) ? undefined : refuse('notNominated');
  },
  somebodyToAdd: (request, command, { pool }) => {
    if (command.type === 'escalate' && request?.escalatedAt !== undefined) return refuse('alreadyDone');
    return newcomers(request, pool?.backups ?? []).length > 0 ? undefined : refuse('nobodyElse');
  },
  /** One at a time: an answer must not be taken for another question's. */
  noOpenQuestion: (request) =>
    request?.questions.every(({ answer }) => answer !== undefined) === true ? undefined : refuse('questionOpen'),
  openQuestion: (request) =>
    request?.questions.some(({ answer }) => answer === undefined) === true ? undefined : refuse('notAllowed'),

  // Who
  isRequester: (request, { by }) => (by.id === request?.requester.id ? undefined : refuse('unknownRequest')),
  requesterOrIt: (request, { by }, { actor }) =>
    by.id === request?.requester.id || actor.it ? undefined : refuse('unknownRequest'),
  /** IT; whoever approved it where the policy names no IT, so that nobody stays locked out for that. */
  mayRepair: (request, { by }, { actor, policy }) =>
    actor.it || (policy.itGroup === null && approvedBy(request, by.id)) ? undefined : refuse('notIt'),
  isIt: (_request, _command, { actor }) => (actor.it ? undefined : refuse('notIt')),
  itOrSecurity: (_request, _command, { actor }) => (actor.it || actor.security ? undefined : refuse('notIt')),
  mayObject: (request, { by }, { actor }) =>
    by.id === request?.target.id || actor.it || actor.security ? undefined : refuse('unknownRequest'),
  isSystem: (_request, { by }) => (by.id === 'system' ? undefined : refuse('notAllowed')),

  // When
  remindDue: (request, { at }) => {
    if (request?.remindedAt !== undefined) return refuse('alreadyDone');
    return request !== undefined && at >= request.remindAt ? undefined : refuse('tooEarly');
  },
  escalateDue: (request, { at }) =>
    request !== undefined && at >= request.escalateAt ? undefined : refuse('tooEarly'),
  expireDue: (request, { at }) => (request !== undefined && at >= request.expireAt ? undefined : refuse('tooEarly')),
  eraseDue: (request, { at }, { policy }) => {
    if (request?.erasedAt !== undefined) return refuse('alreadyDone');
    return request?.endedAt !== undefined && at >= request.endedAt + policy.retention ? undefined : refuse('tooEarly');
  },
  nudgeDue: (request, { at }) => {
    const next = request?.nudgedAt === undefined ? at : request.nudgedAt + NUDGE_EVERY;
    return at >= next ? undefined : refuse('nudgedLately', { at: next });
  },
  isHeld: (request) => (request?.held === true ? undefined : refuse('notAllowed')),
  /** Without a hold whoever was first has decided. */
  stillHeld: (request, command) => (request?.held === true ? undefined : refusalFor(request, command)),
  callBackCounts: (request) =>
    request !== undefined && canBeCalled(request) ? undefined : refuse('callBackNotEnough'),
  executionDue: (request, { at }) =>
    request?.executeAt !== undefined && at >= request.executeAt ? undefined : refuse('tooEarly'),

  // The reset
  rightsAtExecution: (request, _command, { policy, atExecution }) => {
    if (request === undefined || atExecution === undefined) return refuse('notAllowed', { cause: 'rightsUnread' });
    const counting = request.approvals.filter(
      ({ by }) => by.id !== request.requester.id && by.id !== request.target.id,
    );
    if (new Set(counting.map(({ by }) => by.id)).size < request.approvalsNeeded)
      return refuse('notAllowed', { cause: 'tooFewApprovals' });
    for (const { by } of counting) {
      const standing = atExecution.approvers.find(({ id }) => id === by.id);
      if (standing === undefined) return refuse('approverUnavailable', { cause: 'approverUnread' });
      const no = approverRefusal(standing);
      if (no !== undefined) return no;
    }
    const approvers = atExecution.approvers.filter(({ id }) => counting.some(({ by }) => by.id === id));
    if (request.approvalsNeeded === 2 && !approvers.some(({ security }) => security))
      return refuse('needsSecurityApproval');
    return targetStandingRefusal(request, atExecution.target, policy.breakGlass);
  },
  /** Many resets at once are an attack until people say that they are not. What has begun goes on. */
  withinPace: (request, _command, { pace }) => {
    if (request?.run !== undefined) return undefined;
    if (pace === undefined) return refuse('notAllowed', { cause: 'paceUnread' });
    return pace.exceeded ? refuse('tooManyResets') : undefined;
  },
  /** What was changed since it was asked nobody has weighed: the target gets the time to object. */
  weighed: (request, _command, { atExecution }) =>
    newWarnings(request, atExecution?.warnings).length === 0 ? undefined : refuse('changedLately'),
  notWeighed: (request, _command, { atExecution }) =>
    newWarnings(request, atExecution?.warnings).length > 0 ? undefined : refuse('notAllowed'),
  /** Once pinned, the set of methods never grows or changes: a resumed run deletes nothing newer. */
  samePins: (request, command) => ('run' in command ? pinsUnchanged(request?.run, command.run) : undefined),
  allCleared: (_request, command) =>
    command.type === 'resetFinished' &&
    command.run.unknown.length === 0 &&
    command.run.pins.every(({ outcome }) => outcome === 'removed' || outcome === 'keptNewlyRegistered')
      ? undefined
      : refuse('notAllowed', { cause: 'methodsRemain' }),
  /** Nothing can have been deleted: there are no pins. */
  noRunYet: (request) => (request?.run === undefined ? undefined : refuse('methodsClearedAlready')),
  undisputed: (request) =>
    request?.disputedAt === undefined ? undefined : refuse('alreadyDone', { cause: 'disputed' }),
  notRegisteredYet: (request) => (request?.registeredAt === undefined ? undefined : refuse('notAllowed')),

  ...afterwardsGuards,
  ...followUpGuards,
} as const satisfies Record<string, Guard>;

export type GuardName = keyof typeof guards;

/** The sentence for a command that has no row in the request's state. */
export function refusalFor(request: ResetRequest | undefined, _command: Command): Refusal {
  if (request === undefined) return refuse('unknownRequest');
  const { reference, status } = request;
  if (status === 'awaitingApproval') return refuse('notAllowed', { reference, status });
  if (status === 'frozen') return refuse('frozen', { reference });
  if (status === 'expired') return refuse('expired', { reference });
  const last = request.rejection ?? request.approvals.at(-1);
  const by = status === 'cancelled' ? request.cancelledBy : last?.by;
  const at = status === 'cancelled' ? request.endedAt : last?.at;
  return refuse('alreadyDecided', {
    reference,
    status,
    ...(by === undefined ? {} : { by }),
    ...(at === undefined ? {} : { at }),
  });
}

/** To others a target is simply not available; why goes to IT. */
function targetRefusal(command: Command & { type: 'submit' }, { policy, submission }: Facts): Refusal | undefined {
  const { target } = command.submission;
  const unavailable = (cause: string): Refusal => refuse('targetUnavailable', { cause });
  if (submission === undefined) return unavailable('unread');
  const open = submission.earlier.find((request) => request.target.id === target.id && !hasEnded(request));
  if (open !== undefined)
    return open.requester.id === command.by.id
      ? refuse('ownOpenRequest', { reference: open.reference, status: open.status })
      : unavailable('openRequest');
  if (policy.breakGlass.includes(target.id)) return unavailable('breakGlass');
  if (submission.targetGuest) return unavailable('guest');
  if (!submission.targetEnabled) return unavailable('disabled');
  const forTarget = submission.earlier.filter((request) => request.target.id === target.id);
  return submission.coolDownLifted !== true && coolingDown(policy, command.at, forTarget)
    ? unavailable('coolDown')
    : undefined;
}
