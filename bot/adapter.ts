import { CloudAdapter, type Activity, type InvokeResponse, type TurnContext } from 'botbuilder';
import {
  AuthenticationConfiguration,
  BotFrameworkAuthenticationFactory,
  MsalServiceClientCredentialsFactory,
  type BotFrameworkAuthentication,
  type ConnectorClient,
  type ConnectorFactory,
} from 'botframework-connector';

import { KeysUnavailable } from './signingKeys.js';

export interface AdapterSettings {
  readonly botId: string;
  readonly tenantId: string;
  readonly loginUrl: string;
  readonly botScope: string;
  readonly botTokenIssuer: string;
  readonly botOpenIdMetadataUrl: string;
  /** What hands out the bot's tokens: `acquireTokenByClientCredential` of msal-node, as the connector calls it. */
  readonly tokens: unknown;
}

/** The token was not one of Microsoft's for this bot. Why is for the log only. */
export class Unauthenticated extends Error {
  override readonly name = 'Unauthenticated';
}

/** Milliseconds a call to the connector may take. */
const CALL_LIMIT = 10_000;

/**
 * botbuilder's adapter, with three differences: a token that fails is one kind of error whatever the SDK threw,
 * every call out has a time limit, and the SDK never repeats a call by itself, since a repeated send is a
 * second message. What is worth repeating is repeated by the outbox.
 */
export class TeamsAdapter extends CloudAdapter {
  private readonly authentication: BotFrameworkAuthentication;
  private readonly clients = new Map<string, Promise<ConnectorClient>>();

  constructor(private readonly settings: AdapterSettings) {
    const authentication = authenticationOf(settings);
    super(authentication);
    this.authentication = authentication;
  }

  /**
   * Runs a turn for an activity that passed the gate. Throws {@link Unauthenticated}, {@link KeysUnavailable}, or what
   * the turn threw.
   */
  async receive(
    authorization: string,
    activity: Activity,
    turn: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    const authenticated = await this.authentication
      .authenticateRequest(activity, authorization)
      .catch((cause: unknown) => {
        throw cause instanceof KeysUnavailable ? cause : new Unauthenticated('the token was refused', { cause });
      });
    const connectorFactory = this.bounded();
    return this.processActivity({ ...authenticated, connectorFactory }, activity, turn);
  }

  /** A client of one connector. `serviceUrl` must have passed the gate's allow-list. */
  connector(serviceUrl: string): Promise<ConnectorClient> {
    const kept = this.clients.get(serviceUrl);
    if (kept !== undefined) return kept;
    const identity = this.createClaimsIdentity(this.settings.botId);
    const made = this.authentication
      .createConnectorFactory(identity)
      .create(serviceUrl, this.settings.botScope)
      .then(bound);
    this.clients.set(serviceUrl, made);
    // A failure must not stay: the next call tries again.
    made.catch(() => this.clients.delete(serviceUrl));
    return made;
  }

  private bounded(): ConnectorFactory {
    return { create: (serviceUrl) => this.connector(serviceUrl) };
  }
}

function bound(client: ConnectorClient): ConnectorClient {
  // Typed as private by the SDK, and the only way: it hands no retry options on (4.23.3, serviceClientContext.js).
  const { pipeline } = (client as unknown as { client: { pipeline: Pipeline } }).client;
  pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  pipeline.addPolicy({
    name: 'callLimit',
    sendRequest: (request, next) => {
      request.timeout = CALL_LIMIT;
      return next(request);
    },
  });
  return client;
}

interface Pipeline {
  removePolicy(options: { name: string }): void;
  addPolicy(policy: {
    name: string;
    sendRequest: (request: { timeout: number }, next: (request: unknown) => Promise<unknown>) => Promise<unknown>;
  }): void;
}

function authenticationOf(settings: AdapterSettings): BotFrameworkAuthentication {
  const { botId, tenantId, loginUrl, botScope, botTokenIssuer, botOpenIdMetadataUrl, tokens } = settings;
  // The connector nests its own msal-node 2; it calls one method, which both versions have.
  const client = tokens as ConstructorParameters<typeof MsalServiceClientCredentialsFactory>[1];
  return BotFrameworkAuthenticationFactory.create(
    '',
    true,
    `${loginUrl}/${tenantId}`,
    botScope,
    botTokenIssuer,
    '',
    botOpenIdMetadataUrl,
    // Tokens of the emulator's kind end at the gate; were one to pass, it would find no keys here.
    botOpenIdMetadataUrl,
    '',
    new MsalServiceClientCredentialsFactory(botId, client),
    new AuthenticationConfiguration(),
  );
}
