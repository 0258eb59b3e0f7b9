import { act, type Act } from '../../core/approvals.js';
import { SYSTEM } from '../../core/command.js';
import { isContaining, type ContainReason, type SignIn } from '../../core/containment.js';
import type { Facts } from '../../core/facts.js';
import { pinNew } from '../../core/pins.js';
import { isRefusal, type Refusal } from '../../core/refusal.js';
import type { ResetRequest, ResetRun } from '../../core/request.js';
import { readContainRights } from '../../core/rights.js';
import { GraphError } from '../graph/index.js';
import type { EffectOf, Outcome } from '../outbox.js';
import { clearPinned } from './clearPinned.js';
import type { HandlerDeps } from './deps.js';
import { MAX_TRIES, REFUSALS } from './resetMethods.js';

/**
 * Shuts out whoever got in after a reset: sessions, sign-in where the policy says so, and what was registered since.
 * Like a reset it may be started again at any point: its pins are in the row before the first DELETE.
 */
export async function containAccount(
  deps: HandlerDeps,
  { requestId, attempt }: EffectOf<'containAccount'>,
  { signal, attempts }: { readonly signal: AbortSignal; readonly attempts: number },
): Promise<Outcome> {
  const request = (await deps.store.read('request', requestId))?.value;
  const containment = request?.containment;
  if (request === undefined || containment?.attempt !== attempt || !isContaining(containment)) return 'done';
  try {
    await run(deps, request, containment.by.id, signal);
  } catch (error) {
    const refused = error instanceof GraphError && REFUSALS.has(error.status);
    if (signal.aborted || (!refused && attempts + 1 < MAX_TRIES)) throw error;
    deps.log.error({ requestId, err: error }, 'an account could not be contained: Graph did not do it');
    const reason = refused && error.status === 403 ? 'permissionMissing' : 'graphUnavailable';
    await fail(deps, requestId, { reason, detail: refused ? `${error.status} ${error.code}` : 'no answer' });
  }
  return 'done';
}

async function run(deps: HandlerDeps, request: ResetRequest, orderedBy: string, signal: AbortSignal): Promise<void> {
  const { directory, policy, methods, clock } = deps;
  const { id, target } = request;
  const atContainment = await readContainRights(directory, policy, orderedBy);
  const listed = await methods.list(target.id);
  const found = pinNew(request, policy.scope, listed, clock.now());
  const pinned = request.containment?.run ?? found.run;
  const started = await bySystem(deps, id, { type: 'containStarted', by: SYSTEM, run: pinned }, { atContainment });
  if (isRefusal(started)) {
    await declined(deps, id, started);
    return;
  }
  await methods.revokeSessions(target.id);
  const signIn: SignIn = policy.contain.blockSignIn ? await methods.blockSignIn(target.id) : 'untouched';
  const record = async (progressed: ResetRun): Promise<void> => {
    await bySystem(deps, id, { type: 'containProgressed', by: SYSTEM, run: progressed });
  };
  const cleared = await clearPinned({ methods, userId: target.id, run: pinned, listed, record, signal });
  await methods.revokeSessions(target.id);
  const outcome = { run: cleared.run, signIn };
  // What is proven: nothing is listed any more that was registered since the reset.
  const left = pinNew(request, policy.scope, await methods.list(target.id), clock.now());
  const why = whyPartly(cleared.step, left, signIn);
  if (why !== undefined) {
    await fail(deps, id, { ...outcome, ...why });
    return;
  }
  const ended = await bySystem(deps, id, { type: 'containFinished', by: SYSTEM, ...outcome });
  if (isRefusal(ended) && ended.detail?.cause === 'methodsRemain')
    await fail(deps, id, { ...outcome, reason: 'methodsRemain', detail: '' });
}

interface Why {
  readonly reason: ContainReason;
  readonly detail: string;
}

/** The worst first: what is left in an attacker's hand comes before what only a person can judge. */
function whyPartly(
  step: Awaited<ReturnType<typeof clearPinned>>['step'],
  left: ReturnType<typeof pinNew>,
  signIn: SignIn,
): Why | undefined {
  if (step.do === 'giveUp') return { reason: step.reason, detail: step.detail };
  if (left.run.pins.length > 0)
    return { reason: 'registeredMeanwhile', detail: left.run.pins.map(({ type }) => type).join(', ') };
  if (left.undated.length > 0) return { reason: 'undatedMethods', detail: left.undated.join(', ') };
  return signIn === 'refused' ? { reason: 'signInRefused', detail: '' } : undefined;
}

/** The check before the first write said no: nothing was done. */
async function declined(deps: HandlerDeps, requestId: string, { refused, detail }: Refusal): Promise<void> {
  if (refused === 'approverUnavailable')
    await fail(deps, requestId, { reason: 'rightsChanged', detail: detail?.cause ?? '' });
  // Else another try was faster, and has said how it ended.
}

async function fail(
  deps: HandlerDeps,
  requestId: string,
  why: Why & { readonly run?: ResetRun; readonly signIn?: SignIn },
): Promise<void> {
  await bySystem(deps, requestId, { type: 'containFailed', by: SYSTEM, ...why });
}

function bySystem(
  deps: HandlerDeps,
  requestId: string,
  command: Act,
  facts?: Pick<Facts, 'atContainment'>,
): Promise<ResetRequest | Refusal> {
  return act(deps, requestId, command, facts);
}
