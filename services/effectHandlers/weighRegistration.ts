import { act } from '../../core/approvals.js';
import { AT_ONCE } from '../../core/afterwardsGuards.js';
import { SYSTEM } from '../../core/command.js';
import { suspicionIn, USUAL_FOR } from '../../core/suspicion.js';
import type { EffectOf, Outcome } from '../outbox.js';
import type { HandlerDeps } from './deps.js';

/** Entra's log is minutes late. */
const SOONEST = 5_000;
const LATEST = 5 * 60_000;
const GIVE_UP = 60 * 60_000;

/** Looks from where the new method was registered, where that was right after the clearing. */
export async function weighRegistration(
  deps: HandlerDeps,
  { requestId }: EffectOf<'weighRegistration'>,
): Promise<Outcome> {
  const { store, directory, clock, log } = deps;
  const request = (await store.read('request', requestId))?.value;
  const { endedAt, registeredAt, suspicion } = request ?? {};
  if (request === undefined || endedAt === undefined || registeredAt === undefined || suspicion !== undefined)
    return 'done';
  if (registeredAt - endedAt > AT_ONCE) return 'done';
  const signIns = await directory.signIns(request.target.id, request.submittedAt - USUAL_FOR);
  const found = signIns === 'unknown' ? 'notYet' : suspicionIn(request, signIns);
  if (typeof found === 'object') await act(deps, requestId, { type: 'suspect', by: SYSTEM, ...found });
  if (found !== 'notYet') return 'done';
  const waited = clock.now() - registeredAt;
  if (waited < GIVE_UP) return { again: clock.now() + Math.min(Math.max(waited, SOONEST), LATEST) };
  log.info({ requestId }, 'Entra’s sign-in log does not say from where a method was registered');
  return 'done';
}
