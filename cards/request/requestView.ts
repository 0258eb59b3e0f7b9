import { LOCKOUT_EVERY, MAX_NOTES, NUDGE_EVERY } from '../../core/limits.js';
import { notApproved } from '../../core/nominees.js';
import type { Support } from '../../core/policy.js';
import type { Instant, ResetRequest, Status } from '../../core/request.js';
import type { Standstill } from '../../core/standstill.js';
import type { Links } from '../links.js';
import type { Translate } from '../strings.js';

export interface RequestView {
  readonly request: ResetRequest;
  /** A mail has none: there every date is written out. */
  readonly now?: Instant | undefined;
  readonly t: Translate;
  readonly support: Support;
  readonly links: Links;
  /** Six digits for the target, where the policy asks for them; a mail never has them. */
  readonly code?: string | undefined;
  /** How long a decision usually takes, in milliseconds, where that is known. */
  readonly usual?: number | undefined;
  /** The policy names no IT: whoever approved puts right what got stuck. */
  readonly noIt?: boolean | undefined;
  /** Why nothing begins at the moment. */
  readonly standstill?: Standstill | undefined;
}

/** Which buttons to draw, for the requester and (`cancel`) for IT. Whether a tap counts is core's to say. */
export function mayBeCancelled({ status, run }: ResetRequest): boolean {
  return run === undefined && CANCELLABLE.has(status);
}

export function isWaiting({ status, expireAt }: ResetRequest, now: Instant): boolean {
  return status === 'awaitingApproval' && now < expireAt;
}

export function mayAddNote(request: ResetRequest, now: Instant): boolean {
  return isWaiting(request, now) && request.notes.length < MAX_NOTES;
}

export function mayNudge(request: ResetRequest, now: Instant): boolean {
  return isWaiting(request, now) && now >= nudgeAgainAt(request) && notApproved(request).length > 0;
}

export function nudgeAgainAt({ nudgedAt }: ResetRequest): Instant {
  return nudgedAt === undefined ? 0 : nudgedAt + NUDGE_EVERY;
}

/** The methods are cleared, and nobody is in yet: what is left to do is IT's. */
export function mayCallIt({ status, registeredAt, lockout, erasedAt }: ResetRequest, now: Instant): boolean {
  const due = lockout === undefined || now >= lockout.at + LOCKOUT_EVERY;
  return status === 'completed' && registeredAt === undefined && erasedAt === undefined && due;
}

export function isLockedOut({ lockout, erasedAt }: ResetRequest): boolean {
  return erasedAt === undefined && lockout !== undefined && lockout.sortedAt === undefined;
}

const CANCELLABLE: ReadonlySet<Status> = new Set<Status>(['awaitingApproval', 'approved', 'frozen', 'needsAttention']);
