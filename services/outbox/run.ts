import type { Clock, Log } from '../../core/ports.js';
import type { Claim, Store } from '../../core/store.js';
import type { Handler, Handlers, PumpOptions } from '../outbox.js';
import { backOff, STORE_BACK_OFF } from './backOff.js';
import { writeConclusion, type Conclusion } from './conclusion.js';
import { describeError } from './describeError.js';
import { pause } from './pause.js';

/** A claimed effect at work: its handler runs once, its lease is kept meanwhile, and what came of it is written. */
export interface Run {
  /** Never rejects. */
  readonly finished: Promise<void>;
  /** Nothing more is written of it; its handler's signal aborts. */
  abandon(reason: string): void;
}

export interface RunParts {
  readonly store: Store;
  readonly handlers: Handlers;
  readonly clock: Clock;
  readonly log: Log;
  readonly options: PumpOptions;
}

export function startRun(claim: Claim, parts: RunParts): Run {
  const { store, handlers, log, options } = parts;
  const { effect } = claim;
  // Controllers of its own: what AbortSignal.any hangs on a long-lived signal stays there in node 20.
  const handling = new AbortController();
  const over = new AbortController();

  async function work(): Promise<void> {
    const keeping = keepLease();
    const conclusion = await attempt();
    await persist(conclusion);
    over.abort();
    await keeping;
  }

  async function keepLease(): Promise<void> {
    while (await pause(options.leaseMs / 3, over.signal)) {
      try {
        if (await store.renew(claim, options.leaseMs)) continue;
        log.warn({ effect: effect.key }, 'the lease of an effect was lost while it was being done');
        abandon('the lease was lost');
      } catch (error) {
        log.warn({ effect: effect.key, error: describeError(error) }, 'a lease could not be renewed');
      }
    }
  }

  /** Runs the handler once; returns what is to be written of it. */
  async function attempt(): Promise<Conclusion> {
    const { timeLimitMs } = options;
    const timer = setTimeout(() => {
      handling.abort(new Error(`it took longer than ${timeLimitMs} ms`));
    }, timeLimitMs);
    try {
      // The table pairs kinds with handlers; TypeScript cannot follow that through an index.
      const handler = handlers[effect.kind] as Handler;
      const { signal } = handling;
      const outcome = await Promise.race([handler(effect, { signal, attempts: claim.attempts }), rejection(signal)]);
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
  async function persist(conclusion: Conclusion): Promise<void> {
    for (let failures = 1; !over.signal.aborted; failures += 1) {
      try {
        await writeConclusion(claim, conclusion, parts);
        return;
      } catch (error) {
        log.error({ effect: effect.key, error: describeError(error) }, 'the outcome of an effect was not stored');
        await pause(backOff(failures, STORE_BACK_OFF, options.random), over.signal);
      }
    }
  }

  function abandon(reason: string): void {
    over.abort();
    handling.abort(new Error(reason));
  }

  return { finished: work(), abandon };
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
