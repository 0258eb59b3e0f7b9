import { type Answer, type Call, jsonBody } from '../http/call.js';
import { objectOf, textOf } from '../json.js';
import type { Installation } from '../connector/roster.js';
import { type GraphContext, type Operation, personIn } from './context.js';
import { badRequest, GraphError, notFound } from './graphError.js';
import { installOthers, installSelf, opens, readCatalog, readInstallations } from './permissions.js';
import { queried } from './query.js';

/** The Teams app in the organisation's catalogue and on people's accounts. */
export function teamworkOperations(context: GraphContext): readonly Operation[] {
  const path = 'users/:id/teamwork/installedApps';
  return [
    { method: 'GET', path: 'appCatalogs/teamsApps', roles: readCatalog, handle: (call) => catalogue(call, context) },
    { method: 'GET', path, roles: readInstallations, handle: (call) => installed(call, context) },
    { method: 'POST', path, roles: [...installOthers, ...installSelf], handle: (call) => install(call, context) },
    {
      method: 'DELETE',
      path: `${path}/:installation`,
      roles: [...installOthers, ...installSelf],
      handle: (call) => uninstall(call, context),
    },
  ];
}

function catalogue(call: Call, context: GraphContext): Answer {
  const { app } = context.roster;
  const body = {
    id: app.id,
    externalId: app.externalId,
    displayName: app.displayName,
    distributionMethod: 'organization',
  };
  return queried(call, [body], {
    type: 'teamsApp',
    base: context.base(call),
    context: 'appCatalogs/teamsApps',
    filterable: ['id', 'externalId', 'displayName', 'distributionMethod'],
  });
}

function installed(call: Call, context: GraphContext): Answer {
  const { id } = personIn(call, context);
  const { app } = context.roster;
  const installation = context.roster.installation(id);
  const expand = (call.query.get('$expand') ?? '').split(',').map((name) => name.trim().replace(/\(.*\)$/, ''));
  // The filter looks into teamsApp whether or not it is expanded.
  const body = (one: Installation) => ({
    id: one.id,
    teamsApp: {
      id: app.id,
      externalId: app.externalId,
      displayName: app.displayName,
      distributionMethod: 'organization',
    },
    teamsAppDefinition: {
      id: `${app.id}##${app.version}`,
      teamsAppId: app.id,
      displayName: app.displayName,
      version: app.version,
      publishingState: 'published',
    },
  });
  const answer = queried(call, installation ? [body(installation)] : [], {
    type: 'teamsAppInstallation',
    base: context.base(call),
    context: `users('${id}')/teamwork/installedApps`,
    filterable: [
      'teamsApp/id',
      'teamsApp/externalId',
      'teamsAppDefinition/teamsAppId',
      'teamsAppDefinition/displayName',
    ],
  });
  const page = objectOf(answer.body);
  const value = (page.value as ReturnType<typeof body>[]).map((one) => ({
    id: one.id,
    ...(expand.includes('teamsApp') ? { teamsApp: one.teamsApp } : {}),
    ...(expand.includes('teamsAppDefinition') ? { teamsAppDefinition: one.teamsAppDefinition } : {}),
  }));
  return { ...answer, body: { ...page, value } };
}

function install(call: Call, context: GraphContext): Answer {
  const { id } = personIn(call, context);
  const bind = textOf(objectOf(jsonBody(call))['teamsApp@odata.bind']);
  if (bind === undefined) throw badRequest("The property 'teamsApp@odata.bind' is missing.");
  const [, root = '', appId] = /^(.*)\/appCatalogs\/teamsApps(?:\/|\(')([^/')]+)/i.exec(bind) ?? [];
  if (![context.base(call), 'https://graph.microsoft.com/v1.0', 'https://graph.microsoft.com/beta'].includes(root))
    throw badRequest("The value of 'teamsApp@odata.bind' is no address of an app in the catalogue.");
  if (appId !== context.roster.app.id)
    throw new GraphError(404, 'NotFound', 'The requested app is not in the catalogue.');
  onlySelf(call, context);
  if (context.roster.installation(id))
    throw new GraphError(409, 'Conflict', 'The app is already installed in the specified scope.');
  context.roster.install(id);
  return { status: 201 };
}

function uninstall(call: Call, context: GraphContext): Answer {
  const { id } = personIn(call, context);
  onlySelf(call, context);
  if (context.roster.installation(id)?.id !== call.params.installation) throw notFound(call.params.installation ?? '');
  context.roster.uninstall(id);
  return { status: 204 };
}

/** The Self permissions are for the app whose manifest names the caller in webApplicationInfo. */
function onlySelf(call: Call, context: GraphContext): void {
  if (opens(call.roles ?? [], installOthers)) return;
  if (call.appId !== context.roster.app.webApplicationId) {
    throw new GraphError(
      403,
      'Forbidden',
      "The application is not permitted to manage this Teams app: its id is not the one in the manifest's webApplicationInfo.",
    );
  }
}
