import type { Instant } from './request.js';
import { instantsOf, nextDay, wallTime } from './zonedTime.js';

/** When nobody is reminded, by each person's own clock. */
export interface QuietHours {
  /** `HH:MM`; `to` is no longer quiet. Over midnight where `from` is later. */
  readonly from: string;
  readonly to: string;
  /** IANA name, for people whose Teams has not said theirs. */
  readonly timeZone?: string | undefined;
}

/** When the quiet is over; undefined where it is none. Always later than `at`, whatever clocks are changed to meanwhile. */
export function quietUntil({ from, to }: QuietHours, timeZone: string, at: Instant): Instant | undefined {
  const { date, time } = wallTime(at, timeZone);
  const overMidnight = from > to;
  const quiet = overMidnight ? time >= from || time < to : time >= from && time < to;
  if (!quiet) return undefined;
  const end = { date: overMidnight && time >= from ? nextDay(date) : date, time: to };
  // In the hour that comes back the first end may be over: it is quiet again until the second.
  return instantsOf(end, timeZone).find((instant) => instant > at);
}
