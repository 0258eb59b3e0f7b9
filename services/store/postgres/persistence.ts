import { setTimeout as sleep } from 'node:timers/promises';
import { backOff } from '../../outbox/backOff.js';
import { isPassing } from './failure.js';

/** How long a lost connection, a restart or a deadlock is made up for before the caller hears of it. */
export const PERSISTENCE_MS = 8_000;

const BACK_OFF = { first: 50, longest: 1_000 };

/** Tries again while what went wrong may pass; rejects with the last failure. */
export async function persistently<T>(attempt: () => Promise<T>, forMs = PERSISTENCE_MS): Promise<T> {
  const until = performance.now() + forMs;
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isPassing(error) || performance.now() > until) throw error;
      await sleep(backOff(failures, BACK_OFF, Math.random));
    }
  }
}
