import { type Answer, type Call } from '../http/call.js';
import { findRoute, route } from '../http/router.js';
import type { Service } from '../http/server.js';
import type { AccessTokens } from './accessTokens.js';
import { credentialProblem } from './clientCredential.js';
import { noStore, problems, tokenError } from './errors.js';
import type { KeyRing } from './keyRing.js';
import { oauthAnswer, type OAuthAnswer } from './oauthAnswer.js';
import type { Registration, Registrations } from './registrations.js';

export interface LoginOptions {
  readonly tenantId: string;
  readonly registrations: Registrations;
  readonly tokens: AccessTokens;
  readonly entraKeys: KeyRing;
  readonly botFrameworkKeys: KeyRing;
  /** One of the Bot Framework's as well, for channels other than Teams. */
  readonly otherChannelKeys: KeyRing;
  readonly botTokenIssuer: string;
  /** Known once the server listens. */
  url(): string;
  /** The audience and the roles a registration gets for a resource; undefined when there is no such resource. */
  resource(identifier: string, registration: Registration): { audience: string; roles: readonly string[] } | undefined;
  /** Sign-in of people, when the cloud has it. */
  readonly signIn?: SignIn;
}

/** The part of login that signs people in: the page, and the exchange of its code. */
export interface SignIn {
  authorize(call: Call): Promise<Answer>;
  redeem(form: URLSearchParams, registration: Registration): Promise<OAuthAnswer | undefined>;
}

/** Entra's endpoints for one tenant, and beside them the Bot Framework's signing keys. */
export function loginService(options: LoginOptions): Service {
  const routes = [
    route('GET', ':tenant/v2.0/.well-known/openid-configuration', (call) => openIdConfiguration(call, options)),
    route('GET', 'common/discovery/instance', () => instanceDiscovery(options)),
    route('GET', ':tenant/discovery/v2.0/keys', () => ({ status: 200, body: { keys: [options.entraKeys.jwk] } })),
    route('POST', ':tenant/oauth2/v2.0/token', (call) => token(call, options)),
    route('GET', ':tenant/oauth2/v2.0/authorize', (call) => options.signIn?.authorize(call) ?? { status: 404 }),
    route('POST', ':tenant/oauth2/v2.0/authorize', (call) => options.signIn?.authorize(call) ?? { status: 404 }),
    route('GET', 'v1/.well-known/openidconfiguration', () => botConfiguration(options)),
    route('GET', 'v1/.well-known/keys', () => botKeys(options)),
  ];
  return {
    name: 'login',
    bodyLimit: 100_000,
    keepsBody: () => false,
    async handle(call) {
      const found = findRoute(routes, call.method, call.path);
      if (typeof found === 'string') return { status: found === 'no-path' ? 404 : 405 };
      return found.route.handle({ ...call, params: found.params });
    },
    errorAnswer: (_call, status, code, message) => ({
      status,
      headers: noStore,
      body: { error: code, error_description: message },
    }),
  };
}

async function token(call: Call, options: LoginOptions): Promise<Answer> {
  const { tenantId, registrations, tokens } = options;
  const form = new URLSearchParams(call.raw.toString('utf8'));
  const refuse = (problem: Parameters<typeof tokenError>[0]) => tokenError(problem, call.requestId);

  const tenant = call.params.tenant ?? '';
  if (tenant.toLowerCase() !== tenantId) return refuse(problems.tenant(tenant));
  const grant = form.get('grant_type');
  if (!grant) return refuse(problems.missing('grant_type'));
  const clientId = form.get('client_id');
  if (!clientId) return refuse(problems.missing('client_id'));
  const registration = registrations.find(clientId);
  if (!registration) return refuse(problems.client(clientId, tenantId));

  const endpoint = `${options.url()}/${tenantId}/oauth2/v2.0/token`;
  const wrong = await credentialProblem(registration, form, [endpoint, `${options.url()}/${tenantId}/v2.0`]);
  if (wrong) return refuse(wrong);

  if (grant === 'authorization_code' && options.signIn) {
    const redeemed = await options.signIn.redeem(form, registration);
    return redeemed ? oauthAnswer(redeemed) : refuse(problems.code());
  }
  if (grant !== 'client_credentials') return refuse(problems.grant(grant));
  const scope = form.get('scope');
  if (!scope) return refuse(problems.missing('scope'));
  // msal-node adds the OpenID scopes to none of its client-credential requests; two resources at once are refused.
  const resource = /^(\S+)\/\.default$/.exec(scope)?.[1];
  if (resource === undefined) return refuse(problems.scope(scope));
  const granted = options.resource(resource, registration);
  if (!granted) return refuse(problems.resource(resource));
  const { token: accessToken, expiresIn } = await tokens.issue(registration, granted.audience, granted.roles);
  return oauthAnswer({ accessToken, expiresIn });
}

function openIdConfiguration(call: Call, options: LoginOptions): Answer {
  const tenant = call.params.tenant ?? '';
  if (tenant.toLowerCase() !== options.tenantId) return tokenError(problems.tenant(tenant), call.requestId);
  const base = `${options.url()}/${options.tenantId}`;
  return {
    status: 200,
    body: {
      issuer: `${base}/v2.0`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
      end_session_endpoint: `${base}/oauth2/v2.0/logout`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
      userinfo_endpoint: `${options.url()}/oidc/userinfo`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
      response_modes_supported: ['query', 'fragment', 'form_post'],
      response_types_supported: ['code', 'id_token', 'code id_token'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      tenant_region_scope: 'EU',
    },
  };
}

function instanceDiscovery(options: LoginOptions): Answer {
  const { host } = new URL(options.url());
  return {
    status: 200,
    body: {
      tenant_discovery_endpoint: `${options.url()}/${options.tenantId}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    },
  };
}

function botConfiguration(options: LoginOptions): Answer {
  return {
    status: 200,
    body: {
      issuer: options.botTokenIssuer,
      authorization_endpoint: 'https://invalid.botframework.com',
      jwks_uri: `${options.url()}/v1/.well-known/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    },
  };
}

/** The endorsements say for which channels a key may speak; botbuilder checks `msteams` against them. */
function botKeys({ botFrameworkKeys, otherChannelKeys }: LoginOptions): Answer {
  return {
    status: 200,
    body: {
      keys: [
        { ...botFrameworkKeys.jwk, endorsements: ['msteams', 'webchat', 'directline'] },
        { ...otherChannelKeys.jwk, endorsements: ['webchat', 'directline'] },
      ],
    },
  };
}
