import { act } from '../../core/approvals.js';
import { SYSTEM } from '../../core/command.js';
import type { MethodList } from '../../core/ports.js';
import { isRegisteredAgain } from '../../core/pins.js';
import type { EffectOf, Outcome } from '../outbox.js';
import type { HandlerDeps } from './deps.js';

const SOONEST = 10_000;
const LATEST = 15 * 60_000;

/**
 * Looks whether the target has registered a method since the reset. At first every ten seconds, since whoever is
 * waiting signs in at once, then rarer, until the policy's `watchFor` is over.
 */
export async function watch(deps: HandlerDeps, { requestId }: EffectOf<'watch'>): Promise<Outcome> {
  const { store, clock, policy } = deps;
  const request = (await store.read('request', requestId))?.value;
  if (request?.status !== 'completed' || request.endedAt === undefined || request.registeredAt !== undefined)
    return 'done';
  const listed = await list(deps, request.target.id);
  if (listed !== undefined && isRegisteredAgain(request, policy.scope, request.endedAt, listed)) {
    await act(deps, requestId, { type: 'registered', by: SYSTEM });
    return 'done';
  }
  const now = clock.now();
  const waited = now - request.endedAt;
  return waited >= policy.watchFor
    ? 'done'
    : { again: now + Math.min(Math.max(waited / 4, SOONEST), LATEST, policy.watchFor - waited) };
}

/** A look that fails is no failure of anything: there is a next one. */
async function list({ methods, log }: HandlerDeps, personId: string): Promise<MethodList | undefined> {
  try {
    return await methods.list(personId);
  } catch (error) {
    log.info({ personId, err: error }, 'whether somebody has registered again could not be read');
    return undefined;
  }
}
