import { act } from '../../core/approvals.js';
import { SYSTEM } from '../../core/command.js';
import { isRefusal } from '../../core/refusal.js';
import type { EffectOf, Outcome } from '../outbox.js';
import type { HandlerDeps } from './deps.js';

/** A timer is its command, given when it is due. One that finds its request decided already has nothing to do. */
export async function fire(
  deps: HandlerDeps,
  { kind, requestId }: EffectOf<'remind' | 'escalate' | 'expire'>,
): Promise<Outcome> {
  const outcome = await act(deps, requestId, { type: kind, by: SYSTEM });
  if (!isRefusal(outcome)) return 'done';
  if (outcome.refused === 'tooEarly') return { again: await dueAt(deps, kind, requestId) };
  deps.log.info({ requestId, timer: kind, refused: outcome.refused }, 'a timer had nothing to do');
  return 'done';
}

/** The clock was set back since: the row says when. */
async function dueAt(
  { store, clock }: HandlerDeps,
  kind: 'remind' | 'escalate' | 'expire',
  requestId: string,
): Promise<number> {
  const request = (await store.read('request', requestId))?.value;
  return request?.[`${kind}At`] ?? clock.now();
}
