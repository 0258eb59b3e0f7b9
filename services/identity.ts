import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  ConfidentialClientApplication,
  LogLevel,
  ManagedIdentityApplication,
  type INetworkModule,
  type NetworkRequestOptions,
  type NetworkResponse,
  type NodeAuthOptions,
} from '@azure/msal-node';
import { LoggableError } from './log.js';

export type Credential =
  | { readonly kind: 'secret'; readonly secret: string; readonly setting: string }
  /** A PEM file that holds the certificate and its private key. */
  | { readonly kind: 'certificate'; readonly path: string; readonly setting: string }
  | { readonly kind: 'managedIdentity'; readonly clientId: string; readonly setting: string };

/** One app registration, and how it proves to be it. `setting` names the setting in errors, never the value. */
export interface Registration {
  readonly clientId: string;
  readonly setting: string;
  readonly credential: Credential;
}

export interface IdentitySettings {
  readonly registration: Registration;
  readonly tenantId: string;
  /** `https://login.microsoftonline.com`. */
  readonly loginUrl: string;
  /** What Entra expects of a managed identity that signs in as an app registration; differs per cloud. */
  readonly tokenExchangeAudience: string;
}

/** Gives out tokens of one app registration. */
export interface Identity {
  /** For a scope that ends in `/.default`. Fails with an {@link IdentityError}, after 10 s at the latest. */
  token(scope: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<string>;
  /** The part of msal's ConfidentialClientApplication that botframework-connector calls; tokens by the way above. */
  readonly connectorClient: ConnectorClient;
}

export interface ConnectorClient {
  acquireTokenByClientCredential(request: {
    readonly scopes: readonly string[];
  }): Promise<{ readonly accessToken: string; readonly expiresOn: Date }>;
}

/** No token. The message says why and what to do; it holds no secret. */
export class IdentityError extends LoggableError {
  override readonly name = 'IdentityError';
  constructor(
    message: string,
    /** Entra's `AADSTS…`, or `timeout`, `unreachable`, `certificate`, `refused`. */
    readonly code: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

const TIMEOUT = 10_000;

/** The bot's identity and the resetting one; one and the same where they share a registration. */
export function createIdentities(config: {
  readonly tenantId: string;
  readonly bot: Registration;
  readonly graph: Registration;
  readonly cloud: Pick<IdentitySettings, 'loginUrl' | 'tokenExchangeAudience'>;
}): { readonly bot: Identity; readonly graph: Identity } {
  const { tenantId, cloud } = config;
  const { loginUrl, tokenExchangeAudience } = cloud;
  const of = (registration: Registration): Identity =>
    createIdentity({ registration, tenantId, loginUrl, tokenExchangeAudience });
  const bot = of(config.bot);
  return { bot, graph: config.graph === config.bot ? bot : of(config.graph) };
}

export function createIdentity(settings: IdentitySettings): Identity {
  const acquire = acquirer(settings);
  const flights = new Map<string, Promise<Token>>();

  // msal caches, and has no single flight: twenty cold calls would be twenty requests.
  function shared(scope: string): Promise<Token> {
    const running = flights.get(scope);
    if (running !== undefined) return running;
    const flight = limited(acquire(scope), settings)
      .catch((error: unknown) => {
        throw explained(error, settings);
      })
      .finally(() => flights.delete(scope));
    flights.set(scope, flight);
    return flight;
  }

  return {
    token: async (scope, { signal } = {}) => (await unlessAborted(shared(scope), signal, settings)).accessToken,
    connectorClient: {
      async acquireTokenByClientCredential({ scopes }) {
        const { accessToken, expiresOn } = await shared(scopes[0] ?? '');
        // A date of its own: the connector moves it five minutes back.
        return { accessToken, expiresOn: new Date(expiresOn) };
      },
    },
  };
}

interface Token {
  readonly accessToken: string;
  readonly expiresOn: Date;
}

function acquirer(settings: IdentitySettings): (scope: string) => Promise<Token> {
  const { registration, tenantId, loginUrl } = settings;
  const { clientId, credential } = registration;
  if (credential.kind === 'managedIdentity' && credential.clientId.toLowerCase() === clientId.toLowerCase())
    return managedIdentity(credential.clientId);
  const application = new ConfidentialClientApplication({
    auth: {
      clientId,
      authority: `${loginUrl.replace(/\/+$/, '')}/${tenantId}`,
      knownAuthorities: [new URL(loginUrl).host],
      ...proof(settings, credential),
    },
    system: SYSTEM,
  });
  return async (scope) => complete(await application.acquireTokenByClientCredential({ scopes: [scope] }));
}

function proof(settings: IdentitySettings, credential: Credential): Partial<NodeAuthOptions> {
  switch (credential.kind) {
    case 'secret':
      return { clientSecret: credential.secret };
    case 'certificate':
      return { clientCertificate: readCertificate(credential) };
    case 'managedIdentity': {
      // The identity vouches for the app registration (a federated credential), so there is no secret either.
      const vouch = managedIdentity(credential.clientId);
      return { clientAssertion: async () => (await vouch(settings.tokenExchangeAudience)).accessToken };
    }
  }
}

function managedIdentity(clientId: string): (scope: string) => Promise<Token> {
  const application = new ManagedIdentityApplication({
    managedIdentityIdParams: { userAssignedClientId: clientId },
    system: SYSTEM,
  });
  return async (scope) => complete(await application.acquireToken({ resource: scope.replace(/\/\.default$/, '') }));
}

function complete(result: { accessToken: string; expiresOn: Date | null } | null): Token {
  if (result === null || result.accessToken === '' || result.expiresOn === null)
    throw new IdentityError('Entra answered without a token', 'refused');
  return { accessToken: result.accessToken, expiresOn: result.expiresOn };
}

function readCertificate({ path, setting }: Credential & { kind: 'certificate' }) {
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch (error) {
    throw new IdentityError(`${setting} names ${path}, which can't be read`, 'certificate', error);
  }
  try {
    const certificate = new X509Certificate(pem);
    const key = createPrivateKey(pem);
    if (!certificate.checkPrivateKey(key)) throw new Error('key and certificate differ');
    return {
      thumbprintSha256: certificate.fingerprint256.replaceAll(':', ''),
      privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
  } catch (error) {
    throw new IdentityError(
      `${setting} names ${path}, which must hold a certificate and its unencrypted private key, both in PEM`,
      'certificate',
      error,
    );
  }
}

/** One request, bounded; no retries of msal's own, no log of msal's own. */
const network: INetworkModule = {
  sendGetRequestAsync: (url, options) => request('GET', url, options),
  sendPostRequestAsync: (url, options) => request('POST', url, options),
};

const SYSTEM = {
  networkClient: network,
  disableInternalRetries: true,
  loggerOptions: { loggerCallback: () => undefined, piiLoggingEnabled: false, logLevel: LogLevel.Error },
};

async function request<T>(method: string, url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
  const response = await fetch(url, {
    method,
    headers: options?.headers ?? {},
    signal: AbortSignal.timeout(TIMEOUT),
    redirect: 'error',
    ...(options?.body === undefined ? {} : { body: options.body }),
  });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: (await response.json()) as T,
  };
}

/** msal makes up to three requests for one token; together they have the time of one. */
async function limited(token: Promise<Token>, settings: IdentitySettings): Promise<Token> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(unanswered(settings, 'timeout'));
    }, TIMEOUT);
  });
  try {
    return await Promise.race([token, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Gives up waiting; the shared flight goes on for the others. */
async function unlessAborted<T>(
  flight: Promise<T>,
  signal: AbortSignal | undefined,
  settings: IdentitySettings,
): Promise<T> {
  if (signal === undefined) return flight;
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(unanswered(settings, 'timeout'));
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([flight, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function unanswered({ loginUrl, registration }: IdentitySettings, code: string, cause?: unknown): IdentityError {
  const source = registration.credential.kind === 'managedIdentity' ? 'The managed identity service' : loginUrl;
  return new IdentityError(
    `${source} gave no token for ${registration.setting}; check the network, the proxy and LOGIN_URL`,
    code,
    cause,
  );
}

/** What an operator can do about it. Source: Entra's list of AADSTS codes. */
const ADVICE: Readonly<Record<string, (settings: IdentitySettings) => string>> = {
  AADSTS7000215: ({ registration: { credential } }) =>
    `${credential.setting} is not a secret of this application, or has expired; make a new one in Entra admin centre › App registrations › Certificates & secrets and copy its Value`,
  AADSTS7000222: ({ registration: { credential } }) =>
    `${credential.setting} has expired; make a new one in Entra admin centre › App registrations › Certificates & secrets`,
  AADSTS700016: ({ registration: { setting }, tenantId }) =>
    `there is no application ${setting} in tenant ${tenantId}; check both ids and that an administrator consented`,
  AADSTS7000229: ({ tenantId }) =>
    `the application has no service principal in tenant ${tenantId}; let an administrator consent to it`,
  AADSTS700027: ({ registration: { credential } }) =>
    `the certificate in ${credential.setting} is not registered; upload it in Entra admin centre › App registrations › Certificates & secrets`,
  AADSTS90002: ({ tenantId }) => `there is no tenant ${tenantId}; copy TENANT_ID from Entra admin centre › Overview`,
  AADSTS500011: () => 'the resource is not known in this tenant; check CLOUD and GRAPH_URL',
  AADSTS70021: ({ registration: { credential } }) =>
    `the application does not trust the managed identity in ${credential.setting}; add a federated credential for it`,
  AADSTS700213: ({ registration: { credential } }) =>
    `the application does not trust the managed identity in ${credential.setting}; add a federated credential for it`,
};

function explained(error: unknown, settings: IdentitySettings): IdentityError {
  if (error instanceof IdentityError) return error;
  const code = /AADSTS\d{4,7}/.exec(error instanceof Error ? error.message : '')?.[0];
  if (code === undefined) return unanswered(settings, codeOf(error), error);
  const advice = ADVICE[code]?.(settings) ?? 'look the code up at https://login.microsoftonline.com/error';
  return new IdentityError(
    `Entra gives no token for ${settings.registration.setting} (${code}): ${advice}`,
    code,
    error,
  );
}

function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause)
    if (at.name === 'TimeoutError' || at.name === 'AbortError') return 'timeout';
  return 'unreachable';
}
