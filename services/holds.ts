import type { Clock } from '../core/ports.js';
import type { Commit, Store } from '../core/store.js';
import type { Handlers } from './outbox.js';
import { withCommit } from './store/withCommit.js';

/** Makes every reset wait as long as was promised, by a clock that nobody sets. */
export interface Holds {
  /** The same store; how long a reset is to wait is noted with the decision. */
  noting(store: Store): Store;
  /** The same handlers; a reset that falls due before its time is over comes again. */
  keeping(handlers: Handlers): Handlers;
}

/**
 * The time to take an approval back, or to object, was promised in minutes: a wall clock that leaps must not shorten it.
 * It is kept by the process that took the approval; after a restart the wall clock is all there is.
 */
export function createHolds(clock: Clock, steady: () => number = () => performance.now()): Holds {
  const ends = new Map<string, number>();

  function note({ entries = [], effects = [] }: Commit): void {
    const now = steady();
    for (const [key, end] of ends) if (end <= now) ends.delete(key);
    const decidedAt = entries.at(0)?.at;
    if (decidedAt === undefined) return;
    for (const { kind, key, dueAt } of effects) if (kind === 'resetMethods') ends.set(key, now + dueAt - decidedAt);
  }

  return {
    noting: (store) =>
      withCommit(store, (commit) => {
        note(commit);
        return store.commit(commit);
      }),
    keeping: (handlers) => ({
      ...handlers,
      async resetMethods(effect, context) {
        const left = (ends.get(effect.key) ?? 0) - steady();
        return left > 0 ? { again: clock.now() + left } : handlers.resetMethods(effect, context);
      },
    }),
  };
}
