import { act } from '../../core/approvals.js';
import { SYSTEM } from '../../core/command.js';
import { isRefusal } from '../../core/refusal.js';
import { DAY } from '../duration.js';
import type { EffectOf, Outcome } from '../outbox.js';
import type { HandlerDeps } from './deps.js';

/** A retention that was shortened is heeded within this time. */
export const LOOK_AGAIN = 30 * DAY;

/** Takes people's words out of a request whose retention is over: first of its row, then of all that is kept of it. */
export async function erase(deps: HandlerDeps, { requestId }: EffectOf<'erase'>): Promise<Outcome> {
  const { store, clock, policy, log } = deps;
  const request = (await store.read('request', requestId))?.value;
  if (request?.endedAt === undefined) return 'done';
  const outcome = await act(deps, requestId, { type: 'erase', by: SYSTEM });
  if (isRefusal(outcome) && outcome.refused === 'tooEarly')
    return { again: Math.min(request.endedAt + policy.retention, clock.now() + LOOK_AGAIN) };
  // Done before, perhaps, and cut off behind it.
  await store.eraseTexts(requestId);
  log.info({ requestId }, 'what people wrote about a request was erased');
  return 'done';
}
