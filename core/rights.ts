import type { ApproverStanding, ContainRights, ExecutionRights, TapRights, TargetStanding } from './facts.js';
import { nomineeOf } from './nominees.js';
import { groupsOf, stillEligible } from './nominate.js';
import { privilegeReasons, type Policy } from './policy.js';
import type { Directory } from './ports.js';
import type { Instant, ResetRequest } from './request.js';
import { CHANGE_WINDOW, warningsNow } from './risks.js';

/** What `approve` and `reject` are decided on, read from the directory. Throws where it does not answer. */
export async function readTapRights(
  directory: Directory,
  policy: Policy,
  request: ResetRequest,
  approverId: string,
): Promise<TapRights> {
  const [approver, target] = await Promise.all([
    approverStanding(directory, policy, request, approverId),
    targetStanding(directory, policy, request.target.id),
  ]);
  return { approver, target };
}

/** The check before the first DELETE: everybody who approved, and the target, as they are now. */
export async function readExecutionRights(
  directory: Directory,
  policy: Policy,
  request: ResetRequest,
  now: Instant,
): Promise<ExecutionRights> {
  const { id } = request.target;
  const described = directory.person(id);
  const [target, person, changed, ...approvers] = await Promise.all([
    targetStanding(directory, policy, id, described),
    described,
    directory.recentChanges(id, now - CHANGE_WINDOW),
    ...request.approvals.map(({ by }) => approverStanding(directory, policy, request, by.id)),
  ]);
  return { target, approvers, warnings: warningsNow(now, person, changed) };
}

/** The check before the first write of a containment: whoever ordered it, as they are now. Throws without an answer. */
export async function readContainRights(
  directory: Directory,
  policy: Policy,
  personId: string,
): Promise<ContainRights> {
  const { itGroup, securityGroup } = policy;
  const groups = [itGroup, securityGroup].filter((group) => group !== null);
  const [person, among] = await Promise.all([directory.person(personId), directory.groupsAmong(personId, groups)]);
  return {
    id: personId,
    enabled: person?.enabled === true,
    it: itGroup !== null && among.includes(itGroup),
    security: securityGroup !== null && among.includes(securityGroup),
  };
}

async function approverStanding(
  directory: Directory,
  policy: Policy,
  request: ResetRequest,
  id: string,
): Promise<ApproverStanding> {
  const nominee = nomineeOf(request, id);
  const { securityGroup } = policy;
  const [person, eligible, security] = await Promise.all([
    directory.person(id),
    nominee !== undefined && stillEligible(directory, policy, nominee, request.target.id),
    securityGroup !== null &&
      directory.groupsAmong(id, [securityGroup]).then((groups) => groups.includes(securityGroup)),
  ]);
  return { id, enabled: person?.enabled === true && !person.guest, eligible, security };
}

async function targetStanding(
  directory: Directory,
  policy: Policy,
  id: string,
  described = directory.person(id),
): Promise<TargetStanding> {
  const [person, privileges] = await Promise.all([described, readPrivileges(directory, policy, id)]);
  return { enabled: person?.enabled === true, guest: person?.guest === true, privileges };
}

/** Why the account is powerful. A look-up of roles that fails is a reason of its own. */
export async function readPrivileges(
  directory: Directory,
  policy: Policy,
  id: string,
  groups?: Promise<readonly string[]>,
): Promise<readonly string[]> {
  const [inGroups, privileges] = await Promise.all([
    groups ?? groupsOf(directory, policy, id),
    directory.privileges(id).catch(() => 'unknown' as const),
  ]);
  return privilegeReasons(policy, id, inGroups, privileges);
}
