import { pause } from './pause.js';

export interface Bell {
  readonly ring: () => void;
  /** Milliseconds, or until it rings. */
  readonly wait: (ms: number) => Promise<void>;
}

/** Wakes a sleeper; a ring while nobody sleeps ends the next sleep at once. */
export function createBell(): Bell {
  let rung = new AbortController();
  return {
    ring: () => {
      rung.abort();
    },
    async wait(ms) {
      await pause(ms, rung.signal);
      rung = new AbortController();
    },
  };
}
