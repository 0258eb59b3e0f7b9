import { z } from 'zod';
import type { Credential, Registration } from './identity.js';
import { LOG_LEVELS, LoggableError, type LogLevel } from './log.js';

export interface Config {
  readonly tenantId: string;
  readonly bot: Registration;
  /** The registration that may reset; the bot's own where none is set. */
  readonly graph: Registration;
  readonly mailSender: string;
  readonly store: { readonly kind: 'file'; readonly path: string };
  readonly policyFile: string;
  readonly auditKey: string;
  readonly linkKey: string;
  /** Without a trailing slash. */
  readonly publicUrl: string | undefined;
  readonly logLevel: LogLevel;
  readonly port: number;
  readonly metricsPort: number;
  readonly cloud: Cloud;
  /** Sentences for the log at start. */
  readonly warnings: readonly string[];
}

/** One Microsoft cloud: every address the service talks to or trusts. */
export interface Cloud {
  readonly loginUrl: string;
  readonly graphUrl: string;
  readonly botOpenIdMetadataUrl: string;
  /** Who issues the tokens that come with activities. */
  readonly botTokenIssuer: string;
  /** Audience of the tokens the bot sends to the connector, without `/.default`. */
  readonly botScope: string;
  /** Connectors that may be answered: an https URL, ending in a slash, that the serviceUrl must begin with; or a bare host, on any port. */
  readonly serviceUrls: readonly string[];
  readonly tokenExchangeAudience: string;
}

/** The settings can't be used; `faults` has one sentence for each fault. */
export class ConfigError extends LoggableError {
  override readonly name = 'ConfigError';
  constructor(readonly faults: readonly string[]) {
    super(`The settings have ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}:\n  ${faults.join('\n  ')}`);
  }
}

/** Reads nothing but its argument. Throws a {@link ConfigError} that names every fault at once. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = [];
  const warnings: string[] = [];
  const read = reader(env, faults);
  const cloudName = read('CLOUD') ?? 'public';
  const preset = CLOUDS[cloudName];

  const tenantId = read('TENANT_ID');
  const botId = read('BOT_ID');
  const managedIdentity = read('MANAGED_IDENTITY_CLIENT_ID');
  const botCredential = credential(read, faults, BOT_CREDENTIALS, managedIdentity);
  const graphId = read('GRAPH_CLIENT_ID');
  const graphCredential =
    graphId === undefined ? undefined : credential(read, faults, GRAPH_CREDENTIALS, managedIdentity);
  if (graphId === undefined) {
    for (const name of GRAPH_CREDENTIALS)
      if (read(name) !== undefined) faults.push(`${name} is set without GRAPH_CLIENT_ID; set both or neither`);
    warnings.push(
      'GRAPH_CLIENT_ID is not set: the bot and the reset share one app registration; two are safer, so that a leaked bot secret resets nobody',
    );
  }

  const auditKey = read('AUDIT_KEY');
  const linkKey = read('LINK_KEY');
  if (auditKey !== undefined && auditKey === linkKey)
    faults.push(`LINK_KEY equals AUDIT_KEY; make another with: ${MAKE_KEY}`);
  const port = read('PORT') ?? 3978;
  const metricsPort = read('METRICS_PORT') ?? 9464;
  if (port === metricsPort) faults.push('METRICS_PORT equals PORT; give each its own');
  if (read('DRY_RUN') === true) faults.push('DRY_RUN is not available in this version yet; remove it');
  for (const name of LATER)
    if (read(name) !== undefined) warnings.push(`${name} has no effect yet; it belongs to a later version`);
  const publicUrl = read('PUBLIC_URL');
  if (publicUrl === undefined)
    warnings.push('PUBLIC_URL is not set: nothing uses it yet, but pages and links of a later version will');
  for (const name of ['BOT_PASSWORD', 'GRAPH_CLIENT_SECRET'] as const)
    if (GUID.test(read(name) ?? ''))
      warnings.push(`${name} looks like the secret's ID; if sign-in fails, copy the secret's Value instead`);

  const mailSender = read('MAIL_SENDER');
  const store = read('STORE_URL') ?? { kind: 'file' as const, path: './data' };
  const cloud = {
    loginUrl: read('LOGIN_URL') ?? preset.loginUrl,
    graphUrl: read('GRAPH_URL') ?? preset.graphUrl,
    botOpenIdMetadataUrl: read('BOT_OPENID_METADATA_URL') ?? preset.botOpenIdMetadataUrl,
    botTokenIssuer: read('BOT_TOKEN_ISSUER') ?? preset.botTokenIssuer,
    botScope: preset.botScope,
    serviceUrls: read('SERVICE_URLS') ?? preset.serviceUrls,
    tokenExchangeAudience: preset.tokenExchangeAudience,
  };
  const policyFile = read('POLICY_FILE') ?? './policy.json';
  const logLevel = read('LOG_LEVEL') ?? 'info';

  // The reader has named what is missing; the rest of this line is for the compiler.
  if (faults.length > 0 || !tenantId || !botId || !botCredential || !auditKey || !linkKey || !mailSender)
    throw new ConfigError(faults);
  const bot: Registration = { clientId: botId, setting: 'BOT_ID', credential: botCredential };
  const graph: Registration =
    graphId === undefined || graphCredential === undefined
      ? bot
      : { clientId: graphId, setting: 'GRAPH_CLIENT_ID', credential: graphCredential };
  return {
    ...{ tenantId, bot, graph, mailSender, store, policyFile, auditKey, linkKey, publicUrl },
    ...{ logLevel, port, metricsPort, cloud, warnings },
  };
}

const CLOUDS: Readonly<Record<'public' | 'usgov', Cloud>> = {
  public: {
    loginUrl: 'https://login.microsoftonline.com',
    graphUrl: 'https://graph.microsoft.com',
    botOpenIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    botTokenIssuer: 'https://api.botframework.com',
    botScope: 'https://api.botframework.com',
    // The second serves GCC tenants, which live in the public cloud.
    serviceUrls: ['https://smba.trafficmanager.net/', 'https://smba.infra.gcc.teams.microsoft.com/'],
    tokenExchangeAudience: 'api://AzureADTokenExchange',
  },
  // GCC High. DoD differs in GRAPH_URL and SERVICE_URLS.
  usgov: {
    loginUrl: 'https://login.microsoftonline.us',
    graphUrl: 'https://graph.microsoft.us',
    botOpenIdMetadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
    botTokenIssuer: 'https://api.botframework.us',
    botScope: 'https://api.botframework.us',
    serviceUrls: ['https://smba.infra.gov.teams.microsoft.us/'],
    tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov',
  },
};

const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const MAKE_KEY = `node -e "console.log(require('crypto').randomBytes(32).toString('base64url'))"`;

/** Each rule's message ends the sentence "NAME …". */
const guid = z
  .string()
  .regex(GUID, 'is not a GUID')
  .transform((id) => id.toLowerCase());
