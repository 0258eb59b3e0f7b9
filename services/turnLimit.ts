import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Milliseconds that one turn of a conversation may wait for Microsoft 365, all its look-ups together. Teams gives an
 * invoke ten to fifteen seconds; whoever waits then reads a sentence, in place of Teams' own that the app is not there.
 */
const LIMIT = 8_000;

const turns = new AsyncLocalStorage<AbortSignal>();

/** The same turn, with a limit on the look-ups it waits for. */
export function withTurnLimit<A extends unknown[]>(
  turn: (...given: A) => Promise<void>,
): (...given: A) => Promise<void> {
  return (...given) => turns.run(AbortSignal.timeout(LIMIT), () => turn(...given));
}

/** Aborts after as long, or with the turn this is called in. */
export function limitedTo(ms: number): AbortSignal {
  const limit = AbortSignal.timeout(ms);
  const turn = turns.getStore();
  if (turn === undefined) return limit;
  // Not AbortSignal.any: what it returns may be collected as garbage in node 20 before it aborts.
  const either = new AbortController();
  for (const signal of [limit, turn]) {
    const end = (): void => {
      either.abort(signal.reason);
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  }
  return either.signal;
}
