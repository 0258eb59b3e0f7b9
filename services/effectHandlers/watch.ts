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
 * waiting signs in at once, then rarer, until the policy's `watchFor` is over. On the way it tells what helps, and at
 * its end IT.
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
  // Whether there is anything to say is core's to decide: of an account with an objection IT knows already.
  if (waited >= policy.watchFor) {
    await act(deps, requestId, { type: 'handOver', by: SYSTEM });
    return 'done';
  }
  if (waited >= policy.adviseAfter && request.advisedAt === undefined)
    await act(deps, requestId, { type: 'advise', by: SYSTEM });
  const untilAdvice = waited < policy.adviseAfter ? policy.adviseAfter - waited : LATEST;
  const next = Math.min(Math.max(waited / 4, SOONEST), LATEST, policy.watchFor - waited, untilAdvice);
  return { again: now + next };
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
