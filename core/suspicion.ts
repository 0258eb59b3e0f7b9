import type { SignInRecord } from './ports.js';
import type { ResetRequest } from './request.js';

/** How far back sign-ins are usual. */
export const USUAL_FOR = 30 * 24 * 60 * 60_000;
/** A look comes at most this long after the registration it finds. */
const LOOKED = 60_000;

export type Suspicion =
  /** The log does not have the sign-in yet. */
  'notYet' | 'none' | { readonly country: string; readonly usual: readonly string[] };

/**
 * Whether whoever registered right after the clearing signed in from a country where the user had not been. What came
 * in since the reset was asked for is not usual: it may be the attacker's.
 */
export function suspicionIn(
  { submittedAt, endedAt = submittedAt, registeredAt = endedAt }: ResetRequest,
  signIns: readonly SignInRecord[],
): Suspicion {
  const countriesOf = (records: readonly SignInRecord[]): readonly string[] => [
    ...new Set(records.flatMap(({ country }) => (country === undefined ? [] : [country]))),
  ];
  const usual = countriesOf(signIns.filter(({ at, registering }) => at < submittedAt && !registering));
  const since = signIns.filter(({ at }) => at >= endedAt && at <= registeredAt + LOOKED);
  if (since.length === 0) return 'notYet';
  const country = countriesOf(since).find((each) => !usual.includes(each));
  // Of somebody who is new, or whose log is not kept, nothing is unusual.
  return country === undefined || usual.length === 0 ? 'none' : { country, usual };
}
