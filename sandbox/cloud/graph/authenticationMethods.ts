import { type Answer, type Call, jsonBody } from '../http/call.js';
import { methodBody } from '../directory/authenticationMethod.js';
import {
  type MethodKind,
  type MethodType,
  methodTypes,
  type Preference,
  preferences,
} from '../directory/methodTypes.js';
import { isObject, type JsonObject, omit } from '../json.js';
import { type GraphContext, type Operation, personIn } from './context.js';
import { GraphError } from './graphError.js';
import { changeMethods, listMethods } from './permissions.js';

const root = 'users/:id/authentication';
const strangerId = '5a6d0c1e-8a2b-4c57-9a44-3f2c1d7e9b10';
const kinds = Object.entries(methodTypes) as readonly (readonly [MethodType, MethodKind])[];

/**
 * Listing, reading and deleting authentication methods. What v1.0 does not know it neither lists nor finds; the granular
 * permissions reach their own collection and never the list of all.
 */
export function authenticationMethodOperations(context: GraphContext): readonly Operation[] {
  const denial = 'authentication' as const;
  const operations: Operation[] = [
    { method: 'GET', path: `${root}/methods`, roles: listMethods, denial, handle: (call) => listAll(call, context) },
    {
      method: 'GET',
      path: `${root}/methods/:method`,
      roles: listMethods,
      denial,
      handle: (call) => getAny(call, context),
    },
    {
      method: 'GET',
      path: `${root}/signInPreferences`,
      roles: listMethods,
      only: 'beta',
      denial,
      handle: (call) => getPreferences(call, context),
    },
    {
      method: 'PATCH',
      path: `${root}/signInPreferences`,
      roles: [changeMethods],
      only: 'beta',
      denial,
      handle: (call) => patchPreferences(call, context),
    },
  ];
  for (const [type, kind] of kinds) {
    const only = kind.version === 'beta' ? ({ only: 'beta' } as const) : {};
    const granular = kind.granularRole === undefined ? [] : [kind.granularRole];
    const read = { method: 'GET', roles: [...listMethods, ...granular], denial, ...only };
    const remove = { method: 'DELETE', roles: [changeMethods, ...granular], denial, ...only };
    if (type === 'qrCodePin') {
      // The one collection that is none: a user has at most one, and it is addressed without an id.
      const id = (call: Call) =>
        context.directory.methods.of(personIn(call, context).id).find((method) => method.type === type)?.id ?? '';
      operations.push({
        ...read,
        path: `${root}/${kind.collection}`,
        handle: (call) => getOne(call, context, type, id(call)),
      });
      operations.push({
        ...remove,
        path: `${root}/${kind.collection}`,
        handle: (call) => deleteOne(call, context, type, id(call)),
      });
      continue;
    }
    operations.push({ ...read, path: `${root}/${kind.collection}`, handle: (call) => listType(call, context, type) });
    operations.push({
      ...read,
      path: `${root}/${kind.collection}/:method`,
      handle: (call) => getOne(call, context, type, call.params.method ?? ''),
    });
    if (type === 'password') continue;
    const path = type === 'external' ? `${root}/${kind.collection}/:method/$ref` : `${root}/${kind.collection}/:method`;
    operations.push({ ...remove, path, handle: (call) => deleteOne(call, context, type, call.params.method ?? '') });
  }
  return operations;
}

function listAll(call: Call, context: GraphContext): Answer {
  const { id, userPrincipalName } = personIn(call, context);
  const beta = call.params.version === 'beta';
  const shows = ({ version }: { readonly version: 'v1.0' | 'beta' }) => beta || version === 'v1.0';
  const { methods } = context.directory;
  const known = methods.listed(id).filter(({ type }) => shows(methodTypes[type]));
  const stranger = methods.strangers.get(id);
  return collection(call, context, userPrincipalName, 'methods', [
    ...known.map(methodBody),
    ...(stranger && shows(stranger) ? [{ '@odata.type': `#microsoft.graph.${stranger.type}`, id: strangerId }] : []),
  ]);
}

function listType(call: Call, context: GraphContext, type: MethodType): Answer {
  const { id, userPrincipalName } = personIn(call, context);
  const methods = context.directory.methods.listed(id).filter((method) => method.type === type);
  return collection(
    call,
    context,
    userPrincipalName,
    methodTypes[type].collection,
    methods.map(methodBody).map(untyped),
  );
}

function collection(
  call: Call,
  context: GraphContext,
  user: string,
  name: string,
  value: readonly JsonObject[],
): Answer {
  return {
    status: 200,
    body: {
      '@odata.context': `${context.base(call)}/$metadata#users('${encodeURIComponent(user)}')/authentication/${name}`,
      value,
    },
  };
}

function getAny(call: Call, context: GraphContext): Answer {
  const { id } = personIn(call, context);
  const wanted = call.params.method ?? '';
  const beta = call.params.version === 'beta';
  const method = context.directory.methods
    .listed(id)
    .find((one) => one.id === wanted && (beta || methodTypes[one.type].version === 'v1.0'));
  if (!method) throw gone();
  return {
    status: 200,
    body: { '@odata.context': `${context.base(call)}/$metadata#authenticationMethods/$entity`, ...methodBody(method) },
  };
}

function getOne(call: Call, context: GraphContext, type: MethodType, methodId: string): Answer {
  const { id, userPrincipalName } = personIn(call, context);
  const method = context.directory.methods.listed(id).find((one) => one.type === type && one.id === methodId);
  if (!method) throw gone();
  const place = `users('${encodeURIComponent(userPrincipalName)}')/authentication/${methodTypes[type].collection}`;
  return {
    status: 200,
    body: { '@odata.context': `${context.base(call)}/$metadata#${place}/$entity`, ...untyped(methodBody(method)) },
  };
}

function deleteOne(call: Call, context: GraphContext, type: MethodType, methodId: string): Answer {
  const { id } = personIn(call, context);
  const outcome = context.directory.methods.delete(id, type, methodId);
  if (outcome === 'missing') throw gone();
  if (outcome !== 'deleted') throw new GraphError(400, 'badRequest', outcome.refused);
  context.directory.noteDelete(id, type, { appId: call.appId ?? '' });
  return { status: 204 };
}

function getPreferences(call: Call, context: GraphContext): Answer {
  const { id } = personIn(call, context);
  return {
    status: 200,
    body: {
      '@odata.context': `${context.base(call)}/$metadata#users('${id}')/authentication/signInPreferences`,
      isSystemPreferredAuthenticationMethodEnabled: false,
      userPreferredMethodForSecondaryAuthentication: context.directory.methods.preferenceOf(id),
    },
  };
}

function patchPreferences(call: Call, context: GraphContext): Answer {
  const { id } = personIn(call, context);
  const body = jsonBody(call);
  const wanted = isObject(body) ? body.userPreferredMethodForSecondaryAuthentication : undefined;
  if (!isPreference(wanted))
    throw new GraphError(400, 'badRequest', 'The preferred method for secondary authentication is missing or unknown.');
  if (!context.directory.methods.prefer(id, wanted)) {
    throw new GraphError(
      400,
      'badRequest',
      `The user has no authentication method registered for the preference '${wanted}'.`,
    );
  }
  return { status: 204 };
}

function isPreference(value: unknown): value is Preference {
  return preferences.some((known) => known === value);
}

/** In a collection of one type, and as a single entity of it, Graph leaves the type out. */
function untyped(body: JsonObject): JsonObject {
  return omit(body, '@odata.type');
}

function gone() {
  return new GraphError(404, 'resourceNotFound', 'The requested resource could not be found.');
}
