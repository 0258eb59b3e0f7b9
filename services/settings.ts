import type { z } from 'zod';
import { LOG_LEVELS } from './log.js';
import {
  flag,
  guid,
  issuer,
  key,
  mailbox,
  MAKE_KEY,
  oneOf,
  port,
  root,
  serviceUrls,
  storeLocation,
  text,
  url,
} from './settingRules.js';

export type Env = Readonly<Record<string, string | undefined>>;
export type Read = <N extends Name>(name: N) => Value<N> | undefined;
type Name = keyof typeof SETTINGS;
type Value<N extends Name> = z.output<(typeof SETTINGS)[N]['parse']>;

/** Values by name, each parsed once; what is wrong with them goes to `faults`, never the value itself. Others than `names` are not looked at. */
export function reader(env: Env, faults: string[], names: readonly Name[] = SETTING_NAMES): Read {
  const given = (name: string | undefined): string | undefined =>
    (name === undefined ? undefined : env[name]?.trim()) || undefined;
  const values = new Map<Name, unknown>();
  for (const name of names) {
    const { parse, required, alias }: Setting<unknown> = SETTINGS[name];
    const found = given(name) ?? given(alias);
    if (given(name) && given(alias) && given(name) !== given(alias))
      faults.push(`${name} and ${alias ?? ''} differ; they are two names for one setting`);
    if (found === undefined) {
      if (required !== undefined) faults.push(`${name} is missing; ${required}`);
      continue;
    }
    const result = parse.safeParse(found);
    if (result.success) values.set(name, result.data);
    else for (const { message } of result.error.issues) faults.push(`${name} ${message}`);
  }
  return <N extends Name>(name: N) => values.get(name) as Value<N> | undefined;
}

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
  BOT_PASSWORD: setting(text, { alias: 'MicrosoftAppPassword' }),
  BOT_CERTIFICATE: setting(text),
  TEAMS_APP_ID: setting(guid),
  GRAPH_CLIENT_ID: setting(guid),
  GRAPH_CLIENT_SECRET: setting(text),
  GRAPH_CERTIFICATE: setting(text),
  WEB_CLIENT_ID: setting(guid),
  WEB_CLIENT_SECRET: setting(text),
  MANAGED_IDENTITY_CLIENT_ID: setting(guid),
  PUBLIC_URL: setting(root),
  MAIL_SENDER: setting(mailbox, {
    required: 'name the mailbox the mails come from, as in Exchange admin centre › Recipients › Mailboxes',
  }),
  STORE_URL: setting(storeLocation),
  POLICY_FILE: setting(text),
  AUDIT_KEY: setting(key, { required: `make one with: ${MAKE_KEY}` }),
  LINK_KEY: setting(key, { required: `make one, other than AUDIT_KEY, with: ${MAKE_KEY}` }),
  ANCHOR_FILE: setting(text),
  DRY_RUN: setting(flag),
  LOG_LEVEL: setting(oneOf(LOG_LEVELS)),
  PORT: setting(port),
  METRICS_PORT: setting(port),
  CLOUD: setting(oneOf(['public', 'usgov'])),
  LOGIN_URL: setting(root),
  GRAPH_URL: setting(root),
  BOT_OPENID_METADATA_URL: setting(url),
  BOT_TOKEN_ISSUER: setting(issuer),
  SERVICE_URLS: setting(serviceUrls),
  TEAMS_URL: setting(root),
} as const;

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly Name[];
