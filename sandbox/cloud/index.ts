import { randomUUID } from 'node:crypto';
import { Chats } from './connector/chats.js';
import { connectorAudience, connectorService } from './connector/connectorService.js';
import { Roster } from './connector/roster.js';
import { cast } from './directory/cast.js';
import { Directory, type DirectoryOptions } from './directory/directory.js';
import { Faults } from './faults.js';
import { graphService } from './graph/graphService.js';
import { listen, type Listener, type Service } from './http/server.js';
import { accessTokens } from './login/accessTokens.js';
import { type KeyRing, newKeyRing } from './login/keyRing.js';
import { loginService } from './login/loginService.js';
import { Registrations, type Registration, resetRoles } from './login/registrations.js';
import { signInOf } from './login/signIn.js';
import { userTokens, type UserTokens } from './login/userTokens.js';
import { CallLog } from './log.js';
import { Mailbox } from './mailbox.js';
import { BotTokens } from './teams/botTokens.js';
import { Teams } from './teams/teams.js';
import { makeCertificates } from './tls.js';

export { cast } from './directory/cast.js';
export { groupNames } from './directory/directory.js';
export { phoneIds } from './directory/methodTypes.js';
export { readable } from './teamsClient.js';
export type { Fault, FaultPlan } from './faults.js';
export type { LoggedCall } from './log.js';
export type { Mail } from './mailbox.js';

export interface CloudOptions extends DirectoryOptions {
  /** Fixed ports; 0 takes any free one. */
  readonly ports?: { readonly login?: number; readonly graph?: number; readonly connector?: number };
  readonly botTokenIssuer?: string;
  /** 3,600 without it. */
  readonly accessTokenSeconds?: number;
  /** Of the tokens that Teams sends; 3,600 without it. */
  readonly botTokenSeconds?: number;
  /** Ids to keep from run to run; made up without them. */
  readonly tenantId?: string;
  readonly botId?: string;
  /** The Teams app's id in its manifest; the bot's id without it. */
  readonly teamsAppId?: string;
}

/** A Microsoft cloud in this process: Entra, Graph, the Bot Connector, Teams, mail. */
export interface Cloud {
  readonly urls: { readonly login: string; readonly graph: string; readonly connector: string };
  readonly tenantId: string;
  /** PEM of the authority all its certificates are signed by, and a file that holds it. */
  readonly authority: string;
  readonly authorityFile: string;
  readonly directory: Directory;
  readonly registrations: Registrations;
  readonly bot: Registration;
  readonly graphApp: Registration;
  readonly webApp: Registration;
  readonly faults: Faults;
  readonly log: CallLog;
  readonly mailbox: Mailbox;
  readonly teams: Teams;
  /** Id of the channel of IT's team, which security reads as well. */
  readonly itChannel: string;
  /** Tokens of people who signed in: for a tab, or forged for a test. */
  readonly userTokens: UserTokens;
  /** The settings a bot process needs to use this cloud and no other. */
  environment(): Record<string, string>;
  close(): Promise<void>;
}

