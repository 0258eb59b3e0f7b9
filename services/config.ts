import { readCloud, type Cloud } from './clouds.js';
import { LoggableError, type LogLevel } from './log.js';
import { readRegistrations, type Registration } from './registration.js';
import { GUID, MAKE_KEY } from './settingRules.js';
import { reader, type Env } from './settings.js';
import type { StoreLocation } from './store/location.js';

export interface Config {
  readonly tenantId: string;
  readonly bot: Registration;
  /** The `id` in the Teams app's manifest. */
  readonly teamsAppId: string;
  /** The registration that may reset; the bot's own where none is set. */
  readonly graph: Registration;
  readonly mailSender: string;
  readonly store: StoreLocation;
  readonly policyFile: string;
  readonly auditKey: string;
  readonly linkKey: string;
  /** Where the audit chain's head is kept besides. */
  readonly anchorFile: string | undefined;
  /** Without a trailing slash. */
  readonly publicUrl: string | undefined;
  readonly logLevel: LogLevel;
  readonly port: number;
  readonly metricsPort: number;
  readonly cloud: Cloud;
  /** Sentences for the log at start. */
  readonly warnings: readonly string[];
}

/** The settings can't be used; `faults` has one sentence for each fault. */
export class ConfigError extends LoggableError {
  override readonly name = 'ConfigError';
  constructor(readonly faults: readonly string[]) {
    super(`The settings have ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}:\n  ${faults.join('\n  ')}`);
  }
}

/** Reads nothing but its argument. Throws a {@link ConfigError} that names every fault at once. */
export function parseConfig(env: Env): Config {
  const faults: string[] = [];
  const warnings: string[] = [];
  const read = reader(env, faults);
  const tenantId = read('TENANT_ID');
  const { bot, graph } = readRegistrations(read, faults, warnings);
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
    warnings.push('PUBLIC_URL is not set: cards and mails have no link to the page that tells users what to do next');
  for (const name of ['BOT_PASSWORD', 'GRAPH_CLIENT_SECRET'] as const)
    if (GUID.test(read(name) ?? ''))
      warnings.push(`${name} looks like the secret's ID; if sign-in fails, copy the secret's Value instead`);

  const mailSender = read('MAIL_SENDER');
  const store = read('STORE_URL') ?? DEFAULT_STORE;
  if (isOpenToOthers(store))
    warnings.push('STORE_URL has no sslmode=verify-full: others on the network may read along, or answer in its place');
  const cloud = readCloud(read);
  const policyFile = policyFileOf(env);
  const logLevel = read('LOG_LEVEL') ?? 'info';

  // The reader has named what is missing; the rest of this line is for the compiler.
  if (faults.length > 0 || !tenantId || !bot || !graph || !auditKey || !linkKey || !mailSender)
    throw new ConfigError(faults);
  return {
    ...{ tenantId, bot, graph, mailSender, store, policyFile, auditKey, linkKey, publicUrl },
    anchorFile: read('ANCHOR_FILE'),
    ...{ logLevel, port, metricsPort, cloud, warnings },
    teamsAppId: read('TEAMS_APP_ID') ?? bot.clientId,
  };
}

/** Known whatever else is wrong, so that the policy can be checked beside faulty settings. */
export function policyFileOf(env: Env): string {
  return reader(env, [])('POLICY_FILE') ?? './policy.json';
}

/** Where the data is when nothing says it. */
export const DEFAULT_STORE: StoreLocation = { kind: 'file', path: './data' };

/** Who can read along on the way to the database reads people's words, and may come in with the password. */
function isOpenToOthers(store: StoreLocation): boolean {
  if (store.kind === 'file') return false;
  const { hostname, searchParams } = new URL(store.url);
  return !/^(|localhost|127\..*|\[::1\])$/.test(hostname) && searchParams.get('sslmode') !== 'verify-full';
}

const LATER = ['WEB_CLIENT_ID', 'WEB_CLIENT_SECRET'] as const;
