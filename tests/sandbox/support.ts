import { request } from 'node:https';
import type { Cloud } from '../../sandbox/cloud/index.js';
import { PATIENCE } from '../../sandbox/cloud/patience.js';
import type { Registration } from '../../sandbox/cloud/login/registrations.js';

/** What tests read of one thing in an answer: whatever it is, by name. The cloud sends no more than fits the case. */
export interface Item {
  readonly '@odata.type': string;
  readonly id: string;
  readonly displayName: string;
  readonly phoneType: 'mobile' | 'alternateMobile' | 'office';
  readonly createdDateTime: string;
  readonly groupTypes: readonly string[];
  readonly methodsRegistered: readonly string[];
  readonly userPreferredMethodForSecondaryAuthentication: string;
  readonly isAdmin: boolean;
  readonly manager: { readonly displayName: string };
  readonly isAssignableToRole: boolean | null;
  readonly roleDefinition: { readonly displayName: string };
  readonly teamsApp: { readonly id: string };
  readonly initiatedBy: { readonly user: { readonly id: string } };
  readonly automaticRepliesSetting: object;
  readonly outOfOfficeSettings: { readonly isOutOfOffice: boolean };
}

export interface Body extends Item {
  readonly value: readonly Item[];
  readonly '@odata.nextLink'?: string;
  readonly '@odata.count'?: number;
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly innerError: Readonly<Record<string, string>>;
  };
  readonly activityId: string;
}

/** What login answers. */
export interface LoginBody {
  readonly access_token: string;
  readonly error: string;
  readonly error_codes: readonly number[];
  readonly error_description: string;
  readonly issuer: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly metadata: readonly { readonly aliases: readonly string[] }[];
  readonly keys: readonly { readonly endorsements?: readonly string[] }[];
}

export interface Reply<B = Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: B;
}

/** One HTTPS request that trusts the cloud's authority and nothing else. */
export function ask<B = Body>(
  cloud: Cloud,
  method: string,
  url: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Reply<B>> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, ca: cloud.authority, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('error', reject);
      response.on('end', () => {
        const isJson = String(response.headers['content-type']).includes('json');
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: (isJson ? JSON.parse(text) : text) as B,
        });
      });
    });
    outgoing.setTimeout(PATIENCE, () => outgoing.destroy(new Error(`No answer within ${PATIENCE} ms.`)));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export function tokenRequest(
  cloud: Cloud,
  form: Record<string, string>,
  tenant = cloud.tenantId,
): Promise<Reply<LoginBody>> {
  const body = new URLSearchParams(form).toString();
  return ask(
    cloud,
    'POST',
    `${cloud.urls.login}/${tenant}/oauth2/v2.0/token`,
    { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  );
}

export function credentials(registration: Registration, scope: string): Record<string, string> {
  return {
    grant_type: 'client_credentials',
    client_id: registration.appId,
    client_secret: registration.secrets[0]!.value,
    scope,
  };
}

export async function tokenOf(cloud: Cloud, registration: Registration, resource = cloud.urls.graph): Promise<string> {
  const reply = await tokenRequest(cloud, credentials(registration, `${resource}/.default`));
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return reply.body.access_token;
}

export type GraphCaller = (
  method: string,
  path: string,
  options?: { body?: unknown; headers?: Record<string, string> },
) => Promise<Reply>;

/** Calls Graph as an app with exactly these permissions; without a list, as the registration that may reset. */
export async function graphAs(cloud: Cloud, roles?: readonly string[]): Promise<GraphCaller> {
  const app = roles
    ? cloud.registrations.add({ displayName: `Only ${roles.join()}`, graphRoles: roles })
    : cloud.graphApp;
  const token = await tokenOf(cloud, app);
  return (method, path, { body, headers } = {}) =>
    ask(
      cloud,
      method,
      path.startsWith('https:') ? path : `${cloud.urls.graph}${path}`,
      {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body === undefined ? undefined : JSON.stringify(body),
    );
}

export type ConnectorCaller = (method: string, path: string, body?: unknown) => Promise<Reply>;

export async function connectorAs(cloud: Cloud, registration = cloud.bot): Promise<ConnectorCaller> {
  const token = await tokenOf(cloud, registration, 'https://api.botframework.com');
  return (method, path, body) =>
    ask(
      cloud,
      method,
      `${cloud.urls.connector}/emea${path}`,
      { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body === undefined ? undefined : JSON.stringify(body),
    );
}
