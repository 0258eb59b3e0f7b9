import type { Effect } from '../../core/effects.js';
import type { Claim } from '../../core/store.js';
import type { Instant } from '../../core/request.js';
import { backOff, retryAfterOf } from './backOff.js';
import { describeError } from './describeError.js';
import type { RunParts } from './run.js';
import { Undeliverable } from './undeliverable.js';

/** What came of one try. */
export type Conclusion = { readonly settle: true } | { readonly again: Instant } | { readonly failed: unknown };

/** Settles, reschedules or parks the effect. Fails as the store does. */
export async function writeConclusion(claim: Claim, conclusion: Conclusion, parts: RunParts): Promise<void> {
  const { store } = parts;
  if ('settle' in conclusion) await store.settle(claim);
  else if ('again' in conclusion) await store.reschedule(claim, conclusion.again, undefined);
  else await writeFailure(claim, conclusion.failed, parts);
}

async function writeFailure(claim: Claim, failure: unknown, parts: RunParts): Promise<void> {
  const { store, clock, log, options } = parts;
  const { effect } = claim;
  const error = describeError(failure);
  const tries = claim.attempts + 1;
  const hopeless = failure instanceof Undeliverable;
  if (hopeless || tries >= (options.maxTriesOf[effect.kind] ?? options.maxTries)) {
    await store.park(claim, error);
    log.error({ effect: effect.key, tries, error }, 'an effect was parked; look into it and unpark it');
    await tellParked(effect, error, parts);
    return;
  }
  const delay = retryAfterOf(failure) ?? backOff(tries, options.backOffMs, options.random);
  await store.reschedule(claim, clock.now() + delay, error);
  log.warn({ effect: effect.key, tries, delay, error }, 'an effect failed and will be tried again');
}

async function tellParked(effect: Effect, error: string, { log, options }: RunParts): Promise<void> {
  try {
    await options.onParked(effect, error);
  } catch (failure) {
    log.error({ effect: effect.key, error: describeError(failure) }, 'IT could not be told of a parked effect');
  }
}
