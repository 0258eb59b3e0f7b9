import {
  ConfidentialClientApplication,
  LogLevel,
  ManagedIdentityApplication,
  type INetworkModule,
  type NetworkRequestOptions,
  type NetworkResponse,
  type NodeAuthOptions,
} from '@azure/msal-node';
import { readCertificate } from './certificate.js';
import { explained, IdentityError, unanswered, type SignIn } from './identityError.js';
import { unlessAborted, within } from './inTime.js';
import type { Credential, Registration } from './registration.js';

export interface IdentitySettings extends SignIn {
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
  const late = (): IdentityError => unanswered(settings, 'timeout');

  // msal caches, and has no single flight: twenty cold calls would be twenty requests.
  function shared(scope: string): Promise<Token> {
    const running = flights.get(scope);
    if (running !== undefined) return running;
    // msal makes up to three requests for one token; together they have the time of one.
    const flight = within(TIMEOUT, acquire(scope), late)
      .catch((error: unknown) => {
        throw explained(error, settings);
      })
      .finally(() => flights.delete(scope));
    flights.set(scope, flight);
    return flight;
  }

  return {
    token: async (scope, { signal } = {}) => (await unlessAborted(shared(scope), signal, late)).accessToken,
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
