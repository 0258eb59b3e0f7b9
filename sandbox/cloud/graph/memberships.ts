import { type Answer, type Call, jsonBody } from '../http/call.js';
import { isObject, type JsonObject, listOf } from '../json.js';
import {
  activeRoles,
  directoryRoleBody,
  groupBody,
  type Member,
  memberOf,
  type MemberType,
  userDefaults,
} from './bodies.js';
import { type GraphContext, type Operation, personIn } from './context.js';
import { badRequest, GraphError, notFound } from './graphError.js';
import { checkMemberships, opens, readGroups, readMemberships, readRoles, readUsers } from './permissions.js';
import { queried } from './query.js';
import { project, selected, type TypeName } from './select.js';

/** Who is in what, from both ends: users' memberships, groups' members and owners. */
export function membershipOperations(context: GraphContext): readonly Operation[] {
  const casts = ['user', 'group', 'directoryRole'] as const;
  const withCasts = (
    path: string,
    roles: Operation['roles'],
    members: (call: Call) => readonly Member[],
  ): Operation[] => [
    { method: 'GET', path, roles, handle: (call) => listMembers(call, context, members(call)) },
    ...casts.map((type) => ({
      method: 'GET',
      path: `${path}/microsoft.graph.${type}`,
      roles,
      handle: (call: Call) => listMembers(call, context, members(call), type),
    })),
  ];
  return [
    ...withCasts('users/:id/memberOf', readMemberships, (call) =>
      membershipsOf(personIn(call, context).id, context, false),
    ),
    ...withCasts('users/:id/transitiveMemberOf', readMemberships, (call) =>
      membershipsOf(personIn(call, context).id, context, true),
    ),
    {
      method: 'POST',
      path: 'users/:id/checkMemberGroups',
      roles: checkMemberships,
      handle: (call) => checkMemberGroups(call, context),
    },
    {
      method: 'POST',
      path: 'users/:id/getMemberGroups',
      roles: checkMemberships,
      handle: (call) => getMemberGroups(call, context),
    },
    { method: 'GET', path: 'groups', roles: readGroups, handle: (call) => listGroups(call, context) },
    { method: 'GET', path: 'groups/:id', roles: readGroups, handle: (call) => getGroup(call, context) },
    ...withCasts('groups/:id/members', readGroups, (call) => among([...groupIn(call, context).members], context)),
    ...withCasts('groups/:id/transitiveMembers', readGroups, (call) =>
      among(context.directory.groups.membersTransitively(groupIn(call, context).id), context),
    ),
    ...withCasts('groups/:id/owners', readGroups, (call) => among([...groupIn(call, context).owners], context)),
  ];
}

function groupIn(call: Call, { directory }: GraphContext) {
  const id = call.params.id ?? '';
  const group = directory.groups.find(id);
  if (!group) throw notFound(id);
  return group;
}

function membershipsOf(id: string, { directory }: GraphContext, transitive: boolean): readonly Member[] {
  const groups = transitive ? directory.groups.holdingTransitively(id) : directory.groups.holding(id);
  const principals = transitive ? [id, ...groups.map((group) => group.id)] : [id];
  return [
    ...groups.map((group): Member => ({ type: 'group', body: groupBody(group) })),
    ...activeRoles(directory, principals).map((role): Member => ({
      type: 'directoryRole',
      body: directoryRoleBody(role),
    })),
  ];
}

function among(ids: readonly string[], { directory }: GraphContext): readonly Member[] {
  return ids.map((id) => memberOf(directory, id)).filter((member) => member !== undefined);
}

/**
 * A collection of directory objects. Without a cast each says its type, and `$select` may name what any of them has;
 * what the caller may not read of a type comes with its id and null for the rest.
 */
