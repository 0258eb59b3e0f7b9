import type { Group } from '../directory/groups.js';
import type { Person } from '../directory/person.js';
import { roleDefinitions, type RoleDefinition } from '../directory/roles.js';
import { type JsonObject, omit } from '../json.js';
import type { Directory } from '../directory/directory.js';
import { propertiesOf } from './select.js';

export const userDefaults = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
] as const;

/** Everything Graph knows about a person. */
export function userBody(person: Person): JsonObject {
  const known = new Set(propertiesOf('user'));
  const body: JsonObject = { ...person, proxyAddresses: person.mail === null ? [] : [`SMTP:${person.mail}`] };
  return Object.fromEntries(Object.entries(body).filter(([name]) => known.has(name)));
}

export function groupBody(group: Group): JsonObject {
  return {
    ...omit({ ...group }, 'members', 'owners'),
    deletedDateTime: null,
    membershipRuleProcessingState: group.membershipRule === null ? null : 'On',
    visibility: null,
  };
}

export function directoryRoleBody(role: RoleDefinition): JsonObject {
  return {
    id: role.directoryRoleId,
    deletedDateTime: null,
    description: role.description,
    displayName: role.displayName,
    roleTemplateId: role.id,
  };
}

/** The roles a principal holds actively, directly or through the groups it is in. */
export function activeRoles(directory: Directory, principalIds: readonly string[]): readonly RoleDefinition[] {
  const held = new Set(
    directory.roles.assignments
      .filter((assignment) => principalIds.includes(assignment.principalId))
      .map((assignment) => assignment.roleDefinitionId),
  );
  return roleDefinitions.filter((role) => held.has(role.id));
}

export type MemberType = 'user' | 'group' | 'directoryRole';

export interface Member {
  readonly type: MemberType;
  readonly body: JsonObject;
}

export function memberOf(directory: Directory, id: string): Member | undefined {
  const person = directory.find(id);
  if (person) return { type: 'user', body: userBody(person) };
  const group = directory.groups.find(id);
  return group ? { type: 'group', body: groupBody(group) } : undefined;
}
