import { strToU8, zipSync } from 'fflate';
import { teamsLinks, type TeamsLinks } from '../../services/teamsLinks.js';
import type { Env } from '../../services/settings.js';
import { at, manifestFaults, type Icons } from './manifestChecks.js';
import { readPackageSettings } from './packageSettings.js';

export interface Parts {
  /** `appPackage/manifest.json` as it stands, with its placeholders. */
  readonly template: string;
  /** By file name. */
  readonly icons: Icons;
  /** The app's version where TEAMS_APP_VERSION doesn't say another. */
  readonly version: string;
}

export interface AppPackage {
  readonly zip: Uint8Array;
  readonly version: string;
  readonly links: TeamsLinks;
}

/** The package can't be made; `faults` has one sentence for each fault. */
export class PackageError extends Error {
  override readonly name = 'PackageError';
  constructor(readonly faults: readonly string[]) {
    super(`The Teams app can’t be packed yet:\n  ${faults.join('\n  ')}`);
  }
}

/** Same settings and parts, same bytes. Throws a {@link PackageError} that names every fault at once. */
export function appPackage(env: Env, { template, icons, version }: Parts): AppPackage {
  const faults: string[] = [];
  const { values, place } = readPackageSettings(env, version, faults);
  const text = fill(template, (name) => values[name] ?? STAND_INS[name]);
  for (const name of new Set(Array.from(text.matchAll(PLACEHOLDER), ([whole]) => whole)))
    faults.push(`manifest.json would still say ${name}; nothing fills it`);
  const written = parse(template, faults);
  if (written !== undefined) faults.push(...sentences(JSON.parse(text), written, icons));
  if (faults.length > 0) throw new PackageError(faults);
  const files = { 'manifest.json': strToU8(text), ...icons } as Record<string, Uint8Array>;
  return { zip: pack(files), version: values['TEAMS_APP_VERSION'] ?? version, links: teamsLinks(place) };
}

/** In place of what is missing or wrong and already named, so that the rest is checked in the same run. */
const STAND_INS: Readonly<Record<string, string | undefined>> = {
  BOT_ID: '00000000-0000-0000-0000-000000000000',
  TEAMS_APP_ID: '00000000-0000-0000-0000-000000000000',
  DEVELOPER_NAME: '-',
  DEVELOPER_WEBSITE_URL: 'https://example.com',
  DEVELOPER_PRIVACY_URL: 'https://example.com',
  DEVELOPER_TERMS_URL: 'https://example.com',
};

/** `${{NAME}}`, as the toolkits write it. */
const PLACEHOLDER = /\$\{\{\s*([^{}]*?)\s*\}\}/g;

function fill(template: string, valueOf: (name: string) => string | undefined): string {
  return template.replace(PLACEHOLDER, (whole, name: string) => {
    const value = valueOf(name);
    // Inside the quotes of a JSON string.
    return value === undefined ? whole : JSON.stringify(value).slice(1, -1);
  });
}

function parse(text: string, faults: string[]): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    faults.push(`manifest.json is not JSON: ${(error as Error).message}`);
    return undefined;
  }
}

/** A fault of a filled-in value names the setting it comes from. */
function sentences(manifest: unknown, written: unknown, icons: Icons): readonly string[] {
  return [...manifestFaults(manifest, icons)].map(([pointer, problem]) => {
    const setting = /^\$\{\{(\w+)\}\}$/.exec(String(at(written, pointer)))?.[1];
    const place = pointer === '' ? 'manifest.json' : `manifest.json › ${pointer.slice(1).replaceAll('/', ' › ')}`;
    return `${place}${setting === undefined ? '' : ` (${setting})`} ${problem}`;
  });
}

/** The time is a wall-clock one: fflate writes local time, and so it is the same everywhere. */
function pack(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const mtime = new Date(2020, 0, 1, 12);
  return zipSync({ ...files }, { level: 9, mtime });
}