export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const [certificates, entraKeys, botFrameworkKeys, otherChannelKeys] = await Promise.all([
    makeCertificates(),
    ...keyRings(),
  ]);
  const tenantId = (options.tenantId ?? randomUUID()).toLowerCase();
  const botTokenIssuer = options.botTokenIssuer ?? 'https://api.botframework.com';
  const directory = new Directory(options);
  const registrations = new Registrations();
  const { bot, graphApp, webApp } = register(registrations, directory, options.botId);
  const roster = new Roster({
    id: randomUUID(),
    externalId: options.teamsAppId ?? bot.appId,
    displayName: bot.displayName,
    version: '1.0.0',
    webApplicationId: bot.appId,
  });
  const [chats, faults, log, mailbox] = [new Chats(directory), new Faults(), new CallLog(), new Mailbox()];
  const listeners: Partial<Record<'login' | 'graph' | 'connector', Listener>> = {};
  const url = (name: 'login' | 'graph' | 'connector') => listeners[name]?.url ?? '';
  const serviceUrl = () => `${url('connector')}/emea/`;
  const tokens = accessTokens({
    keys: entraKeys,
    tenantId,
    issuer: `https://sts.windows.net/${tenantId}/`,
    lifetimeSeconds: options.accessTokenSeconds ?? 3600,
  });
  const graphAudiences = () => [url('graph'), 'https://graph.microsoft.com'];
  const resource = (identifier: string, registration: Registration) => {
    if (graphAudiences().includes(identifier)) return { audience: identifier, roles: registration.graphRoles };
    return identifier === connectorAudience ? { audience: identifier, roles: [] } : undefined;
  };
  const people = userTokens(entraKeys, tenantId, () => `${url('login')}/${tenantId}/v2.0`);
  const signIn = signInOf({ directory, registrations, tokens, userTokens: people, tenantId });
  const services: Record<keyof typeof listeners, Service> = {
    login: loginService({
      tenantId,
      registrations,
      tokens,
      entraKeys,
      botFrameworkKeys,
      otherChannelKeys,
      botTokenIssuer,
      url: () => url('login'),
      resource,
      signIn,
    }),
    graph: graphService({
      tenantId,
      directory,
      registrations,
      mailbox,
      roster,
      tokens,
      url: () => url('graph'),
      audiences: graphAudiences,
    }),
    connector: connectorService({ tokens, tenantId, botId: bot.appId, botName: bot.displayName, chats, roster }),
  };
  const stop = async () => {
    await Promise.all(Object.values(listeners).map((listener) => listener.close()));
    await certificates.remove();
  };
  try {
    for (const name of ['login', 'graph', 'connector'] as const) {
      listeners[name] = await listen(services[name], {
        port: options.ports?.[name] ?? 0,
        ...certificates,
        faults,
        log,
      });
    }
  } catch (error) {
    // A port that is taken must not leave the others open.
    await stop();
    throw error;
  }
  const botTokens = new BotTokens({
    botFrameworkKeys,
    otherChannelKeys,
    entraKeys,
    issuer: botTokenIssuer,
    botId: bot.appId,
    lifetimeSeconds: options.botTokenSeconds ?? 3600,
  });
  const teams = new Teams({
    directory,
    chats,
    roster,
    tokens: botTokens,
    authority: certificates.authority,
    tenantId,
    botId: bot.appId,
    botName: bot.displayName,
    serviceUrl,
  });

  return {
    urls: { login: url('login'), graph: url('graph'), connector: url('connector') },
    tenantId,
    authority: certificates.authority,
    authorityFile: certificates.authorityFile,
    directory,
    registrations,
    bot,
    graphApp,
    webApp,
    faults,
    log,
    mailbox,
    teams,
    itChannel: teams.addChannel('IT support', [cast.it, cast.itSecond, cast.security]),
    userTokens: people,
    environment: () => ({
      TENANT_ID: tenantId,
      BOT_ID: bot.appId,
      BOT_PASSWORD: secretOf(bot),
      GRAPH_CLIENT_ID: graphApp.appId,
      GRAPH_CLIENT_SECRET: secretOf(graphApp),
      WEB_CLIENT_ID: webApp.appId,
      WEB_CLIENT_SECRET: secretOf(webApp),
      MAIL_SENDER: directory.user(cast.mailSender).userPrincipalName,
      LOGIN_URL: url('login'),
      GRAPH_URL: url('graph'),
      BOT_OPENID_METADATA_URL: `${url('login')}/v1/.well-known/openidconfiguration`,
      BOT_TOKEN_ISSUER: botTokenIssuer,
      SERVICE_URLS: `${url('connector')}/`,
      NODE_EXTRA_CA_CERTS: certificates.authorityFile,
    }),
    async close() {
      faults.clear();
      await teams.close();
      await stop();
    },
  };
}

/** The bot with what the Self permissions ask of it, the app that may reset, the app people sign in to. */
function register(registrations: Registrations, directory: Directory, botId: string | undefined) {
  const owners = [directory.user(cast.it).id];
  return {
    bot: registrations.add({
      displayName: 'MFA Reset',
      ...(botId === undefined ? {} : { appId: botId.toLowerCase() }),
      graphRoles: ['TeamsAppInstallation.ReadWriteSelfForUser.All', 'AppCatalog.Read.All'],
      owners,
    }),
    graphApp: registrations.add({ displayName: 'MFA Reset – Graph', graphRoles: resetRoles, owners }),
    webApp: registrations.add({ displayName: 'MFA Reset – Web', owners }),
  };
}

let kept: ReturnType<typeof keyRings> | undefined;

/** RSA keys are made once per process: they cost 200 ms, and tests start a cloud each. Tenants keep the clouds apart. */
function keyRings(): readonly [
  entra: Promise<KeyRing>,
  botFramework: Promise<KeyRing>,
  otherChannel: Promise<KeyRing>,
] {
  kept ??= [newKeyRing(), newKeyRing(), newKeyRing()];
  return kept;
}

function secretOf(registration: Registration): string {
  return registration.secrets[0]?.value ?? '';
}
