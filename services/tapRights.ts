import type { TapRights } from '../core/facts.js';
import type { Policy } from '../core/policy.js';
import type { Clock, Directory, Log } from '../core/ports.js';
import type { ResetRequest } from '../core/request.js';
import { readTapRights } from '../core/rights.js';

export interface TapRightsSource {
  /** Never waits for Graph longer than half a second. */
  (request: ResetRequest, approverId: string): Promise<TapRights | 'unknown'>;
  /** Reads the facts ahead, when a card goes out. */
  prepare(request: ResetRequest, approverId: string): void;
}

/** A fact older than this is read again before a tap is decided on it. */
const FRESH_FOR = 5 * 60 * 1000;
const WAIT = 500;
/** After a look-up that failed or was late, taps stop asking for this long. */
const BREAK_FOR = 10_000;
/** Cards that may be prepared at once; the oldest go first. */
const MAX_KEPT = 5_000;

/** The directory's facts for a tap, kept for five minutes. An outage makes them `unknown`, never a wait. */
export function createTapRights(deps: {
  readonly directory: Directory;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly log: Log;
}): TapRightsSource {
  const { directory, policy, clock, log } = deps;
  const kept = new Map<string, { readonly rights: TapRights; readonly at: number }>();
  const running = new Map<string, Promise<TapRights | 'unknown'>>();
  let brokenUntil = 0;

  function read(request: ResetRequest, approverId: string): Promise<TapRights | 'unknown'> {
    const key = `${request.id}:${approverId}`;
    const shared = running.get(key);
    if (shared !== undefined) return shared;
    const reading = readTapRights(directory, policy, request, approverId)
      .then((rights) => {
        kept.delete(key);
        kept.set(key, { rights, at: clock.now() });
        const [oldest] = kept.keys();
        if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
        return rights;
      })
      .catch((error: unknown): 'unknown' => {
        brokenUntil = clock.now() + BREAK_FOR;
        log.warn({ requestId: request.id, err: error }, 'the directory did not answer for a tap');
        return 'unknown';
      })
      .finally(() => running.delete(key));
    running.set(key, reading);
    return reading;
  }

  const source = async (request: ResetRequest, approverId: string): Promise<TapRights | 'unknown'> => {
    const known = kept.get(`${request.id}:${approverId}`);
    if (known !== undefined && clock.now() - known.at < FRESH_FOR) return known.rights;
    if (clock.now() < brokenUntil) return 'unknown';
    return within(WAIT, read(request, approverId));
  };
  return Object.assign(source, {
    prepare(request: ResetRequest, approverId: string): void {
      // `read` never rejects: what it learns is kept, what fails opens the breaker.
      read(request, approverId).catch(() => undefined);
    },
  });
}

function within(milliseconds: number, rights: Promise<TapRights | 'unknown'>): Promise<TapRights | 'unknown'> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve('unknown');
    }, milliseconds);
    const settle = (value: TapRights | 'unknown'): void => {
      clearTimeout(timer);
      resolve(value);
    };
    rights.then(settle, () => {
      settle('unknown');
    });
  });
}
