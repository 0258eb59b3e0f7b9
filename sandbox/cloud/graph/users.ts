import type { Answer, Call } from '../http/call.js';
import { jsonBody } from '../http/call.js';
import { isObject, type JsonObject } from '../json.js';
import { userBody, userDefaults } from './bodies.js';
import { type GraphContext, type Operation, personIn } from './context.js';
import { badRequest, GraphError } from './graphError.js';
import { changeUsers, readUsers, revokeSessions } from './permissions.js';
import { queried } from './query.js';
import { project, selected, selection } from './select.js';

const filterable = [
  'id',
  'accountEnabled',
  'city',
  'companyName',
  'country',
  'createdDateTime',
  'department',
  'displayName',
  'employeeId',
  'givenName',
  'jobTitle',
  'mail',
  'mailNickname',
  'mobilePhone',
  'officeLocation',
  'otherMails',
  'preferredLanguage',
  'surname',
  'usageLocation',
  'userPrincipalName',
  'userType',
];

export function userOperations(context: GraphContext): readonly Operation[] {
  return [
    { method: 'GET', path: 'users', roles: readUsers, handle: (call) => listUsers(call, context) },
    { method: 'GET', path: 'users/:id', roles: readUsers, handle: (call) => getUser(call, context) },
    { method: 'PATCH', path: 'users/:id', roles: changeUsers, handle: (call) => patchUser(call, context) },
    { method: 'GET', path: 'users/:id/manager', roles: readUsers, handle: (call) => getManager(call, context) },
    {
      method: 'GET',
      path: 'users/:id/directReports',
      roles: readUsers,
      handle: (call) => directReports(call, context),
    },
    {
      method: 'POST',
      path: 'users/:id/revokeSignInSessions',
      roles: revokeSessions,
      handle: (call) => revoke(call, context),
    },
  ];
}

function listUsers(call: Call, context: GraphContext): Answer {
  return queried(call, context.directory.people.map(userBody), {
    type: 'user',
    base: context.base(call),
    context: 'users',
    defaults: userDefaults,
    filterable,
    searchable: true,
    sortable: ['displayName', 'userPrincipalName', 'createdDateTime'],
    directory: true,
    expand: expansion(call, context),
  });
}

function getUser(call: Call, context: GraphContext): Answer {
  const person = personIn(call, context);
  return entity(call, context, userBody(person), expansion(call, context));
}

function getManager(call: Call, context: GraphContext): Answer {
  const manager = context.directory.managerOf(personIn(call, context).id);
  if (!manager)
    throw new GraphError(
      404,
      'Request_ResourceNotFound',
      "Resource 'manager' does not exist or one of its queried reference-property objects are not present.",
    );
  return entity(
    call,
    context,
    userBody(manager),
    () => ({}),
    { '@odata.type': '#microsoft.graph.user' },
    'directoryObjects',
  );
}

function entity(
  call: Call,
  context: GraphContext,
  body: JsonObject,
  expand: (body: JsonObject) => JsonObject,
  mark: JsonObject = {},
  set = 'users',
): Answer {
  const select = selection('user', call.query);
  const suffix = select ? `(${select.join(',')})` : '';
  return {
    status: 200,
    body: {
      '@odata.context': `${context.base(call)}/$metadata#${set}${suffix}/$entity`,
      ...mark,
      ...project(body, select ?? userDefaults),
      ...expand(body),
    },
  };
}

/** `$expand=manager` or `manager($select=id,displayName)`; nothing is added for somebody without one. */
function expansion(call: Call, context: GraphContext): (body: JsonObject) => JsonObject {
  const text = call.query.get('$expand');
  if (text === null) return () => ({});
  const match = /^manager(?:\((?:\$levels=1;?)?(?:\$select=([\w,\s]+))?\))?$/i.exec(text.trim());
  if (!match)
    throw badRequest(
      `Parsing OData Select and Expand failed: '${text}' cannot be expanded on type 'microsoft.graph.user'.`,
    );
  const properties = match[1] === undefined ? userDefaults : selected('user', match[1]);
  return (body) => {
    const manager = context.directory.managerOf(String(body.id));
    return manager
      ? { manager: { '@odata.type': '#microsoft.graph.user', ...project(userBody(manager), properties) } }
      : {};
  };
}

function directReports(call: Call, context: GraphContext): Answer {
  const { id } = personIn(call, context);
  const reports = context.directory.people.filter((person) => person.managerId === id);
  return queried(call, reports.map(userBody), {
    type: 'user',
    base: context.base(call),
    context: 'directoryObjects',
    defaults: userDefaults,
    mark: () => ({ '@odata.type': '#microsoft.graph.user' }),
  });
}

/** The one change the sandbox takes: blocking and unblocking sign-in. */
function patchUser(call: Call, context: GraphContext): Answer {
  const person = personIn(call, context);
  const body = jsonBody(call);
  if (!isObject(body)) throw badRequest('The request body is not JSON.');
  for (const name of Object.keys(body)) {
    if (name !== 'accountEnabled')
      throw new GraphError(400, 'Request_BadRequest', `The sandbox does not change '${name}'.`);
  }
  if (typeof body.accountEnabled !== 'boolean')
    throw new GraphError(
      400,
      'Request_BadRequest',
      "Invalid value specified for property 'accountEnabled' of resource 'User'.",
    );
  const change = { name: 'AccountEnabled', before: [person.accountEnabled], after: [body.accountEnabled] };
  person.accountEnabled = body.accountEnabled;
  const activity = body.accountEnabled ? 'Enable account' : 'Disable account';
  context.directory.audits.change(activity, person.id, { appId: call.appId ?? '' }, { changes: [change] });
  return { status: 204 };
}

function revoke(call: Call, context: GraphContext): Answer {
  const person = personIn(call, context);
  // Guests sign in at home: the call succeeds and nothing comes of it.
  if (person.userType === 'Member') person.signInSessionsValidFromDateTime = new Date().toISOString();
  context.directory.audits.change('Update StsRefreshTokenValidFrom Timestamp', person.id, { appId: call.appId ?? '' });
  return { status: 200, body: { '@odata.context': `${context.base(call)}/$metadata#Edm.Boolean`, value: true } };
}
