import type { Instant } from './request.js';

const DAY = 24 * 60 * 60 * 1000;

/** What a clock on the wall shows: `2026-03-29` and `02:30`. */
export interface WallTime {
  readonly date: string;
  readonly time: string;
}

/** `timeZone` is an IANA name; throws for one that is none. */
export function wallTime(at: Instant, timeZone: string): WallTime {
  const shown = new Date(at + offset(at, timeZone)).toISOString();
  return { date: shown.slice(0, 10), time: shown.slice(11, 16) };
}

/**
 * When a clock on the wall shows that: twice in the hour that comes back in autumn, and in the hour that spring leaves
 * out as soon as it is over. Soonest first.
 */
export function instantsOf({ date, time }: WallTime, timeZone: string): readonly [Instant, ...Instant[]] {
  const asUtc = Date.parse(`${date}T${time}:00Z`);
  const [before, after] = [asUtc - offset(asUtc - DAY, timeZone), asUtc - offset(asUtc + DAY, timeZone)];
  const shows = (at: Instant): boolean => at + offset(at, timeZone) === asUtc;
  const [first, ...others] = [...new Set([before, after])].filter(shows).sort((a, b) => a - b);
  return first === undefined ? [before] : [first, ...others];
}

export function nextDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + DAY).toISOString().slice(0, 10);
}

/** Milliseconds that the zone is ahead of UTC then. */
function offset(at: Instant, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    ...({ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const),
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? '';
  const wall = `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:00Z`;
  return Date.parse(wall) - Math.floor(at / 60_000) * 60_000;
}
