import { setTimeout as sleep } from 'node:timers/promises';
import type { Effect, EffectKind } from '../core/effects.js';
import type { Claim, Clock, Log, Store } from '../core/ports.js';
import type { Instant } from '../core/request.js';

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
  /** Tells IT. What it throws is logged. */
  readonly onParked: (effect: Effect, error: string) => void;
}

export interface Pump {
  /** Takes nothing more, gives running handlers this long, then aborts them and lets their leases lapse. */
  stop(limitMs: number): Promise<void>;
}

const DEFAULTS: PumpOptions = {
  concurrency: 8,
  leaseMs: 30_000,
  timeLimitMs: 120_000,
  maxTries: 8,
  maxTriesOf: {},
  // Eight tries spread over ten minutes.
  backOffMs: { first: 5_000, longest: 15 * 60_000 },
  maxSleepMs: 5_000,
  random: Math.random,
  onParked: () => undefined,
};

/** A day: an answer that asks for more is a mistake. */
const LONGEST_RETRY_AFTER = 24 * 60 * 60_000;
/** Asked for more, setTimeout fires at once. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;
const STORE_BACK_OFF = { first: 250, longest: 30_000 };

/** Does what commits have asked for, at least once each, oldest due first, until it is stopped. */
export function startPump(parts: {
  readonly store: Store;
  readonly handlers: Handlers;
  readonly clock: Clock;
  readonly log: Log;
  readonly options?: Partial<PumpOptions>;
}): Pump {
  const { store, handlers, clock, log } = parts;
  const options = { ...DEFAULTS, ...parts.options };
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
    const due = await store.nextDue();
    // Due and yet not claimed, it is another instance's: no busy loop over it.
    return Math.min(Math.max((due ?? Infinity) - clock.now(), 10), options.maxSleepMs);
  }

  function start(claim: Claim): void {
    const run: Run = { claim, handling: new AbortController(), over: new AbortController() };
    const finished = work(run).finally(() => {
      running.delete(run);
      bell.ring();
    });
    running.set(run, finished);
  }

  /** Never rejects. */
  async function work(run: Run): Promise<void> {
    const keeping = keepLease(run);
    const conclusion = await attempt(run);
    await persist(run, conclusion);
    run.over.abort();
    await keeping;
  }

  async function keepLease(run: Run): Promise<void> {
    const { key } = run.claim.effect;
    while (await pause(options.leaseMs / 3, run.over.signal)) {
      try {
        if (await store.renew(run.claim, clock.now() + options.leaseMs)) continue;
        log.warn({ effect: key }, 'the lease of an effect was lost while it was being done');
        abandon(run, 'the lease was lost');
      } catch (error) {
        log.warn({ effect: key, error: describeError(error) }, 'a lease could not be renewed');
      }
    }
  }

  /** Runs the handler once; returns what is to be written of it. */
  async function attempt({ claim: { effect, attempts }, handling }: Run): Promise<Conclusion> {
    const { timeLimitMs } = options;
    const timer = setTimeout(() => {
      handling.abort(new Error(`it took longer than ${timeLimitMs} ms`));
    }, timeLimitMs);
    try {
      // The table pairs kinds with handlers; TypeScript cannot follow that through an index.
      const handler = handlers[effect.kind] as Handler;
      const { signal } = handling;
      const outcome = await Promise.race([handler(effect, { signal, attempts }), rejection(signal)]);
      if (outcome === 'done') return { settle: true };
      if (!Number.isFinite(outcome.again)) throw new Error(`it asked to come again at ${outcome.again}`);
      return { again: outcome.again };
    } catch (error) {
      return { failed: error };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Tries until it is written: else an effect that was done would be done again after its lease. */
  async function persist({ claim, over: { signal } }: Run, conclusion: Conclusion): Promise<void> {
    for (let failures = 1; !signal.aborted; failures += 1) {
      try {
        await write(claim, conclusion);
        return;
      } catch (error) {
        log.error({ effect: claim.effect.key, error: describeError(error) }, 'the outcome of an effect was not stored');
        await pause(backOff(failures, STORE_BACK_OFF, options.random), signal);
      }
    }
  }

  async function write(claim: Claim, conclusion: Conclusion): Promise<void> {
    if ('settle' in conclusion) await store.settle(claim);
    else if ('again' in conclusion) await store.reschedule(claim, conclusion.again, '');
    else await writeFailure(claim, conclusion.failed);
  }

  async function writeFailure(claim: Claim, failure: unknown): Promise<void> {
    const { effect } = claim;
    const error = describeError(failure);
    const tries = claim.attempts + 1;
    if (tries >= (options.maxTriesOf[effect.kind] ?? options.maxTries)) {
      await store.park(claim, error);
      log.error({ effect: effect.key, tries, error }, 'an effect was parked; look into it and unpark it');
      tellParked(effect, error);
      return;
    }
    const delay = retryAfterOf(failure) ?? backOff(tries, options.backOffMs, options.random);
    await store.reschedule(claim, clock.now() + delay, error);
    log.warn({ effect: effect.key, tries, delay, error }, 'an effect failed and will be tried again');
  }

  function tellParked(effect: Effect, error: string): void {
    try {
      options.onParked(effect, error);
    } catch (failure) {
      log.error({ effect: effect.key, error: describeError(failure) }, 'IT could not be told of a parked effect');
    }
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
    for (const run of running.keys()) abandon(run, 'the service is stopping');
    await Promise.all(running.values());
  }

  const pumping = pumpAll();
  let stopped: Promise<void> | undefined;
  return { stop: (limitMs) => (stopped ??= stop(limitMs)) };
}

/** A handler at work. Controllers of its own: what AbortSignal.any hangs on a long-lived signal stays there in node 20. */
interface Run {
  readonly claim: Claim;
  /** Aborts the handler. */
  readonly handling: AbortController;
  /** Nothing more is written of it. */
  readonly over: AbortController;
}

function abandon(run: Run, reason: string): void {
  run.over.abort();
  run.handling.abort(new Error(reason));
}

type Conclusion = { readonly settle: true } | { readonly again: Instant } | { readonly failed: unknown };

/** The wait before try `failures + 1`, in milliseconds: doubling, half of it left to chance. */
export function backOff(
  failures: number,
  { first, longest }: { first: number; longest: number },
  random: () => number,
) {
  const full = Math.min(longest, first * 2 ** (failures - 1));
  return full / 2 + (full / 2) * random();
}

/** An error for logs and for IT: mail addresses, long numbers and tokens are left out; ids stay. */
export function describeError(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text
    .replace(/\S+@\S+/g, '[address]')
    .replace(/\beyJ[\w-]+\.[\w-]+\.?[\w-]*/g, '[token]')
    .replace(/(?<![\w-])\+?\d[\d ()/-]{6,}\d(?![\w-])/g, '[number]')
    .slice(0, 300);
}

function retryAfterOf(error: unknown): number | undefined {
  const asked = error instanceof Error && 'retryAfterMs' in error ? error.retryAfterMs : undefined;
  return typeof asked === 'number' && asked >= 0 ? Math.min(asked, LONGEST_RETRY_AFTER) : undefined;
}

/** True when the time is over, false when the signal ended it. */
function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(Math.min(ms, LONGEST_TIMEOUT), true, { signal }).catch(() => false);
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}

/** Wakes a sleeper; a ring while nobody sleeps ends the next sleep at once. */
function createBell(): { ring: () => void; wait: (ms: number) => Promise<void> } {
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
