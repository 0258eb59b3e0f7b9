import type { EffectOf, Outcome } from '../outbox.js';
import type { HandlerDeps } from './deps.js';
import { LOOK_AGAIN } from './erase.js';

/** Takes out why somebody of IT paused the service or lifted a cool-down, once the retention is over. */
export async function eraseWords(
  { store, clock, policy }: HandlerDeps,
  { of, at }: EffectOf<'eraseWords'>,
): Promise<Outcome> {
  const due = at + policy.retention;
  const now = clock.now();
  if (now < due) return { again: Math.min(due, now + LOOK_AGAIN) };
  // What is still in force is still being read.
  const service = await store.read('service', 'service');
  if (service?.value.pause?.id === of) return { again: now + LOOK_AGAIN };
  const lift = await store.holder('lift', of);
  const gone = { kind: 'lift', key: lift?.key ?? '', expectedVersion: lift?.version ?? 0, value: null } as const;
  // Nobody used it, and nobody can any more.
  if (lift !== undefined && !(await store.commit({ writes: [gone] })).ok) return { again: now };
  await store.eraseTexts(of);
  return 'done';
}
