import type { Deps } from './approvals.js';
import type { ExecutionRights, Pool } from './facts.js';
import { nomineeOf } from './nominees.js';
import { poolFor } from './nominate.js';
import { toPerson } from './policy.js';
import type { Instant, Nominee, ResetRequest } from './request.js';
import type { Delegation } from './rows.js';
import type { Store } from './store.js';

type DelegateDeps = Pick<Deps, 'store' | 'directory'>;

/** Whose decisions somebody else makes at that moment. */
export async function delegationOf(store: Store, delegatorId: string, at: Instant): Promise<Delegation | undefined> {
  const delegation = (await store.read('delegation', delegatorId))?.value;
  return delegation !== undefined && delegation.from <= at && at < delegation.until ? delegation : undefined;
}

/**
 * The delegates in the places of those who have one: one hop, never requester, target or somebody who is asked already;
 * then whoever delegated keeps the place. Places of security are kept: a delegate need not be of security.
 */
export async function withDelegates(
  { store, directory }: DelegateDeps,
  nominees: readonly Nominee[],
  at: Instant,
  parties: { readonly requesterId: string; readonly targetId: string },
): Promise<readonly Nominee[]> {
  const taken = new Set([parties.requesterId, parties.targetId, ...nominees.map(({ person }) => person.id)]);
  const places: Nominee[] = [];
  for (const nominee of nominees) {
    const delegate = nominee.by === 'security' ? undefined : await delegateOf({ store, directory }, nominee, at);
    const free = delegate !== undefined && !taken.has(delegate.person.id);
    places.push(free ? delegate : nominee);
    if (free) taken.add(delegate.person.id);
  }
  return places;
}

/** Everybody a request may still be given to now, delegates in the places of those they decide for. */
export async function currentPool(
  deps: DelegateDeps & Pick<Deps, 'policy'>,
  request: ResetRequest,
  at: Instant,
): Promise<Pool> {
  const { rule, backups } = await poolFor(deps.directory, deps.policy, request);
  const parties = { requesterId: request.requester.id, targetId: request.target.id };
  return {
    rule: await withDelegates(deps, rule, at, parties),
    backups: await withDelegates(deps, backups, at, parties),
  };
}

/** Whether this nominee decided for somebody at that moment; true for who has a place of their own. */
export async function mayDecideFor(store: Store, nominee: Nominee | undefined, at: Instant): Promise<boolean> {
  if (nominee?.for === undefined) return true;
  const delegation = await delegationOf(store, nominee.for.person.id, at);
  return delegation?.to.id === nominee.person.id;
}

/** An approval counts that was given while its delegation ran. */
export async function withoutFormerDelegates(
  store: Store,
  request: ResetRequest,
  rights: ExecutionRights,
): Promise<ExecutionRights> {
  const approvers = await Promise.all(
    rights.approvers.map(async (standing) => {
      const at = request.approvals.find(({ by }) => by.id === standing.id)?.at ?? 0;
      const counts = await mayDecideFor(store, nomineeOf(request, standing.id), at);
      return counts ? standing : { ...standing, eligible: false };
    }),
  );
  return { ...rights, approvers };
}

async function delegateOf(
  { store, directory }: DelegateDeps,
  nominee: Nominee,
  at: Instant,
): Promise<Nominee | undefined> {
  if (nominee.for !== undefined) return undefined;
  const delegation = await delegationOf(store, nominee.person.id, at);
  const found = delegation && (await directory.person(delegation.to.id));
  if (found?.enabled !== true || found.guest) return undefined;
  const { person, by, groupId } = nominee;
  return { person: toPerson(found), by: 'delegate', for: { person, by }, ...(groupId !== undefined && { groupId }) };
}
