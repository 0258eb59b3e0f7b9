import { request } from 'node:https';
import type { Cloud } from '../../sandbox/cloud/index.js';
import type { Registration } from '../../sandbox/cloud/login/registrations.js';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  // The tests read bodies as the callers of Graph do: by name.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** One HTTPS request that trusts the cloud's authority and nothing else. */
export function ask(
  cloud: Cloud,
  method: string,
  url: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Reply> {
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
          body: isJson ? JSON.parse(text) : text,
        });
      });
    });
    outgoing.setTimeout(10_000, () => outgoing.destroy(new Error('No answer within 10 s.')));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export function tokenRequest(cloud: Cloud, form: Record<string, string>, tenant = cloud.tenantId): Promise<Reply> {
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
  return reply.body.access_token as string;
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