export function listMembers(call: Call, context: GraphContext, members: readonly Member[], cast?: MemberType): Answer {
  const select = call.query.get('$select');
  const bodies = members
    .filter((member) => cast === undefined || member.type === cast)
    .map((member) => shown(call, member, select));
  const plain = new URLSearchParams(call.query);
  plain.delete('$select');
  return queried(
    { ...call, query: plain },
    bodies.map(({ body }) => body),
    {
      type: cast ?? 'directoryObject',
      base: context.base(call),
      context: `${cast === undefined ? 'directoryObjects' : `${cast}s`}${select === null ? '' : `(${select})`}`,
      filterable: ['id', 'displayName', 'isAssignableToRole', 'securityEnabled', 'accountEnabled', 'userType'],
      directory: true,
      mark: (body) => ({ '@odata.type': body['@odata.type'] }),
    },
  );
}

function shown(call: Call, member: Member, select: string | null): Member {
  const mark = { '@odata.type': `#microsoft.graph.${member.type}` };
  const names = select === null ? defaultsOf(member) : selectedOn(member.type, select);
  const isReadable = opens(call.roles ?? [], readableBy[member.type]);
  return { ...member, body: { ...mark, ...project(isReadable ? member.body : { id: member.body.id }, names) } };
}

const readableBy: Record<MemberType, readonly string[]> = {
  user: readUsers,
  group: readGroups,
  directoryRole: readRoles,
};

function defaultsOf(member: Member): readonly string[] {
  return member.type === 'user' ? userDefaults : Object.keys(member.body);
}

/** On a mixed collection a name need only fit one of the types. */
function selectedOn(type: MemberType, select: string): readonly string[] {
  const types: readonly TypeName[] = ['user', 'group', 'directoryRole'];
  return select.split(',').flatMap((name) => {
    try {
      return [...selected(type, name)];
    } catch (error) {
      const fits = types.some((other) => {
        try {
          return selected(other, name).length > 0;
        } catch {
          return false;
        }
      });
      if (fits) return [];
      throw error;
    }
  });
}

function checkMemberGroups(call: Call, context: GraphContext): Answer {
  const { id } = personIn(call, context);
  const ids = listOf(bodyOf(call).groupIds);
  if (ids.length === 0 || ids.some((one) => typeof one !== 'string'))
    throw new GraphError(400, 'Request_BadRequest', "The parameter 'groupIds' is missing or no collection of strings.");
  if (ids.length > 20) throw new GraphError(400, 'Request_BadRequest', 'The number of group ids must not exceed 20.');
  const held = new Set(context.directory.groups.holdingTransitively(id).map((group) => group.id));
  return values(
    call,
    context,
    ids.filter((one) => held.has(String(one))),
  );
}

function getMemberGroups(call: Call, context: GraphContext): Answer {
  const { id } = personIn(call, context);
  const { securityEnabledOnly } = bodyOf(call);
  if (typeof securityEnabledOnly !== 'boolean')
    throw new GraphError(400, 'Request_BadRequest', "The parameter 'securityEnabledOnly' is missing.");
  const groups = context.directory.groups
    .holdingTransitively(id)
    .filter((group) => !securityEnabledOnly || group.securityEnabled);
  return values(
    call,
    context,
    groups.map((group) => group.id),
  );
}

function values(call: Call, context: GraphContext, value: readonly unknown[]): Answer {
  return { status: 200, body: { '@odata.context': `${context.base(call)}/$metadata#Collection(Edm.String)`, value } };
}

function bodyOf(call: Call): JsonObject {
  const body = jsonBody(call);
  if (!isObject(body)) throw badRequest('The request body is not JSON.');
  return body;
}

function listGroups(call: Call, context: GraphContext): Answer {
  return queried(call, context.directory.groups.all.map(groupBody), {
    type: 'group',
    base: context.base(call),
    context: 'groups',
    filterable: ['id', 'displayName', 'mail', 'mailNickname', 'securityEnabled', 'isAssignableToRole', 'groupTypes'],
    searchable: true,
    sortable: ['displayName'],
    directory: true,
  });
}

function getGroup(call: Call, context: GraphContext): Answer {
  const body = groupBody(groupIn(call, context));
  const select = call.query.get('$select');
  return {
    status: 200,
    body: {
      '@odata.context': `${context.base(call)}/$metadata#groups${select === null ? '' : `(${select})`}/$entity`,
      ...(select === null ? body : project(body, selected('group', select))),
    },
  };
}
