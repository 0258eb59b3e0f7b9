import { SYSTEM } from '../../core/command.js';
import { returnPlaces } from '../../core/delegating.js';
import type { EffectOf, Outcome } from '../outbox.js';
import type { HandlerDeps } from './deps.js';

/** What a delegate has not decided yet goes back to whoever lent it. */
export async function delegationEnds(
  deps: HandlerDeps,
  { delegator, delegate }: EffectOf<'delegationEnds'>,
): Promise<Outcome> {
  await returnPlaces(deps, SYSTEM, delegator, delegate);
  return 'done';
}
