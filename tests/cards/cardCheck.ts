import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

type Json = Readonly<Record<string, unknown>>;

/** What keeps a card working on phones, in every theme and for screen readers; one line per fault. */
export function faultsOf(content: object): readonly string[] {
  const card = content as Json;
  const faults: string[] = [];
  const text = JSON.stringify(card);
  if (card['version'] !== '1.5') faults.push('version is not 1.5');
  if (typeof card['fallbackText'] !== 'string') faults.push('no fallbackText');
  if (Buffer.byteLength(text) >= 25_000) faults.push(`${Buffer.byteLength(text)} bytes`);
  if (/\$\{/u.test(text)) faults.push('an unexpanded ${');
  if (/"(undefined|null|NaN|\[object Object\])|"[^"]*\bundefined\b/u.test(text)) faults.push('an undefined value');
  if (/#[0-9a-f]{6}\b/iu.test(text)) faults.push('a raw colour');
  if (/[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(text)) faults.push('a bidi or zero-width character');
  for (const { node, path } of nodes(card)) faults.push(...nodeFaults(node).map((fault) => `${fault} at ${path}`));
  if (primary(card).length > 3) faults.push('more than 3 primary actions');
  faults.push(...schemaFaults(card));
  return faults;
}

const COLOURS = new Set(['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention']);
const ICON = /^(\p{Emoji_Presentation}|\p{Emoji}\ufe0f) \p{L}/u;

function nodeFaults(node: Json): readonly string[] {
  const faults: string[] = [];
  const type = node['type'];
  const has = (key: string): boolean => typeof node[key] === 'string' && node[key] !== '';
  if (type === 'TextBlock' && node['wrap'] !== true) faults.push('TextBlock does not wrap');
  if (type === 'TextBlock' && node['style'] === 'heading' && !ICON.test(String(node['text'])))
    faults.push('heading without an icon and a word');
  if ((type === 'TextBlock' || type === 'TextRun') && !has('text')) faults.push(`${type} without text`);
  if (type === 'ColumnSet' && (node['columns'] as unknown[]).length > 2) faults.push('more than 2 columns');
  if (type === 'FactSet') faults.push('FactSet reads Markdown');
  if (type === 'ActionSet') faults.push('ActionSet fails on iOS');
  if (type === 'Image' && !has('altText')) faults.push('Image without altText');
  if (typeof type === 'string' && type.startsWith('Input.')) {
    if (!has('label')) faults.push('input without label');
    if (node['isRequired'] === true && !has('errorMessage')) faults.push('required input without errorMessage');
    if (type === 'Input.ChoiceSet' && node['wrap'] !== true) faults.push('choices do not wrap');
  }
  if ('color' in node && !COLOURS.has(String(node['color']).toLowerCase())) faults.push('a raw colour');
  if (type === 'Action.Execute') faults.push(...executeFaults(node));
  return faults;
}

const IDS = new Set([
  'verb',
  'requestId',
  'effect',
  'as',
  'topic',
  'list',
  'about',
  'before',
  'after',
  'behind',
  'person',
]);

function executeFaults(action: Json): readonly string[] {
  const data = action['data'] as Json;
  const faults: string[] = [];
  if (data['verb'] !== action['verb']) faults.push('verb missing in data');
  if (Object.keys(data).some((key) => !IDS.has(key))) faults.push('more than ids in data');
  if (typeof action['title'] !== 'string') faults.push('action without title');
  // A refresh is fired by Teams, and by no version that lacks Action.Execute.
  if (action['verb'] === 'refresh') return faults;
  const fallback = action['fallback'] as Json | undefined;
  if (fallback?.['type'] !== 'Action.Submit') faults.push('no Action.Submit fallback');
  if (JSON.stringify(fallback?.['data']) !== JSON.stringify(data)) faults.push('fallback sends other data');
  if (fallback?.['title'] !== action['title']) faults.push('fallback has another title');
  return faults;
}

function primary(card: Json): readonly Json[] {
  return ((card['actions'] ?? []) as Json[]).filter(({ mode }) => mode !== 'secondary');
}

/** Every object of a card with where it is. */
export function* nodes(value: unknown, path = '$'): Generator<{ node: Json; path: string }> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield { node: value as Json, path };
  for (const [key, child] of Object.entries(value)) yield* nodes(child, `${path}.${key}`);
}

const validate = compile();

function compile(): ReturnType<Ajv['compile']> {
  const file = new URL('../data/adaptive-card-1.5.0.schema.json', import.meta.url);
  const { definitions, anyOf } = JSON.parse(readFileSync(file, 'utf8')) as Json;
  // Without its `$schema` (draft 06) and `id` (draft 04), which Ajv 8 refuses.
  return new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile({ definitions, anyOf });
}

function schemaFaults(card: Json): readonly string[] {
  // Teams' own people picker, which Microsoft's schema has no word for.
  const text = JSON.stringify(card, (key, value: unknown) => (key === 'choices.data' ? undefined : value));
  if (validate(JSON.parse(text))) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `schema: ${message ?? ''} at ${instancePath}`);
}
