import { readCloud } from '../../services/clouds.js';
import { text } from '../../services/settingRules.js';
import { reader, type Env } from '../../services/settings.js';
import type { TeamsPlace } from '../../services/teamsLinks.js';

export interface PackageSettings {
  /** What the manifest's placeholders stand for, by name; undefined for what is missing or wrong. */
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly place: TeamsPlace;
}

/** The service's own settings as far as the package needs them, and the developer's. Faults go to `faults`. */
export function readPackageSettings(env: Env, version: string, faults: string[]): PackageSettings {
  const known: string[] = [];
  const read = reader(env, known);
  faults.push(...known.filter((fault) => NEEDED.some((name) => fault.startsWith(`${name} `))));
  const botId = read('BOT_ID');
  const publicUrl = read('PUBLIC_URL');
  const developer = readDeveloper(env, publicUrl, faults);
  const ids = { BOT_ID: botId, TEAMS_APP_ID: read('TEAMS_APP_ID') ?? botId };
  return {
    values: { ...ids, ...developer, TEAMS_APP_VERSION: env['TEAMS_APP_VERSION']?.trim() || version },
    place: { teamsUrl: readCloud(read).teamsUrl, botId: botId ?? '', tenantId: read('TENANT_ID') ?? '', publicUrl },
  };
}

const NEEDED = ['BOT_ID', 'TENANT_ID', 'TEAMS_APP_ID', 'PUBLIC_URL', 'CLOUD', 'TEAMS_URL'] as const;

/** A page, so with a query or a fragment where it has one. */
const address = text.regex(/^https:\/\/[^\s/]\S*$/i, 'is not an https URL');

/** Teams shows these beside the app; it wants all four. */
const DEVELOPER = {
  DEVELOPER_NAME: { rule: text, hint: 'write who looks after the app, as your colleagues know them' },
  DEVELOPER_WEBSITE_URL: {
    rule: address,
    hint: 'give the address of a page where your colleagues get help, or set PUBLIC_URL',
  },
  DEVELOPER_PRIVACY_URL: { rule: address, hint: 'give the address of your privacy notice' },
  DEVELOPER_TERMS_URL: { rule: address, hint: 'give the address of your terms of use' },
} as const;

function readDeveloper(env: Env, publicUrl: string | undefined, faults: string[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, { rule, hint }] of Object.entries(DEVELOPER)) {
    const fallback = name === 'DEVELOPER_WEBSITE_URL' && publicUrl !== undefined ? `${publicUrl}/next` : '';
    const given = env[name]?.trim() || fallback;
    const result = rule.safeParse(given);
    if (given === '') faults.push(`${name} is missing; ${hint}`);
    else if (result.success) found[name] = result.data;
    else for (const { message } of result.error.issues) faults.push(`${name} ${message}`);
  }
  return found;
}
