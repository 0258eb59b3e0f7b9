import { SYSTEM, type JournalEntry } from './command.js';
import type { Effect } from './effects.js';
import type { Clock, LoggedDelete } from './ports.js';
import type { Store } from './store.js';
import type { Instant } from './request.js';
import { workOf, type ResetWork } from './unexplained.js';
import type { Reconciliation } from './rows.js';

/** The log is minutes late, seldom hours: what came in since is found by the next look. */
const OVERLAP = 6 * 60 * 60_000;
/** No longer than the shortest log is kept. */
const LONGEST = 7 * 24 * 60 * 60_000;
/** Users a notice names; the others are counted, and all of them are in the journal. */
const NAMED = 10;

/**
 * Makes the looks begin anew with a start, the first at once; those of the start before end. What was deleted before
 * the service was ever started is not its to explain.
 */
export async function beginReconciling(deps: { store: Store; clock: Clock }): Promise<void> {
  const { store, clock } = deps;
  const row = await store.read('reconciliation', 'entra');
  const at = clock.now();
  const before: Omit<Reconciliation, 'generation'> = row?.value ?? { begunAt: at, checkedTo: at, alarmed: [] };
  const generation = (row?.value.generation ?? 0) + 1;
  const result = await store.commit({
    writes: [
      { kind: 'reconciliation', key: 'entra', expectedVersion: row?.version ?? 0, value: { ...before, generation } },
    ],
    effects: [{ kind: 'reconcile', key: `reconcile:${generation}`, dueAt: at, requestId: undefined, generation }],
  });
  if (!result.ok) await beginReconciling(deps);
}

/** From when on the log is to be read. */
export function readFrom({ begunAt, checkedTo }: Reconciliation, now: Instant): Instant {
  return Math.max(begunAt, Math.min(checkedTo, now) - OVERLAP, now - LONGEST);
}

/** What the journal says of the resets of these users. */
export async function workOn(store: Store, userIds: readonly string[], now: Instant): Promise<readonly ResetWork[]> {
  const work: ResetWork[] = [];
  for (const userId of new Set(userIds))
    for (const { key } of await store.find('request', `target:${userId}`)) {
      const entries: JournalEntry[] = [];
      for await (const entry of store.history(key)) entries.push(entry);
      work.push(...workOf(entries, now));
    }
  return work;
}

/**
 * Writes down that the log was checked, and raises the alarm for what nothing explains, once for each record: an entry
 * of the journal each, and one notice to IT and to security. False when another instance was faster.
 */
export async function noteCheck(
  store: Store,
  policy: string,
  row: { readonly version: number; readonly value: Reconciliation },
  found: { readonly deletes: readonly LoggedDelete[]; readonly from: Instant; readonly at: Instant },
): Promise<boolean> {
  const { deletes, from, at } = found;
  const kept = row.value.alarmed.filter((each) => each.at >= from - OVERLAP);
  const alarmed = [...kept, ...deletes.map((each) => ({ id: each.id, at: each.at }))];
  const result = await store.commit({
    writes: [
      {
        kind: 'reconciliation',
        key: 'entra',
        expectedVersion: row.version,
        value: { ...row.value, checkedTo: at, alarmed },
      },
    ],
    entries: deletes.map((each) => entryOf(each, policy, at)),
    effects: deletes.length === 0 ? [] : noticesOf(deletes, at),
  });
  return result.ok;
}

function entryOf({ id, userId, activity, at: deletedAt }: LoggedDelete, policy: string, at: Instant): JournalEntry {
  const data = { target: userId, record: id, activity, deletedAt: new Date(deletedAt).toISOString() };
  return { event: 'deleteUnexplained', at, by: SYSTEM.id, policy, data };
}

function noticesOf(deletes: readonly LoggedDelete[], at: Instant): readonly Effect[] {
  const users = [...new Set(deletes.map(({ userId }) => userId))];
  const about = {
    deletedOf: users.slice(0, NAMED),
    users: users.length,
    deletes: deletes.length,
    firstAt: Math.min(...deletes.map((each) => each.at)),
  };
  return (['it', 'security'] as const).map((group) => ({
    kind: 'tell',
    key: `tell:deleteUnexplained:${group}:${at}:${deletes[0]?.id ?? ''}`,
    dueAt: at,
    requestId: undefined,
    to: { group },
    notice: 'deleteUnexplained',
    about,
  }));
}
