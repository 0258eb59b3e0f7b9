import type { Clock } from '../core/ports.js';

/** How fast time goes on while the wall clock is behind it. */
const SLOWER = 0.9;

/**
 * The wall clock, and never back: after somebody has set it back, time goes on from where it was, a little slower, until
 * the wall has come up to it. A leap forward is believed, for deadlines are told in the wall's time (docs/decisions/0016).
 */
export function steadyClock(
  wall: () => number = () => Date.now(),
  steady: () => number = () => performance.now(),
): Clock {
  let last = { at: wall(), mark: steady() };
  return {
    now() {
      const mark = steady();
      last = { at: Math.max(wall(), last.at + (mark - last.mark) * SLOWER), mark };
      return Math.floor(last.at);
    },
  };
}
