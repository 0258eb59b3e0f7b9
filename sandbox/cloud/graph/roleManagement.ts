import type { Answer, Call } from '../http/call.js';
import { roleDefinitions } from '../directory/roles.js';
import type { JsonObject } from '../json.js';
import { memberOf } from './bodies.js';
import type { GraphContext, Operation } from './context.js';
import { badRequest, notFound } from './graphError.js';
import { readEligibility, readRoles } from './permissions.js';
import { queried } from './query.js';

/** Directory roles: definitions, active assignments, eligible ones. All of them direct: groups stand for themselves. */
export function roleOperations(context: GraphContext): readonly Operation[] {
  const root = 'roleManagement/directory';
  return [
    {
      method: 'GET',
      path: `${root}/roleDefinitions`,
      roles: readRoles,
      handle: (call) => listDefinitions(call, context),
    },
    {
      method: 'GET',
      path: `${root}/roleDefinitions/:id`,
      roles: readRoles,
      handle: (call) => getDefinition(call, context),
    },
    {
      method: 'GET',
      path: `${root}/roleAssignments`,
      roles: readRoles,
      handle: (call) => listAssignments(call, context),
    },
    {
      method: 'GET',
      path: `${root}/roleEligibilityScheduleInstances`,
      roles: readEligibility,
      handle: (call) => listEligibilities(call, context),
    },
  ];
}

const definitionBodies: readonly JsonObject[] = roleDefinitions.map((role) => ({
  id: role.id,
  description: role.description,
  displayName: role.displayName,
  isBuiltIn: true,
  isEnabled: true,
  resourceScopes: ['/'],
  templateId: role.id,
  version: '1',
  rolePermissions: [],
}));

function listDefinitions(call: Call, context: GraphContext): Answer {
  return queried(call, definitionBodies, {
    type: 'unifiedRoleDefinition',
    base: context.base(call),
    context: 'roleManagement/directory/roleDefinitions',
    filterable: ['id', 'displayName', 'templateId', 'isBuiltIn'],
  });
}

function getDefinition(call: Call, context: GraphContext): Answer {
  const body = definitionBodies.find((role) => role.id === call.params.id);
  if (!body) throw notFound(call.params.id ?? '');
  return {
    status: 200,
    body: {
      '@odata.context': `${context.base(call)}/$metadata#roleManagement/directory/roleDefinitions/$entity`,
      ...body,
    },
  };
}

function listAssignments(call: Call, context: GraphContext): Answer {
  const { assignments } = context.directory.roles;
  return queried(
    call,
    assignments.map(({ ...body }) => body),
    {
      type: 'unifiedRoleAssignment',
      base: context.base(call),
      context: 'roleManagement/directory/roleAssignments',
      filterable: ['principalId', 'roleDefinitionId', 'directoryScopeId'],
      expand: expansion(call, context),
    },
  );
}

function listEligibilities(call: Call, context: GraphContext): Answer {
  const bodies = context.directory.roles.eligibilities.map((one) => ({
    ...one,
    appScopeId: null,
    memberType: 'Direct',
    roleEligibilityScheduleId: `schedule-${one.id}`,
  }));
  return queried(call, bodies, {
    type: 'unifiedRoleEligibilityScheduleInstance',
    base: context.base(call),
    context: 'roleManagement/directory/roleEligibilityScheduleInstances',
    filterable: ['principalId', 'roleDefinitionId', 'directoryScopeId'],
    expand: expansion(call, context),
  });
}

/** `$expand=roleDefinition` and/or `principal`. */
function expansion(call: Call, { directory }: GraphContext): (body: JsonObject) => JsonObject {
  const wanted = (call.query.get('$expand') ?? '')
    .split(',')
    .map((name) => name.trim().replace(/\(.*\)$/, ''))
    .filter(Boolean);
  const other = wanted.find((name) => name !== 'roleDefinition' && name !== 'principal');
  if (other !== undefined) throw badRequest(`Parsing OData Select and Expand failed: '${other}' cannot be expanded.`);
  return (body) => {
    const principal = memberOf(directory, String(body.principalId));
    return {
      ...(wanted.includes('roleDefinition')
        ? { roleDefinition: definitionBodies.find((role) => role.id === body.roleDefinitionId) ?? null }
        : {}),
      ...(wanted.includes('principal') && principal
        ? { principal: { '@odata.type': `#microsoft.graph.${principal.type}`, ...principal.body } }
        : {}),
    };
  };
}
