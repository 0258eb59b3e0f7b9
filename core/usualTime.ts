import { decidedAt, decidedIn } from './requestKeys.js';
import type { Store } from './store.js';
import type { Instant } from './request.js';

/** Fewer decisions than this are no custom. */
const ENOUGH = 5;

/** How long a decision usually takes: the median of this month and the last, in milliseconds; undefined when few were made. */
export async function usualTime(store: Store, now: Instant): Promise<number | undefined> {
  const months = [decidedIn(now), decidedIn(inMonthBefore(now))];
  const rows = (await Promise.all(months.map((month) => store.find('request', month)))).flat();
  const taken = rows
    .map(({ value }) => (decidedAt(value) ?? value.submittedAt) - value.submittedAt)
    .sort((a, b) => a - b);
  return taken.length < ENOUGH ? undefined : taken[Math.floor(taken.length / 2)];
}

/** In calendar months: 30 days back from the 31st is the same month, and from 1 March it is January. */
function inMonthBefore(at: Instant): Instant {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 0);
}
