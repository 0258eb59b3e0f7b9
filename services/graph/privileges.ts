import { z } from 'zod';
import type { Directory, Privileges } from '../../core/ports.js';
import { LoggableError } from '../log.js';
import type { Graph } from './client.js';
import { GraphError, orUndefined } from './graphError.js';
import { path, quoted } from './path.js';

export interface OwnRegistrations {
  /** Client ids of the bot's and of the resetting registration. */
  readonly clientIds: readonly string[];
  readonly now: () => number;
}

/** The directory answered, and left out what decides. */
export class DirectoryHiddenError extends LoggableError {
  override readonly name = 'DirectoryHiddenError';
}

/** Owners change rarely, and asking costs two calls per registration. */
const OWNERS_KEPT = 5 * 60 * 1000;
const GROUPS_AT_ONCE = 4;

const withId = z.object({ id: z.string() });
const roleHeld = z.object({ roleDefinitionId: z.string() });
const membership = z.object({
  '@odata.type': z.string(),
  id: z.string(),
  isAssignableToRole: z.boolean().nullish(),
  securityEnabled: z.boolean().nullish(),
  roleTemplateId: z.string().nullish(),
});
const eligibility = z.object({ groupId: z.string() });
type Membership = z.infer<typeof membership>;

/**
 * What makes a person powerful: roles held directly, through groups, or eligible; role-assignable groups; groups they
 * may activate; owning this bot. Throws when any of it could not be read: the caller counts that as privileged.
 */
export function createPrivileges(graph: Graph, own: OwnRegistrations): Directory['privileges'] {
  const owners = ownersOf(graph, own);

  return async (personId): Promise<Privileges> => {
    const [memberships, ownRoles, eligibleGroups, ownerIds] = await Promise.all([
      graph.list(path`/users/${personId}/transitiveMemberOf?$select=${MEMBERSHIP_FIELDS}&$top=999`),
      rolesOf(graph, personId),
      eligibleGroupsOf(graph, personId),
      owners(),
    ]);
    const read = z.array(membership).parse(memberships);
    const groups = read.filter(isRoleAssignable).map(({ id }) => id);
    const roles = new Set([...ownRoles, ...read.flatMap(roleTemplate)]);
    for (let at = 0; at < groups.length; at += GROUPS_AT_ONCE) {
      const some = await Promise.all(groups.slice(at, at + GROUPS_AT_ONCE).map((group) => rolesOf(graph, group)));
      for (const role of some.flat()) roles.add(role);
    }
    return {
      roles: [...roles],
      roleAssignableGroups: groups,
      eligibleGroups,
      ownsRegistration: ownerIds.has(personId.toLowerCase()),
    };
  };
}

const MEMBERSHIP_FIELDS = 'id,isAssignableToRole,securityEnabled,roleTemplateId';

function isRoleAssignable(entry: Membership): boolean {
  if (!entry['@odata.type'].endsWith('.group')) return false;
  // Without the permission Graph lists a group's id with every field null, instead of refusing.
  if (entry.securityEnabled == null)
    throw new DirectoryHiddenError('Graph hides the fields of groups; grant GroupMember.Read.All to the application');
  return entry.isAssignableToRole === true;
}

function roleTemplate(entry: Membership): readonly string[] {
  if (!entry['@odata.type'].endsWith('.directoryRole')) return [];
  if (entry.roleTemplateId == null)
    throw new DirectoryHiddenError(
      'Graph hides the fields of directory roles; grant RoleManagement.Read.Directory to the application',
    );
  return [entry.roleTemplateId];
}

/** Assigned to this principal itself, or it may be activated. Built-in roles' ids are their template ids. */
async function rolesOf(graph: Graph, principalId: string): Promise<readonly string[]> {
  const filter = `principalId eq '${quoted(principalId)}'`;
  const held = await Promise.all([
    graph.list(path`/roleManagement/directory/roleAssignments?$filter=${filter}`),
    graph.list(path`/roleManagement/directory/roleEligibilityScheduleInstances?$filter=${filter}`).catch(noLicence),
  ]);
  return z
    .array(roleHeld)
    .parse(held.flat())
    .map((role) => role.roleDefinitionId);
}

/** PIM for Groups: what they may make themselves a member or an owner of (ADR 0020). */
async function eligibleGroupsOf(graph: Graph, personId: string): Promise<readonly string[]> {
  const filter = `principalId eq '${quoted(personId)}'`;
  const listed = await graph
    .list(path`/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances?$filter=${filter}`)
    .catch(noLicence);
  return [
    ...new Set(
      z
        .array(eligibility)
        .parse(listed)
        .map(({ groupId }) => groupId),
    ),
  ];
}

/** A tenant without Entra ID P2 has nothing that is eligible; Graph says so by an error. */
function noLicence(error: unknown): readonly unknown[] {
  if (error instanceof GraphError && error.status === 400 && error.code === 'AadPremiumLicenseRequired') return [];
  throw error;
}

function ownersOf(graph: Graph, { clientIds, now }: OwnRegistrations): () => Promise<ReadonlySet<string>> {
  let kept: { readonly until: number; readonly ids: ReadonlySet<string> } | undefined;

  async function read(): Promise<ReadonlySet<string>> {
    const lists = await Promise.all(
      [...new Set(clientIds)].flatMap((clientId) => [
        // A managed identity has a service principal and no application: what is not there has no owners.
        orUndefined(graph.list(path`/applications(appId='${clientId}')/owners?$select=id`)),
        orUndefined(graph.list(path`/servicePrincipals(appId='${clientId}')/owners?$select=id`)),
      ]),
    );
    const ids = z.array(withId).parse(lists.flatMap((list) => list ?? []));
    return new Set(ids.map(({ id }) => id.toLowerCase()));
  }

  return async () => {
    if (kept === undefined || now() >= kept.until) kept = { until: now() + OWNERS_KEPT, ids: await read() };
    return kept.ids;
  };
}
