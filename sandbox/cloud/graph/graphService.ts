import { type Answer, bearerToken, type Call } from '../http/call.js';
import { findRoute, type Route, route } from '../http/router.js';
import type { Service } from '../http/server.js';
import type { AccessTokens, Bearer, TokenFault } from '../login/accessTokens.js';
import { applicationOperations } from './applications.js';
import { authenticationMethodOperations } from './authenticationMethods.js';
import type { GraphContext, Operation } from './context.js';
import { errorAnswer, GraphError, requestIds, unknownSegment } from './graphError.js';
import { groupEligibilityOperations } from './groupEligibility.js';
import { mailOperations } from './mail.js';
import { membershipOperations } from './memberships.js';
import { opens } from './permissions.js';
import { reportOperations } from './reports.js';
import { roleOperations } from './roleManagement.js';
import { teamworkOperations } from './teamwork.js';
import { userOperations } from './users.js';

export interface GraphOptions extends Omit<GraphContext, 'base'> {
  readonly tokens: AccessTokens;
  /** Known once the server listens. */
  url(): string;
  /** Audiences of a token for Graph. */
  audiences(): readonly string[];
}

/** Microsoft Graph, v1.0 and beta: token, permission, operation; every refusal in its envelope. */
export function graphService(options: GraphOptions): Service {
  const context: GraphContext = { ...options, base: (call) => `${options.url()}/${call.params.version ?? 'v1.0'}` };
  const operations: readonly Operation[] = [
    ...userOperations(context),
    ...membershipOperations(context),
    ...roleOperations(context),
    ...groupEligibilityOperations(context),
    ...applicationOperations(context),
    ...authenticationMethodOperations(context),
    ...mailOperations(context),
    ...reportOperations(context),
    ...teamworkOperations(context),
  ];
  const table = operations.map((operation) => ({ operation, route: routeOf(operation) }));

  const answer = async (call: Call): Promise<Answer> => {
    const [, version, rest] = /^\/(v1\.0|beta)(\/.*)?$/i.exec(call.path) ?? [];
    if (version === undefined) throw new GraphError(400, 'BadRequest', 'Invalid version.');
    const bearer = await options.tokens.verify(bearerToken(call), options.audiences());
    if (typeof bearer === 'string') throw new GraphError(401, 'InvalidAuthenticationToken', tokenTexts[bearer]);
    identify(call, bearer);
    const path = rest ?? '/';
    const usable = table.filter(({ operation }) => operation.only === undefined || version === operation.only);
    const found = findRoute(
      usable.map((row) => row.route),
      call.method,
      path,
    );
    if (found === 'no-method')
      throw new GraphError(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
    if (found === 'no-path')
      throw unknownSegment(
        firstUnknown(
          path,
          usable.map((row) => row.operation),
        ),
      );
    const operation = usable.find((row) => row.route === found.route)?.operation;
    if (!operation) throw unknownSegment(path);
    if (!opens(bearer.roles, typeof operation.roles === 'function' ? operation.roles(call) : operation.roles))
      throw denied(operation);
    return operation.handle({ ...call, path, params: { ...found.params, version } });
  };

  return {
    name: 'graph',
    nameOf: (call) => (call.method === 'POST' && /\/sendMail$/i.test(call.path) ? 'mail' : 'graph'),
    bodyLimit: 4 * 1024 * 1024,
    keepsBody: (call) => call.method !== 'GET',
    async handle(call) {
      try {
        const given = await answer(call);
        return { ...given, headers: { ...requestIds(call), 'OData-Version': '4.0', ...given.headers } };
      } catch (error) {
        if (error instanceof GraphError) return errorAnswer(call, error.status, error.code, error.message);
        throw error;
      }
    },
    errorAnswer,
  };
}

const tokenTexts: Record<TokenFault, string> = {
  empty: 'Access token is empty.',
  malformed: 'CompactToken parsing failed with error code: 80049217',
  expired: 'Lifetime validation failed, the token is expired.',
  audience: 'Access token validation failure. Invalid audience.',
  signature: 'Access token validation failure. Signature is invalid.',
};

function identify(call: Call, bearer: Bearer): void {
  call.appId = bearer.appId;
  call.roles = bearer.roles;
}

function denied(operation: Operation): GraphError {
  return operation.denial === 'authentication'
    ? new GraphError(403, 'accessDenied', 'Request Authorization failed')
    : new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

function routeOf(operation: Operation): Route {
  return route(operation.method, operation.path, operation.handle);
}

/** The first segment that leads nowhere from where those before it led. */
function firstUnknown(path: string, operations: readonly Operation[]): string {
  const segments = path.split('/').filter(Boolean);
  const known = operations.map((operation) => operation.path.split('/'));
  const leads = (length: number) =>
    known.some(
      (parts) => parts.length >= length && parts.slice(0, length).every((part, at) => fits(part, segments[at] ?? '')),
    );
  let length = 0;
  while (length < segments.length && leads(length + 1)) length += 1;
  return segments[length] ?? segments.at(-1) ?? path;
}

function fits(part: string, segment: string): boolean {
  return (
    part.startsWith(':') ||
    part.toLowerCase() === segment.toLowerCase() ||
    (part.includes('(') && part.split('(')[0] === segment.split('(')[0])
  );
}