const key = z.string().min(32, `is shorter than 32 characters; make one with: ${MAKE_KEY}`);
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'is not a port number')
  .transform(Number)
  .refine((number) => number > 0 && number < 65_536, 'is not a port number');
const url = custom(urlFrom);
const root = url.transform((text) => text.replace(/\/+$/, ''));
const mailbox = z.string().regex(/^[^\s@]+@[^\s@]+$/, 'is not a mail address');

interface Setting<T> {
  readonly parse: z.ZodType<T, string>;
  /** Where to get it; a setting with this must be there. */
  readonly required?: string;
  readonly alias?: string;
}
const setting = <T>(parse: z.ZodType<T, string>, more: Omit<Setting<T>, 'parse'> = {}): Setting<T> => ({
  parse,
  ...more,
});

const SETTINGS = {
  TENANT_ID: setting(guid, {
    required: 'copy it from Entra admin centre › Overview › Tenant ID',
    alias: 'MicrosoftAppTenantId',
  }),
  BOT_ID: setting(guid, {
    required:
      'without it anybody could talk to the bot; copy it from Entra admin centre › App registrations › Overview › Application (client) ID',
    alias: 'MicrosoftAppId',
  }),
  BOT_PASSWORD: setting(z.string(), { alias: 'MicrosoftAppPassword' }),
  BOT_CERTIFICATE: setting(z.string()),
  GRAPH_CLIENT_ID: setting(guid),
  GRAPH_CLIENT_SECRET: setting(z.string()),
  GRAPH_CERTIFICATE: setting(z.string()),
  WEB_CLIENT_ID: setting(guid),
  WEB_CLIENT_SECRET: setting(z.string()),
  MANAGED_IDENTITY_CLIENT_ID: setting(guid),
  PUBLIC_URL: setting(root),
  MAIL_SENDER: setting(mailbox, {
    required: 'name the mailbox the mails come from, as in Exchange admin centre › Recipients › Mailboxes',
  }),
  STORE_URL: setting(custom(storeFrom)),
  POLICY_FILE: setting(z.string()),
  AUDIT_KEY: setting(key, { required: `make one with: ${MAKE_KEY}` }),
  LINK_KEY: setting(key, { required: `make one, other than AUDIT_KEY, with: ${MAKE_KEY}` }),
  ANCHOR_FILE: setting(z.string()),
  DRY_RUN: setting(z.string().transform((text) => !/^(0|false|no|off)$/i.test(text))),
  LOG_LEVEL: setting(z.string().toLowerCase().pipe(oneOf(LOG_LEVELS))),
  PORT: setting(port),
  METRICS_PORT: setting(port),
  CLOUD: setting(
    z
      .string()
      .toLowerCase()
      .pipe(oneOf(['public', 'usgov'])),
  ),
  LOGIN_URL: setting(root),
  GRAPH_URL: setting(root),
  BOT_OPENID_METADATA_URL: setting(url),
  // Compared letter by letter with the token's issuer, so not normalised.
  BOT_TOKEN_ISSUER: setting(z.string().refine(isHttps, 'is not an https URL')),
  SERVICE_URLS: setting(custom(serviceUrlsFrom)),
} as const;

