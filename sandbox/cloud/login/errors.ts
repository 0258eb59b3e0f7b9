import { randomUUID } from 'node:crypto';
import type { Answer } from '../http/call.js';

type Problem = readonly [status: number, error: string, code: number, text: string];

/** Entra's refusals at the token endpoint: OAuth error, AADSTS number, text. */
export const problems = {
  tenant: (tenant: string): Problem => [
    400,
    'invalid_request',
    90002,
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
  ],
  missing: (name: string): Problem => [
    400,
    'invalid_request',
    900144,
    `The request body must contain the following parameter: '${name}'.`,
  ],
  grant: (grant: string): Problem => [
    400,
    'unsupported_grant_type',
    70003,
    `The app requested an unsupported grant type '${grant}'.`,
  ],
  client: (appId: string, tenant: string): Problem => [
    400,
    'unauthorized_client',
    700016,
    `Application with identifier '${appId}' was not found in the directory '${tenant}'.`,
  ],
  secret: (appId: string): Problem => [
    401,
    'invalid_client',
    7000215,
    `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${appId}'.`,
  ],
  secretExpired: (appId: string): Problem => [
    401,
    'invalid_client',
    7000222,
    `The provided client secret keys for app '${appId}' are expired.`,
  ],
  noCredential: (): Problem => [
    401,
    'invalid_client',
    7000218,
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  ],
  assertion: (): Problem => [
    401,
    'invalid_client',
    700027,
    'The certificate with identifier used to sign the client assertion is not registered on application, or the signature, audience or lifetime is not valid.',
  ],
  scope: (scope: string): Problem => [
    400,
    'invalid_scope',
    1002012,
    `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
  ],
  resource: (resource: string): Problem => [
    400,
    'invalid_resource',
    500011,
    `The resource principal named ${resource} was not found in the tenant.`,
  ],
  code: (): Problem => [
    400,
    'invalid_grant',
    70008,
    'The provided authorization code or refresh token has expired, was already used or does not fit the request.',
  ],
  redirect: (uri: string): Problem => [
    400,
    'invalid_request',
    50011,
    `The redirect URI '${uri}' specified in the request does not match the redirect URIs configured for the application.`,
  ],
} as const;

export function tokenError(problem: Problem, requestId: string): Answer {
  const [status, error, code, text] = problem;
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const correlation = randomUUID();
  return {
    status,
    headers: noStore,
    body: {
      error,
      error_description: `AADSTS${code}: ${text} Trace ID: ${requestId} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: requestId,
      correlation_id: correlation,
      error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    },
  };
}

export const noStore = { 'Cache-Control': 'no-store, no-cache', Pragma: 'no-cache' };
