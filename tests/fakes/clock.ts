import type { Clock } from '../../core/ports.js';
import type { Instant } from '../../core/request.js';

/** A clock that stands still until it is told. */
export interface SettableClock extends Clock {
  set(instant: Instant): void;
  advance(ms: number): void;
}

export function settableClock(start: Instant = Date.UTC(2026, 0, 5, 9)): SettableClock {
  let at = start;
  return {
    now: () => at,
    set(instant) {
      at = instant;
    },
    advance(ms) {
      at += ms;
    },
  };
}
