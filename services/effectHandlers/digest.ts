import { decidedLately, isDue, nextLook, noteDigest, readDigest } from '../../core/digest.js';
import type { ResetRequest } from '../../core/request.js';
import type { EffectOf, Outcome } from '../outbox.js';
import type { HandlerDeps } from './deps.js';

/** Users whose methods are read for one overview: each costs a call or two. */
const MOST_READ = 50;
const AT_ONCE = 5;

/** Tells IT once a day how things stand. Never fails for good: it comes again. */
export async function digest(
  deps: HandlerDeps,
  { generation }: EffectOf<'dailyDigest'>,
  { signal }: { readonly signal: AbortSignal },
): Promise<Outcome> {
  const { store, clock, policy } = deps;
  const row = await store.read('digest', 'digest');
  // A later start has begun its own.
  if (row?.value.generation !== generation) return 'done';
  if (isDue(policy, row.value, clock.now())) {
    const recent = await decidedLately(store, clock.now());
    const single = await withOneMethod(deps, recent, signal);
    if (!(await noteDigest(deps, row, await readDigest(deps, recent, single)))) return { again: clock.now() };
  }
  return { again: nextLook(policy, clock.now()) };
}

/** Of those who were reset lately: one more lost phone and they are locked out again. */
async function withOneMethod(
  { methods, log }: HandlerDeps,
  recent: readonly ResetRequest[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const reset = recent.filter(({ status }) => status === 'completed').map(({ target }) => target.id);
  const waiting = [...new Set(reset)].slice(0, MOST_READ);
  const single: string[] = [];
  const read = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined && !signal.aborted; id = waiting.shift())
      try {
        const { methods: listed } = await methods.list(id);
        if (listed.filter(({ type }) => !NO_FACTOR.has(type)).length === 1) single.push(id);
      } catch (error) {
        log.info({ personId: id, err: error }, 'how many methods somebody has could not be read for the overview');
      }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, read));
  return single;
}

/** Listed beside the second factors, and none. */
const NO_FACTOR: ReadonlySet<string> = new Set([
  'passwordAuthenticationMethod',
  'emailAuthenticationMethod',
  'temporaryAccessPassAuthenticationMethod',
]);
