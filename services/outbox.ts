import type { Effect, EffectKind } from '../core/effects.js';
import type { Clock, Log } from '../core/ports.js';
import type { Claim, Store } from '../core/store.js';
import type { Instant } from '../core/request.js';
import { backOff, STORE_BACK_OFF } from './outbox/backOff.js';
import { createBell } from './outbox/bell.js';
import { describeError } from './outbox/describeError.js';
import { pause } from './outbox/pause.js';
import { startRun, type Run } from './outbox/run.js';

/** `again`: not done yet, come back then; that counts as no failure. */
export type Outcome = 'done' | { readonly again: Instant };

/** Does one effect. Throws when it is to be tried again; an error's `retryAfterMs` says when, if it knows. */
export type Handler<E extends Effect = Effect> = (
  effect: E,
  context: { readonly signal: AbortSignal; readonly attempts: number },
) => Promise<Outcome>;

export type Handlers = { readonly [K in EffectKind]: Handler<EffectOf<K>> };
export type EffectOf<K extends EffectKind> = Extract<Effect, { kind: K }>;

export interface PumpOptions {
  /** Handlers at once. */
  readonly concurrency: number;
  /** How long an effect stays taken when this process dies; renewed in thirds while a handler runs. */
  readonly leaseMs: number;
  /** A handler's signal aborts then, and the try has failed. */
  readonly timeLimitMs: number;
  /** Failed tries in a row after which an effect is parked. */
  readonly maxTries: number;
  readonly maxTriesOf: Partial<Record<EffectKind, number>>;
  /** The first wait after a failure; each doubles it, up to the longest; half of it is chance. */
  readonly backOffMs: { readonly first: number; readonly longest: number };
  /** Looks again after this time at the latest: clocks leap, and a notification can be lost. */
  readonly maxSleepMs: number;
  /** 0 ≤ n < 1 */
  readonly random: () => number;
  /** Tells IT. What it rejects with is logged. */
  readonly onParked: (effect: Effect, error: string) => Promise<void>;
}

export interface Pump {
  /** Takes nothing more, gives running handlers this long, then aborts them and lets their leases lapse. */
  stop(limitMs: number): Promise<void>;
}

const DEFAULTS: PumpOptions = {
  concurrency: 8,
  // Another instance goes on after this when one died; a restart of the database has to fit in.
  leaseMs: 10_000,
  timeLimitMs: 120_000,
  maxTries: 8,
  maxTriesOf: {},
  // Eight tries spread over ten minutes.
  backOffMs: { first: 5_000, longest: 15 * 60_000 },
  maxSleepMs: 5_000,
  random: Math.random,
  onParked: () => Promise.resolve(),
};

/** Does what commits have asked for, at least once each, oldest due first, until it is stopped. */
export function startPump(parts: {
  readonly store: Store;
  readonly handlers: Handlers;
  readonly clock: Clock;
  readonly log: Log;
  readonly options?: Partial<PumpOptions>;
}): Pump {
  const { store, clock, log } = parts;
  const options = { ...DEFAULTS, ...parts.options };
  const runParts = { ...parts, options };
  const running = new Map<Run, Promise<void>>();
  const stopping = new AbortController();
  const bell = createBell();
  const unsubscribe = store.onEffects(bell.ring);

  async function pumpAll(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted;) {
      try {
        await bell.wait(await claimAndStart());
        failures = 0;
      } catch (error) {
        failures += 1;
        log.error({ error: describeError(error), failures }, 'the outbox could not reach the store');
        await pause(backOff(failures, STORE_BACK_OFF, options.random), stopping.signal);
      }
    }
  }

  /** Returns how many milliseconds there is nothing to start, unless something happens. */
  async function claimAndStart(): Promise<number> {
    const room = options.concurrency - running.size;
    // A handler that ends rings.
    if (room === 0) return options.maxSleepMs;
    const claims = await store.claim({ now: clock.now(), limit: room, leaseMs: options.leaseMs });
    for (const claim of claims) start(claim);
    if (claims.length === room) return options.maxSleepMs;
    const dueIn = await store.nextDueIn(clock.now());
    // Due and yet not claimed, it is another instance's: no busy loop over it.
    return Math.min(Math.max(dueIn ?? Infinity, 10), options.maxSleepMs);
  }

  function start(claim: Claim): void {
    const run = startRun(claim, runParts);
    const finished = run.finished.finally(() => {
      running.delete(run);
      bell.ring();
    });
    running.set(run, finished);
  }

  async function stop(limitMs: number): Promise<void> {
    unsubscribe();
    stopping.abort();
    bell.ring();
    await pumping;
    const inTime = new AbortController();
    await Promise.race([Promise.all(running.values()), pause(limitMs, inTime.signal)]);
    inTime.abort();
    if (running.size > 0) log.warn({ handlers: running.size }, 'stopped with handlers running; the next start goes on');
    for (const run of running.keys()) run.abandon('the service is stopping');
    await Promise.all(running.values());
  }

  const pumping = pumpAll();
  let stopped: Promise<void> | undefined;
  return { stop: (limitMs) => (stopped ??= stop(limitMs)) };
}
