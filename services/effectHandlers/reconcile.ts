import { noteCheck, readFrom, workOn } from '../../core/reconciling.js';
import { unexplained } from '../../core/unexplained.js';
import type { Instant } from '../../core/request.js';
import { WHY_REFUSED } from '../graph/index.js';
import type { EffectOf, Outcome } from '../outbox.js';
import type { HandlerDeps } from './deps.js';

const EVERY = 60 * 60_000;
/** After Graph did not answer. */
const SOONER = 10 * 60_000;

/** Holds what Entra's own log says our registrations deleted against the journal, every hour. Never fails: it comes again. */
export async function reconcile(deps: HandlerDeps, { generation }: EffectOf<'reconcile'>): Promise<Outcome> {
  const { store, clock, log } = deps;
  const row = await store.read('reconciliation', 'entra');
  // A later start has begun its own.
  if (row?.value.generation !== generation) return 'done';
  const now = clock.now();
  const from = readFrom(row.value, now);
  const deletes = await read(deps, from);
  if (deletes === undefined) return { again: now + SOONER };
  if (deletes === 'refused') {
    log.warn({}, `deletes by a stolen credential would not be noticed: ${WHY_REFUSED}`);
    return { again: now + EVERY };
  }
  const known = new Set(row.value.alarmed.map(({ id }) => id));
  const fresh = deletes.filter(({ id }) => !known.has(id));
  const work = await workOn(
    store,
    fresh.map(({ userId }) => userId),
    now,
  );
  const found = unexplained(fresh, work);
  if (!(await noteCheck(store, deps.policyHash, row, { deletes: found, from, at: now }))) return { again: now };
  if (found.length > 0)
    log.error(
      { records: found.map(({ id }) => id) },
      'Entra’s log holds deletes by our registration that are not in the journal',
    );
  return { again: now + EVERY };
}

async function read({ deletes, log }: HandlerDeps, from: Instant) {
  try {
    return await deletes.since(from);
  } catch (error) {
    log.warn({ err: error }, 'Entra’s audit log could not be read; it is tried again');
    return undefined;
  }
}
