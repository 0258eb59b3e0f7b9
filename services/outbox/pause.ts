import { setTimeout as sleep } from 'node:timers/promises';

/** True when the time is over, false when the signal ended it. */
export function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(Math.min(ms, LONGEST_TIMEOUT), true, { signal }).catch(() => false);
}

/** Asked for more, setTimeout fires at once. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;
