import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Ajv, ValidateFunction } from 'ajv';
import AjvDraft04 from 'ajv-draft-04';
import { GUID } from '../../services/settingRules.js';
import { pngSize } from '../icons/png.js';

export type Icons = Readonly<Record<string, Uint8Array | undefined>>;

/** What Teams would refuse, by the JSON pointer of the place; our words where we have some, else the schema's. */
export function manifestFaults(manifest: unknown, icons: Icons): ReadonlyMap<string, string> {
  const ours = checks(manifest, icons).flatMap(([pointer, check]) => {
    const problem = check(at(manifest, pointer));
    return problem === undefined ? [] : [[pointer, problem] as const];
  });
  return new Map([...schemaFaults(manifest), ...ours]);
}

/** Microsoft's own schema of the manifest version that the file names. */
export function schemaFaults(manifest: unknown): ReadonlyMap<string, string> {
  const version = String(at(manifest, '/manifestVersion'));
  const validate = validatorOf(version);
  if (validate === undefined) return new Map([['/manifestVersion', `is ${version}, which no schema is known for`]]);
  validate(manifest);
  return new Map(
    (validate.errors ?? []).map(({ instancePath, message, params }) => [
      instancePath,
      `${message ?? 'is not as the schema wants it'} ${JSON.stringify(params)}`,
    ]),
  );
}

/** What a JSON pointer leads to; undefined where it leads nowhere. */
export function at(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key], value);
}

const require = createRequire(import.meta.url);

/** From the schema's file: the package's own entry does not load. */
function validatorOf(version: string): ValidateFunction | undefined {
  const entry = require.resolve('@microsoft/app-manifest/package.json');
  const file = new URL(`build/json-schemas/teams/v${version}/MicrosoftTeams.schema.json`, pathToFileURL(entry));
  if (!existsSync(file)) return undefined;
  // Formats are left out: the only one is `uri`, on $schema and on a link we don't have.
  const ajv = new (AjvDraft04 as unknown as typeof Ajv)({ allErrors: true, strict: false, validateFormats: false });
  return ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
}

type Check = (value: unknown) => string | undefined;

function checks(manifest: unknown, icons: Icons): readonly (readonly [pointer: string, check: Check])[] {
  const lists = listAt(manifest, '/bots/0/commandLists');
  const commands = lists.flatMap((_, list) =>
    listAt(manifest, `/bots/0/commandLists/${list}/commands`).map((__, index) => ({ list, index })),
  );
  return [
    ['/version', (value) => (/^\d+\.\d+\.\d+$/.test(String(value)) ? undefined : 'is not a version like 1.2.3')],
    ...['/id', '/bots/0/botId', '/webApplicationInfo/id'].map((pointer) => [pointer, isGuid] as const),
    ['/developer/name', atMost(32)],
    ...['websiteUrl', 'privacyUrl', 'termsOfUseUrl'].map((name) => [`/developer/${name}`, isHttps] as const),
    ['/name/short', atMost(30)],
    ['/name/full', atMost(100)],
    ['/description/short', atMost(80)],
    ['/description/full', atMost(4000)],
    ['/icons/color', isIcon(icons, 192)],
    ['/icons/outline', isIcon(icons, 32)],
    ['/composeExtensions/0/botId', isGuid],
    ['/bots/0/scopes', personalAndTeam],
    ['/supportsChannelFeatures', tier1],
    ['/bots/0/commandLists', noMoreThan(3, 'lists of commands')],
    ...lists.map((_, list) => [`/bots/0/commandLists/${list}/commands`, noMoreThan(12, 'commands')] as const),
    ...commands.flatMap(({ list, index }) => {
      const command = `/bots/0/commandLists/${list}/commands/${index}`;
      // Tighter than the schema, which lets a description have 4,000 characters that the menu can't show.
      return [[`${command}/title`, atMost(32)] as const, [`${command}/description`, atMost(128)] as const];
    }),
  ];
}

const isGuid: Check = (value) => (GUID.test(String(value)) ? undefined : 'is not a GUID');
const isHttps: Check = (value) => (/^https:\/\/[^\s/]/i.test(String(value)) ? undefined : 'is not an https URL');
const personalAndTeam: Check = (value) =>
  JSON.stringify(value) === '["personal","team"]'
    ? undefined
    : 'is not "personal" and "team": the bot answers in the personal chat, and posts in IT’s channel';
/** Not in the schema, but in what Teams refuses: from 1.25 on an app for teams without it does not upload. */
const tier1: Check = (value) =>
  value === 'tier1' ? undefined : 'is not "tier1", which Teams wants of an app for teams since manifest 1.25';

function atMost(limit: number): Check {
  return (value) => {
    if (typeof value !== 'string' || value.trim() === '') return 'is empty';
    return value.length <= limit ? undefined : `has ${value.length} characters; Teams takes ${limit} at most`;
  };
}

function noMoreThan(limit: number, what: string): Check {
  return (value) =>
    Array.isArray(value) && value.length <= limit ? undefined : `has more ${what} than the ${limit} that Teams takes`;
}

function isIcon(icons: Icons, side: number): Check {
  return (name) => {
    const file = icons[String(name)];
    const size = file === undefined ? undefined : pngSize(file);
    if (size === undefined) return `names no PNG file: ${String(name)}`;
    if (size.width === side && size.height === side) return undefined;
    return `is ${size.width} × ${size.height} pixels; Teams wants ${side} × ${side}`;
  };
}

function listAt(value: unknown, pointer: string): readonly unknown[] {
  const list = at(value, pointer);
  return Array.isArray(list) ? list : [];
}
