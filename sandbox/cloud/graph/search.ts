import type { JsonObject } from '../json.js';
import { badRequest } from './graphError.js';

/** These are cut into words by Entra; of any other property only the beginning is looked at. */
const tokenised = new Set(['displayname', 'description']);

const clause = /^\s*"([A-Za-z]+):((?:[^"\\]|\\.)*)"\s*(AND|OR)?\s*/;

/**
 * `$search` for directory objects: `"displayName:ann li" OR "mail:ann"`, AND binding closer than OR.
 * Every word asked for must begin a word of the property.
 */
export function parseSearch(text: string): (item: JsonObject) => boolean {
  const anyOf: ((item: JsonObject) => boolean)[][] = [[]];
  let rest = text;
  let joined: string | undefined = 'AND';
  while (rest.length > 0) {
    const match = clause.exec(rest);
    if (!match || joined === undefined) throw syntaxError(text, rest);
    const [whole, property = '', value = ''] = match;
    if (joined === 'OR') anyOf.push([]);
    anyOf.at(-1)?.push(matcher(property, value.replace(/\\(.)/g, '$1')));
    joined = match[3];
    rest = rest.slice(whole.length);
  }
  if (joined !== undefined) throw syntaxError(text, rest);
  return (item) => anyOf.some((allOf) => allOf.every((passes) => passes(item)));
}

function matcher(property: string, wanted: string): (item: JsonObject) => boolean {
  return (item) => {
    const key = Object.keys(item).find((name) => name.toLowerCase() === property.toLowerCase());
    const value = key === undefined ? undefined : item[key];
    if (typeof value !== 'string') return false;
    if (!tokenised.has(property.toLowerCase())) return value.toLowerCase().startsWith(wanted.toLowerCase());
    const words = wordsOf(value);
    const asked = wordsOf(wanted);
    return asked.length > 0 && asked.every((word) => words.some((candidate) => candidate.startsWith(word)));
  };
}

/** Words as the directory cuts them: at spaces, signs, digits beside letters, and capitals inside a word. */
function wordsOf(text: string): readonly string[] {
  return text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{L})(\p{N})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean);
}

function syntaxError(text: string, rest: string) {
  const at = text.length - rest.length;
  return badRequest(`Syntax error: character '${rest.charAt(0)}' is not valid at position ${at} in '${text}'.`);
}
