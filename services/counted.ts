import type { Store } from '../core/store.js';
import type { Metrics } from './metrics.js';
import type { Handler, Handlers } from './outbox.js';
import { withCommit } from './store/withCommit.js';

/** The same store; every change of status that was committed is counted, and every alarm. */
export function countTransitions(store: Store, metrics: Metrics): Store {
  return withCommit(store, async (asked) => {
    const result = await store.commit(asked);
    if (result.ok)
      for (const { event, from, to } of asked.entries ?? []) {
        if (to !== undefined) metrics.transition(from ?? 'none', to);
        if (event === 'deleteUnexplained') metrics.unexplainedDelete();
        if (event === 'killSwitchTripped') metrics.killSwitchTripped();
      }
    return result;
  });
}

/** The same handlers; every end is counted by kind. */
export function countEffects(handlers: Handlers, metrics: Metrics): Handlers {
  const counted = Object.entries(handlers).map(([kind, handler]) => {
    const name = kind as keyof Handlers;
    const run = handler as Handler;
    const counting: Handler = async (effect, context) => {
      try {
        const outcome = await run(effect, context);
        metrics.effect(name, 'done');
        return outcome;
      } catch (error) {
        metrics.effect(name, 'failed');
        throw error;
      }
    };
    return [name, counting] as const;
  });
  return Object.fromEntries(counted) as Handlers;
}
