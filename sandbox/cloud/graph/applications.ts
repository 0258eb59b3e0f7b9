import type { Answer, Call } from '../http/call.js';
import type { Registration } from '../login/registrations.js';
import type { JsonObject } from '../json.js';
import { memberOf } from './bodies.js';
import type { GraphContext, Operation } from './context.js';
import { notFound } from './graphError.js';
import { listMembers } from './memberships.js';
import { readApplications } from './permissions.js';
import { queried } from './query.js';
import type { TypeName } from './select.js';

/** App registrations and service principals, as far as it takes to learn who owns them. */
export function applicationOperations(context: GraphContext): readonly Operation[] {
  const of = (
    set: 'applications' | 'servicePrincipals',
    type: TypeName,
    body: (app: Registration) => JsonObject,
    objectId: (app: Registration) => string,
  ): Operation[] => {
    const find = (call: Call) => found(call, context, objectId);
    const one = (call: Call): Answer => ({
      status: 200,
      body: { '@odata.context': `${context.base(call)}/$metadata#${set}/$entity`, ...body(find(call)) },
    });
    const owners = (call: Call) =>
      listMembers(
        call,
        context,
        find(call)
          .owners.map((id) => memberOf(context.directory, id))
          .filter((owner) => owner !== undefined),
      );
    const list = (call: Call) =>
      queried(call, context.registrations.all.map(body), {
        type,
        base: context.base(call),
        context: set,
        filterable: ['id', 'appId', 'displayName'],
        directory: true,
      });
    return [
      { method: 'GET', path: set, roles: readApplications, handle: list },
      { method: 'GET', path: `${set}(appId=':appId')/owners`, roles: readApplications, handle: owners },
      { method: 'GET', path: `${set}(appId=':appId')`, roles: readApplications, handle: one },
      { method: 'GET', path: `${set}/:id/owners`, roles: readApplications, handle: owners },
      { method: 'GET', path: `${set}/:id`, roles: readApplications, handle: one },
    ];
  };
  return [
    ...of('applications', 'application', applicationBody, (app) => app.applicationId),
    ...of('servicePrincipals', 'servicePrincipal', servicePrincipalBody, (app) => app.servicePrincipalId),
  ];
}

function found(call: Call, { registrations }: GraphContext, objectId: (app: Registration) => string): Registration {
  const { appId, id } = call.params;
  const app = registrations.all.find((one) =>
    appId === undefined ? objectId(one) === id : one.appId === appId.toLowerCase(),
  );
  if (!app) throw notFound(appId ?? id ?? '');
  return app;
}

function applicationBody(app: Registration): JsonObject {
  return {
    id: app.applicationId,
    appId: app.appId,
    displayName: app.displayName,
    signInAudience: 'AzureADMyOrg',
    identifierUris: [],
    deletedDateTime: null,
  };
}

function servicePrincipalBody(app: Registration): JsonObject {
  return {
    id: app.servicePrincipalId,
    deletedDateTime: null,
    accountEnabled: true,
    appId: app.appId,
    appDisplayName: app.displayName,
    displayName: app.displayName,
    servicePrincipalType: 'Application',
    signInAudience: 'AzureADMyOrg',
  };
}
