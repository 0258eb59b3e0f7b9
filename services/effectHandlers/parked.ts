import type { Effect } from '../../core/effects.js';
import type { Clock } from '../../core/ports.js';
import type { Store } from '../../core/store.js';
import type { Instant } from '../../core/request.js';
import type { Metrics } from '../metrics.js';
import type { PumpOptions } from '../outbox.js';

/** Tells IT of an effect that was given up, on a card that can bring it back. */
export function parkedTeller(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  metrics: Pick<Metrics, 'parked'>,
): PumpOptions['onParked'] {
  return async (effect, error) => {
    metrics.parked(effect);
    const told = telling(effect, error, clock.now());
    if (told !== undefined) await store.commit({ effects: [told] });
  };
}

function telling(effect: Effect, error: string, at: Instant): Effect | undefined {
  const notice = 'notice' in effect ? effect.notice : undefined;
  // Of a message about a message that did not arrive nobody is told: the log and the metrics have it.
  if (notice === 'effectParked') return undefined;
  const person = 'to' in effect && 'person' in effect.to ? effect.to.person : undefined;
  return {
    kind: 'tell',
    key: `tell:effectParked:${effect.key}:${at}`,
    dueAt: at,
    requestId: effect.requestId,
    to: { group: 'it' },
    notice: 'effectParked',
    about: { effect: effect.key, what: notice ?? effect.kind, person, error },
  };
}
