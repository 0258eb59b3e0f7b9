import { act, serviceFacts, type Act } from '../../core/approvals.js';
import { SYSTEM } from '../../core/command.js';
import type { ExecutionRights } from '../../core/facts.js';
import { readPace, trip } from '../../core/pace.js';
import { isRefusal, type Refusal } from '../../core/refusal.js';
import type { AttentionReason, ResetRequest, ResetRun } from '../../core/request.js';
import { pinMethods } from '../../core/pins.js';
import { withoutFormerDelegates } from '../../core/delegates.js';
import { readExecutionRights } from '../../core/rights.js';
import { GraphError } from '../graph/index.js';
import type { EffectOf, Outcome } from '../outbox.js';
import { clearPinned } from './clearPinned.js';
import type { HandlerDeps } from './deps.js';

/** How often the run is tried while Graph does not answer, before IT is asked: the back-off makes it about ten minutes. */
export const MAX_TRIES = 8;

/** An answer of Graph that another try would not change. */
export const REFUSALS: ReadonlySet<number> = new Set([400, 403, 404]);
/** How soon a reset that the service keeps waiting looks again; it asks nothing of Graph for that. */
const WAIT = 5_000;

/**
 * Clears the pinned methods of one request. It may be started again at any point: the pins are in the row
 * before the first DELETE, nothing else is ever deleted, and what is gone already counts as done.
 */
export async function resetMethods(
  deps: HandlerDeps,
  { requestId, attempt }: EffectOf<'resetMethods'>,
  { signal, attempts }: { readonly signal: AbortSignal; readonly attempts: number },
): Promise<Outcome> {
  const row = await deps.store.read('request', requestId);
  const request = row?.value;
  if (request === undefined || request.attempt !== attempt) return 'done';
  if (request.status !== 'approved' && request.status !== 'resetting') return 'done';
  if (request.executeAt !== undefined && deps.clock.now() < request.executeAt) return { again: request.executeAt };
  if (await isKeptWaiting(deps, request)) return { again: deps.clock.now() + WAIT };
  try {
    return await run(deps, request, signal);
  } catch (error) {
    const refused = error instanceof GraphError && REFUSALS.has(error.status);
    if (signal.aborted || (!refused && attempts + 1 < MAX_TRIES)) throw error;
    deps.log.error({ requestId, err: error }, 'the reset did not get through to Graph');
    const reason = refused && error.status === 403 ? 'permissionMissing' : 'graphUnavailable';
    return fail(deps, requestId, reason, refused ? `${error.status} ${error.code}` : 'no answer');
  }
}

/** Told before anything is looked up; the commit that begins the reset is decided on it again. */
async function isKeptWaiting(deps: HandlerDeps, request: ResetRequest): Promise<boolean> {
  const [{ paused }, { exceeded }] = await Promise.all([serviceFacts(deps), readPace(deps)]);
  if (paused) return true;
  // What has begun goes on.
  if (!exceeded || request.run !== undefined) return false;
  await trip(deps);
  return true;
}

async function run(deps: HandlerDeps, request: ResetRequest, signal: AbortSignal): Promise<Outcome> {
  const { directory, policy, methods, clock, log } = deps;
  const { id, target, clearing, lost } = request;
  const rights = await readExecutionRights(directory, policy, request, clock.now());
  const atExecution = await withoutFormerDelegates(deps.store, request, rights);
  const listed = await methods.list(target.id);
  const pinned = request.run ?? pinMethods(listed, { policy: policy.scope, clearing, lost }, clock.now());
  // Also when it goes on after a crash: the rights may have changed since.
  const started = await bySystem(deps, id, { type: 'resetStarted', by: SYSTEM, run: pinned }, { atExecution });
  if (isRefusal(started)) return declined(deps, request, started, atExecution);
  await methods.revokeSessions(target.id);
  const record = async (progressed: ResetRun): Promise<void> => {
    await bySystem(deps, id, { type: 'resetProgressed', by: SYSTEM, run: progressed });
  };
  const { step, run: cleared } = await clearPinned({ methods, userId: target.id, run: pinned, listed, record, signal });
  await methods.revokeSessions(target.id);
  const ended: Act =
    step.do === 'finish'
      ? { type: 'resetFinished', by: SYSTEM, run: cleared }
      : { type: 'resetFailed', by: SYSTEM, run: cleared, reason: step.reason, detail: step.detail };
  const outcome = await bySystem(deps, id, ended);
  if (isRefusal(outcome))
    log.warn({ requestId: id, refused: outcome.refused }, 'the outcome of the reset was not taken');
  return 'done';
}

/** The check before the first DELETE said no: nothing was deleted. */
async function declined(
  deps: HandlerDeps,
  request: ResetRequest,
  { refused, detail }: Refusal,
  atExecution: ExecutionRights,
): Promise<Outcome> {
  switch (refused) {
    // Somebody was faster: undone, cancelled or frozen meanwhile.
    case 'alreadyDecided':
    case 'frozen':
    case 'notAllowed':
      return detail?.cause === undefined ? 'done' : fail(deps, request.id, 'rightsChanged', detail.cause);
    case 'tooEarly':
      return { again: request.executeAt ?? deps.clock.now() };
    case 'changedLately':
      // It comes again when the hold is over. Somebody who was faster has stopped it, or started the time anew.
      await bySystem(deps, request.id, { type: 'hold', by: SYSTEM }, { atExecution });
      return 'done';
    case 'paused':
    case 'tooManyResets':
      return { again: deps.clock.now() + WAIT };
    default:
      return fail(deps, request.id, 'rightsChanged', detail?.cause ?? refused);
  }
}

async function fail(deps: HandlerDeps, requestId: string, reason: AttentionReason, detail: string): Promise<Outcome> {
  await bySystem(deps, requestId, { type: 'resetFailed', by: SYSTEM, reason, detail });
  return 'done';
}

function bySystem(
  deps: HandlerDeps,
  requestId: string,
  command: Act,
  facts?: Parameters<typeof act>[3],
): Promise<ResetRequest | Refusal> {
  return act(deps, requestId, command, facts);
}
