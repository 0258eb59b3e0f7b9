import type { AuthenticationMethods, Clock, Directory, Installer, Log, Mailer, MethodDeletes } from '../core/ports.js';
import type { Config } from './config.js';
import {
  createAuthenticationMethods,
  createDirectory,
  createGraph,
  createInstaller,
  createMailer,
  createMethodDeletes,
} from './graph/index.js';
import { createIdentities, type Identity } from './identity.js';
import type { Metrics } from './metrics.js';

/** What the service does in the tenant, by its two registrations. */
export interface Entra {
  readonly directory: Directory;
  readonly methods: AuthenticationMethods;
  /** By either registration. */
  readonly deletes: MethodDeletes;
  readonly mailer: Mailer;
  readonly installer: Installer;
  /** The bot's tokens, as the connector asks for them. */
  readonly botTokens: Identity['connectorClient'];
  /** Rejects where the resetting registration gets no token. */
  readonly signIn: () => Promise<void>;
  /** Rejects where the bot gets none: it could answer nobody. */
  readonly botSignIn: () => Promise<void>;
  /** Rejects where Graph does not answer. */
  readonly reach: () => Promise<void>;
}

export function connectEntra(config: Config, metrics: Metrics, clock: Clock, log: Log): Entra {
  const { cloud, linkKey, mailSender } = config;
  const identities = createIdentities(config);
  const graphAs = (identity: Identity) =>
    createGraph({
      graphUrl: cloud.graphUrl,
      token: (scope, options) => identity.token(scope, options),
      onCall: (call) => {
        metrics.graphCall(call);
      },
    });
  const graph = graphAs(identities.graph);
  const clientIds = [config.bot.clientId, config.graph.clientId];
  const now = (): number => clock.now();
  const directory = createDirectory(graph, { clientIds, now }, log);
  return {
    directory,
    methods: createAuthenticationMethods(graph, { fingerprintKey: linkKey, now }),
    deletes: createMethodDeletes(graph, clientIds),
    mailer: createMailer(graph, mailSender),
    installer: createInstaller(graphAs(identities.bot), {
      teamsAppId: config.teamsAppId,
      graphUrl: cloud.graphUrl,
      now,
    }),
    botTokens: identities.bot.connectorClient,
    signIn: async () => {
      await identities.graph.token(`${cloud.graphUrl}/.default`);
    },
    botSignIn: async () => {
      await identities.bot.token(`${cloud.botScope}/.default`);
    },
    reach: async () => {
      await directory.person(mailSender);
    },
  };
}
