import { AsyncLocalStorage } from 'node:async_hooks';

const turns = new AsyncLocalStorage<AbortSignal>();

/** The same turn, with a limit in milliseconds on its look-ups in Microsoft 365, all of them together. */
export function withTurnLimit<A extends unknown[]>(
  turn: (...given: A) => Promise<void>,
  limitOf: (...given: A) => number,
): (...given: A) => Promise<void> {
  return (...given) => turns.run(AbortSignal.timeout(limitOf(...given)), () => turn(...given));
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
