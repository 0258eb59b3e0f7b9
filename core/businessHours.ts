import type { Instant } from './request.js';

export interface BusinessHours {
  /** IANA name. */
  readonly timeZone: string;
  /** 1 is Monday, 7 is Sunday. */
  readonly days: readonly number[];
  /** `HH:MM`, in the time zone; `to` is no longer inside. */
  readonly from: string;
  readonly to: string;
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

export function isOutside({ timeZone, days, from, to }: BusinessHours, at: Instant): boolean {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const day = WEEKDAYS.indexOf(parts.get('weekday') ?? '') + 1;
  const time = `${parts.get('hour') ?? ''}:${parts.get('minute') ?? ''}`;
  return !days.includes(day) || time < from || time >= to;
}
