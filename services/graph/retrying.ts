import { setTimeout as sleep } from 'node:timers/promises';
import { GraphError } from './graphError.js';

/** Tries what is safe to do twice up to `TRIES` times, where the failure may pass and the wait is short. */
export async function retrying<T>(idempotent: boolean, signal: AbortSignal, once: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once();
    } catch (error) {
      if (!idempotent || attempt === TRIES || signal.aborted || !(error instanceof GraphError)) throw error;
      const passing = error.status === 0 ? error.code !== 'timeout' : PASSING.has(error.status);
      const pause = error.retryAfterMs ?? FIRST_PAUSE * 2 ** (attempt - 1) * (0.5 + Math.random());
      if (!passing || pause > LONGEST_PAUSE) throw error;
      await sleep(pause, undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
}

const TRIES = 3;
const FIRST_PAUSE = 200;
/** A longer Retry-After is the outbox's business, not worth holding a call open for. */
const LONGEST_PAUSE = 2_000;
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);