type Name = keyof typeof SETTINGS;
type Value<N extends Name> = z.output<(typeof SETTINGS)[N]['parse']>;
type Read = <N extends Name>(name: N) => Value<N> | undefined;

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly Name[];

const BOT_CREDENTIALS = ['BOT_PASSWORD', 'BOT_CERTIFICATE'] as const;
const GRAPH_CREDENTIALS = ['GRAPH_CLIENT_SECRET', 'GRAPH_CERTIFICATE'] as const;
const LATER = ['WEB_CLIENT_ID', 'WEB_CLIENT_SECRET', 'ANCHOR_FILE'] as const;

/** Values by name, each parsed once; what is wrong with them goes to `faults`, never the value itself. */
function reader(env: Readonly<Record<string, string | undefined>>, faults: string[]): Read {
  const given = (name: string | undefined): string | undefined =>
    (name === undefined ? undefined : env[name]?.trim()) || undefined;
  const values = new Map<Name, unknown>();
  for (const name of SETTING_NAMES) {
    const { parse, required, alias }: Setting<unknown> = SETTINGS[name];
    const text = given(name) ?? given(alias);
    if (given(name) && given(alias) && given(name) !== given(alias))
      faults.push(`${name} and ${alias ?? ''} differ; they are two names for one setting`);
    if (text === undefined) {
      if (required !== undefined) faults.push(`${name} is missing; ${required}`);
      continue;
    }
    const result = parse.safeParse(text);
    if (result.success) values.set(name, result.data);
    else for (const { message } of result.error.issues) faults.push(`${name} ${message}`);
  }
  return <N extends Name>(name: N) => values.get(name) as Value<N> | undefined;
}

function credential(
  read: Read,
  faults: string[],
  [secretName, certificateName]: typeof BOT_CREDENTIALS | typeof GRAPH_CREDENTIALS,
  managedIdentity: string | undefined,
): Credential | undefined {
  const secret = read(secretName);
  const certificate = read(certificateName);
  const found: Credential[] = [];
  if (secret !== undefined) found.push({ kind: 'secret', secret, setting: secretName });
  if (certificate !== undefined) found.push({ kind: 'certificate', path: certificate, setting: certificateName });
  if (found.length === 0 && managedIdentity !== undefined)
    return { kind: 'managedIdentity', clientId: managedIdentity, setting: 'MANAGED_IDENTITY_CLIENT_ID' };
  if (found.length === 0)
    faults.push(
      `${secretName} is missing; make a secret in Entra admin centre › App registrations › Certificates & secrets and copy its Value, or set ${certificateName} or MANAGED_IDENTITY_CLIENT_ID`,
    );
  if (found.length > 1) faults.push(`${secretName} and ${certificateName} are both set; keep one`);
  return found[0];
}

/** What a text means, or what is wrong with it. */
type Reading<T> = { readonly value: T } | { readonly problem: string };

function custom<T>(meaning: (text: string) => Reading<T>) {
  return z.string().transform((text, context): T => {
    const reading = meaning(text);
    if ('value' in reading) return reading.value;
    context.issues.push({ code: 'custom', message: reading.problem, input: '' });
    return z.NEVER;
  });
}

function oneOf<const T extends string>(values: readonly T[]) {
  return z.enum(values as [T, ...T[]], { error: `is not one of ${values.join(', ')}` });
}

function isHttps(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}

function urlFrom(text: string): Reading<string> {
  if (!isHttps(text)) return { problem: 'is not an https URL' };
  const found = new URL(text);
  if (found.username || found.password || found.search || found.hash)
    return { problem: 'must be a plain https URL, without user, query or fragment' };
  return { value: found.href };
}

function storeFrom(text: string): Reading<Config['store']> {
  if (/^postgres(ql)?:/i.test(text))
    return { problem: 'names PostgreSQL, which is not available in this version yet; use file:./data' };
  const path = /^file:(?:\/\/(?=\/))?(.+)$/.exec(text)?.[1];
  if (path === undefined || path.startsWith('//'))
    return { problem: 'is not a file URL; write file:./data or file:/var/lib/mfa-reset' };
  return { value: { kind: 'file', path } };
}

/** Hosts or https URLs, comma-separated. */
function isHost(text: string): boolean {
  return /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(text);
}

function serviceUrlsFrom(text: string): Reading<readonly string[]> {
  const urls = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => (entry.includes('://') || isHost(entry) ? entry : `https://${entry}`));
  if (urls.length === 0 || urls.some((entry) => !(isHost(entry) || isHttps(entry)) || /[?#@*]/.test(entry)))
    return { problem: 'is not a list of hosts or https URLs, separated by commas' };
  return {
    value: urls.map((entry) => (isHost(entry) ? entry.toLowerCase() : new URL(entry).href.replace(/\/*$/, '/'))),
  };
}
