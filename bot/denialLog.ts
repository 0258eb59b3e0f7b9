import type { Log } from '../core/ports.js';
import type { Denial } from './gate.js';

export type DenialLog = (
  why: Denial | 'signature' | 'keysUnavailable' | 'tooLarge' | 'busy' | 'notJson' | 'notAnActivity',
) => void;

/** Milliseconds between two lines of the same reason: who knocks a thousand times a second fills no disk. */
const EVERY = 10_000;

/** Logs who was turned away and why: the first at once, then how many there were since. */
export function createDenialLog(log: Log): DenialLog {
  const quiet = new Map<string, number>();
  return (why) => {
    const waiting = quiet.get(why);
    if (waiting !== undefined) {
      quiet.set(why, waiting + 1);
      return;
    }
    quiet.set(why, 0);
    log.warn({ why }, 'activity turned away');
    setTimeout(() => {
      const more = quiet.get(why) ?? 0;
      quiet.delete(why);
      if (more > 0) log.warn({ why, more }, 'activities turned away');
    }, EVERY).unref();
  };
}
