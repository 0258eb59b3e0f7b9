import { SYSTEM, type JournalEntry } from './command.js';
import type { Effect } from './effects.js';
import { beginDigest } from './digest.js';
import type { Policy } from './policy.js';
import type { Clock } from './ports.js';
import type { Store } from './store.js';
import { beginReconciling } from './reconciling.js';

/** What every start begins with. */
export async function begin(deps: { store: Store; clock: Clock; policy: Policy }, policyHash: string): Promise<void> {
  await notePolicy(deps, policyHash);
  await beginReconciling(deps);
  await beginDigest(deps);
}

/**
 * Notes at start which policy is in force. One that differs from the last is journalled and told to IT and
 * security, because whoever can change the policy can change who approves.
 */
export async function notePolicy({ store, clock }: { store: Store; clock: Clock }, policyHash: string): Promise<void> {
  const row = await store.read('service', 'service');
  if (row?.value.policyHash === policyHash) return;
  const at = clock.now();
  const entry: JournalEntry = {
    event: 'policyChanged',
    at,
    by: SYSTEM.id,
    policy: policyHash,
    data: { before: row?.value.policyHash ?? '' },
  };
  const told = (['it', 'security'] as const).map((group): Effect => ({
    kind: 'tell',
    key: `tell:policyChanged:${group}:${at}`,
    dueAt: at,
    requestId: undefined,
    to: { group },
    notice: 'policyChanged',
  }));
  const value = { paused: false, ...row?.value, policyHash };
  const result = await store.commit({
    writes: [{ kind: 'service', key: 'service', expectedVersion: row?.version ?? 0, value }],
    entries: [entry],
    // The first start changes nothing that anybody knew.
    effects: row === undefined ? [] : told,
  });
  if (!result.ok) await notePolicy({ store, clock }, policyHash);
}
