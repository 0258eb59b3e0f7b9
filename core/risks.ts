import { isOutside } from './businessHours.js';
import type { Policy } from './policy.js';
import type { DirectoryPerson } from './ports.js';
import type { Instant, ResetRequest, Risk } from './request.js';

const DAY = 24 * 60 * 60 * 1000;
/** What counts as "lately" on the risk line. */
export const RISK_WINDOW = 30 * DAY;
/** A password, phone number or manager changed more recently than this is a warning. */
export const CHANGE_WINDOW = 3 * DAY;

const CHANGES = ['passwordChangedLately', 'phoneChangedLately', 'managerChangedLately'] as const;

/** A change of the account: the user made it, or has to hear of it. */
export function isChange(kind: Risk['kind']): kind is (typeof CHANGES)[number] {
  return CHANGES.some((change) => change === kind);
}

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
    /** Within {@link CHANGE_WINDOW}. */
    readonly changed: readonly ProfileChange[] | 'unknown';
  },
): readonly Risk[] {
  const { privileged, earlier, changed } = found;
  const forTarget = earlier.filter(
    ({ target: { id }, submittedAt }) => id === target.id && now - submittedAt < RISK_WINDOW,
  );
  const odd = policy.businessHours !== null && isOutside(policy.businessHours, now);
  return applying([
    [forTarget.filter(({ status }) => status === 'completed').length >= 2, 'severalResetsLately', 'warning'],
    [forTarget.some(({ status }) => status === 'rejected'), 'declinedRecently', 'warning'],
    ...changesLately(now, target, changed),
    [privileged, 'privilegedTarget', 'note'],
    [!earlier.some(({ requester }) => requester.id === requesterId), 'firstRequestOfRequester', 'note'],
    [odd, 'oddHour', 'note'],
  ]);
}

/** What the directory and its log say by now, when the reset is about to begin. */
export function warningsNow(
  now: Instant,
  target: Pick<DirectoryPerson, 'passwordChangedAt'> | undefined,
  changed: readonly ProfileChange[] | 'unknown',
): readonly Risk[] {
  return applying(changesLately(now, target ?? {}, changed));
}

/** Those that nobody weighed: they were not there when it was asked. */
export function newWarnings(
  request: Pick<ResetRequest, 'risks'> | undefined,
  found: readonly Risk[] | undefined,
): readonly Risk[] {
  return (found ?? []).filter(({ kind }) => request?.risks.every((known) => known.kind !== kind));
}

export function isRisky(request: Pick<ResetRequest, 'risks'>): boolean {
  return request.risks.some(({ level }) => level === 'warning');
}

/** How long an approval can be taken back, or is held so that the target can object. */
export function delayBeforeReset(policy: Policy, request: Pick<ResetRequest, 'risks'>): number {
  return isRisky(request) ? Math.max(policy.holdFor, policy.undoFor) : policy.undoFor;
}

type Row = readonly [applies: boolean, kind: Risk['kind'], level: Risk['level']];

/** A log that was not read warns of nothing. */
function changesLately(
  now: Instant,
  { passwordChangedAt }: Pick<DirectoryPerson, 'passwordChangedAt'>,
  changed: readonly ProfileChange[] | 'unknown',
): readonly Row[] {
  const passwordAge = passwordChangedAt === undefined ? Infinity : now - passwordChangedAt;
  return [
    [passwordAge < CHANGE_WINDOW, 'passwordChangedLately', 'warning'],
    [changed !== 'unknown' && changed.includes('phone'), 'phoneChangedLately', 'warning'],
    [changed !== 'unknown' && changed.includes('manager'), 'managerChangedLately', 'warning'],
  ];
}

function applying(rows: readonly Row[]): readonly Risk[] {
  return rows.filter(([applies]) => applies).map(([, kind, level]) => ({ kind, level }));
}
