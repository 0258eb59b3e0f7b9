import type { Pool } from './facts.js';
import type { Directory, DirectoryPerson } from './ports.js';
import {
  approverSource,
  MAX_NOMINEES,
  policyGroups,
  toPerson,
  withoutParties,
  type ApproverSource,
  type Policy,
} from './policy.js';
import type { NominatedBy, Nominee, ResetRequest } from './request.js';

/** Who decides about `target`, by the policy's rules; never requester or target, and nobody who can't sign in. */
export async function nominate(
  directory: Directory,
  policy: Policy,
  asked: { requesterId: string; target: DirectoryPerson; targetGroups: readonly string[]; privileged: boolean },
): Promise<readonly Nominee[]> {
  const { requesterId, target, targetGroups, privileged } = asked;
  const keep = (found: readonly Nominee[]): readonly Nominee[] => withoutParties(found, requesterId, target.id);
  let nominees = keep(await fromSource(directory, target.id, approverSource(policy, target, targetGroups)));
  for (const instead of policy.ifExcluded) {
    if (nominees.length > 0) break;
    nominees = keep(
      instead === 'managersManager'
        ? await managersManager(directory, target.id)
        : await fromSource(directory, target.id, policy.backup, 'backup'),
    );
  }
  if (!privileged || policy.securityGroup === null) return nominees;
  // As security first: somebody may be both, and it is as security that they are needed.
  const security = keep(await fromGroup(directory, policy.securityGroup, 'security'));
  const others = nominees.filter(({ person }) => !security.some((member) => member.person.id === person.id));
  return [...others, ...security];
}

/** More than these and somebody will be there: their mailboxes are not asked. */
const FEW = 4;

/**
 * The backup as well, at once, where somebody's mailbox says that they are out of office: beside them, never instead.
 * Security's places are not looked at: they are filled from a group.
 */
export async function withStandIns(
  directory: Directory,
  policy: Policy,
  nominees: readonly Nominee[],
  parties: { readonly requesterId: string; readonly targetId: string },
): Promise<readonly Nominee[]> {
  const asked = nominees.filter(({ by }) => by !== 'security');
  if (asked.length > FEW) return nominees;
  const away = new Set<string>();
  await Promise.all(
    asked.map(async ({ person: { id } }) => {
      if (await directory.isAway(id)) away.add(id);
    }),
  );
  if (away.size === 0) return nominees;
  const standIns = (await backups(directory, policy, parties))
    .filter(({ person }) => !nominees.some((known) => known.person.id === person.id))
    .map((nominee) => ({ ...nominee, standIn: true as const }));
  return [
    ...nominees.map((nominee) => (away.has(nominee.person.id) ? { ...nominee, away: true as const } : nominee)),
    ...standIns,
  ];
}

/** Everybody a request may still be given to, read now: nobody names their own approver. */
export async function poolFor(directory: Directory, policy: Policy, request: ResetRequest): Promise<Pool> {
  const target = await directory.person(request.target.id);
  if (target === undefined) return { rule: [], backups: [] };
  const targetGroups = await groupsOf(directory, policy, target.id);
  const asked = { requesterId: request.requester.id, target, targetGroups, privileged: request.approvalsNeeded === 2 };
  const parties = { requesterId: request.requester.id, targetId: target.id };
  const [rule, others] = await Promise.all([nominate(directory, policy, asked), backups(directory, policy, parties)]);
  return { rule, backups: others };
}

/** Whom escalation adds: the policy's backup, or the manager's manager. */
async function backups(
  directory: Directory,
  policy: Policy,
  { requesterId, targetId }: { readonly requesterId: string; readonly targetId: string },
): Promise<readonly Nominee[]> {
  const found =
    policy.backup === null
      ? await managersManager(directory, targetId)
      : await fromSource(directory, targetId, policy.backup, 'backup');
  return withoutParties(found, requesterId, targetId);
}

/** Whether somebody is still what they were nominated as. */
export async function stillEligible(
  directory: Directory,
  policy: Policy,
  nominee: Nominee,
  targetId: string,
): Promise<boolean> {
  const { person, by, groupId } = nominee;
  if (nominee.for !== undefined) {
    // A delegate has no right but the one they were lent.
    const delegator = { ...nominee.for, groupId };
    const lender = await directory.person(delegator.person.id);
    return lender?.enabled === true && stillEligible(directory, policy, delegator, targetId);
  }
  if (groupId !== undefined)
    return (
      policyGroups(policy).includes(groupId) && (await directory.groupsAmong(person.id, [groupId])).includes(groupId)
    );
  switch (by) {
    case 'manager':
      return (await directory.manager(targetId))?.id === person.id;
    case 'managersManager': {
      const manager = await directory.manager(targetId);
      return manager !== undefined && (await directory.manager(manager.id))?.id === person.id;
    }
    case 'named':
    case 'backup': {
      const sources = [...policy.approvers.map(({ ask }) => ask), policy.backup];
      return sources.some(
        (source) =>
          typeof source === 'object' && source !== null && 'users' in source && source.users.includes(person.id),
      );
    }
    case 'group':
    case 'security':
    case 'delegate':
      // Without the group that made them eligible nothing vouches for them any more.
      return false;
  }
}

async function fromSource(
  directory: Directory,
  targetId: string,
  source: ApproverSource | null,
  as?: NominatedBy,
): Promise<readonly Nominee[]> {
  if (source === null) return [];
  if (source === 'manager') return nomineesOf([await directory.manager(targetId)], 'manager');
  if ('group' in source) return fromGroup(directory, source.group, as ?? 'group');
  return nomineesOf(
    await Promise.all(source.users.slice(0, MAX_NOMINEES).map((id) => directory.person(id))),
    as ?? 'named',
  );
}

async function fromGroup(directory: Directory, groupId: string, by: NominatedBy): Promise<readonly Nominee[]> {
  const people = await directory.members(groupId, MAX_NOMINEES);
  return nomineesOf(people, by).map((nominee) => ({ ...nominee, groupId }));
}

async function managersManager(directory: Directory, targetId: string): Promise<readonly Nominee[]> {
  const manager = await directory.manager(targetId);
  return manager === undefined ? [] : nomineesOf([await directory.manager(manager.id)], 'managersManager');
}

function nomineesOf(people: readonly (DirectoryPerson | undefined)[], by: NominatedBy): readonly Nominee[] {
  return people.flatMap((person) =>
    person === undefined || !person.enabled || person.guest ? [] : [{ person: toPerson(person), by }],
  );
}

/** Which of the policy's groups somebody is in. */
export async function groupsOf(directory: Directory, policy: Policy, id: string): Promise<readonly string[]> {
  const asked = policyGroups(policy);
  return asked.length === 0 ? [] : directory.groupsAmong(id, asked);
}
