import { isOutside } from './businessHours.js';
import type { Policy } from './policy.js';
import type { DirectoryPerson } from './ports.js';
import type { Instant, ResetRequest, Risk } from './request.js';

const DAY = 24 * 60 * 60 * 1000;
/** What counts as "lately" on the risk line. */
export const RISK_WINDOW = 30 * DAY;
/** A password, phone number or manager changed more recently than this is a warning. */
export const CHANGE_WINDOW = 3 * DAY;

/** What of somebody's profile was changed lately. */
export type ProfileChange = 'phone' | 'manager';

/** The risk line of the approval card. `earlier` are the other requests for this target or of this requester. */
export function risks(
  now: Instant,
  policy: Pick<Policy, 'businessHours'>,
  requesterId: string,
  target: Pick<DirectoryPerson, 'id' | 'passwordChangedAt'>,
  found: {
    readonly privileged: boolean;
    readonly earlier: readonly ResetRequest[];
    /** Within {@link CHANGE_WINDOW}; a log that was not read warns of nothing. */
    readonly changed: readonly ProfileChange[] | 'unknown';
  },
): readonly Risk[] {
  const { privileged, earlier, changed } = found;
  const forTarget = earlier.filter(
    ({ target: { id }, submittedAt }) => id === target.id && now - submittedAt < RISK_WINDOW,
  );
  const passwordAge = target.passwordChangedAt === undefined ? Infinity : now - target.passwordChangedAt;
  const odd = policy.businessHours !== null && isOutside(policy.businessHours, now);
  const rows: readonly (readonly [boolean, Risk['kind'], Risk['level']])[] = [
    [forTarget.filter(({ status }) => status === 'completed').length >= 2, 'severalResetsLately', 'warning'],
    [forTarget.some(({ status }) => status === 'rejected'), 'declinedRecently', 'warning'],
    [passwordAge < CHANGE_WINDOW, 'passwordChangedLately', 'warning'],
    [changed !== 'unknown' && changed.includes('phone'), 'phoneChangedLately', 'warning'],
    [changed !== 'unknown' && changed.includes('manager'), 'managerChangedLately', 'warning'],
    [privileged, 'privilegedTarget', 'note'],
    [!earlier.some(({ requester }) => requester.id === requesterId), 'firstRequestOfRequester', 'note'],
    [odd, 'oddHour', 'note'],
  ];
  return rows.filter(([applies]) => applies).map(([, kind, level]) => ({ kind, level }));
}

export function isRisky(request: Pick<ResetRequest, 'risks'>): boolean {
  return request.risks.some(({ level }) => level === 'warning');
}

/** How long an approval can be taken back, or is held so that the target can object. */
export function delayBeforeReset(policy: Policy, request: Pick<ResetRequest, 'risks'>): number {
  return isRisky(request) ? Math.max(policy.holdFor, policy.undoFor) : policy.undoFor;
}
