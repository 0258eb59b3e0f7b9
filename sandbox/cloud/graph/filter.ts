import { isObject, type JsonObject, listOf } from '../json.js';
import { badRequest, unsupportedQuery } from './graphError.js';

/** A parsed `$filter`. */
export interface Filter {
  /** Every property path it names. */
  readonly properties: readonly string[];
  /** Whether it uses `ne`, `not` or `endswith`, which directory objects answer only as advanced queries. */
  readonly advanced: boolean;
  passes(item: JsonObject): boolean;
}

type Test = (item: JsonObject) => boolean;
type Literal = string | number | boolean | null;

const lexeme =
  /\s*(?:('(?:[^']|'')*')|([A-Za-z_][\w.@-]*(?:\/[A-Za-z_][\w.@-]*)*)|(\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?|-?\d+(?:\.\d+)?)|([(),:]))/y;

/** The part of OData 4 that Graph's directory answers: and/or/not, eq/ne/ge/gt/le/lt, in, startswith/endswith, any. */
export function parseFilter(text: string): Filter {
  const tokens = tokenise(text);
  const seen = new Set<string>();
  let at = 0;
  let advanced = false;

  const peek = () => tokens[at];
  const next = () => {
    const token = tokens[at++];
    if (token === undefined) throw invalid(text);
    return token;
  };
  const expect = (wanted: string) => {
    if (next().toLowerCase() !== wanted) throw invalid(text);
  };

  const either = (variable?: string): Test => {
    let left = both(variable);
    while (peek()?.toLowerCase() === 'or') {
      next();
      const [one, other] = [left, both(variable)];
      left = (item) => one(item) || other(item);
    }
    return left;
  };
  const both = (variable?: string): Test => {
    let left = single(variable);
    while (peek()?.toLowerCase() === 'and') {
      next();
      const [one, other] = [left, single(variable)];
      left = (item) => one(item) && other(item);
    }
    return left;
  };
  const single = (variable?: string): Test => {
    const token = next();
    const word = token.toLowerCase();
    if (word === 'not') {
      advanced = true;
      const inner = single(variable);
      return (item) => !inner(item);
    }
    if (token === '(') {
      const inner = either(variable);
      expect(')');
      return inner;
    }
    if (word === 'startswith' || word === 'endswith') return affix(word, variable);
    if (/\/any$/i.test(token)) return any(token.slice(0, -4), variable);
    return comparison(token, variable);
  };
  const property = (token: string, variable?: string) => {
    const path = variable !== undefined && token.startsWith(`${variable}/`) ? token.slice(variable.length + 1) : token;
    if (variable === undefined) seen.add(path);
    return path;
  };
  const affix = (word: string, variable?: string): Test => {
    advanced ||= word === 'endswith';
    expect('(');
    const path = property(next(), variable);
    expect(',');
    const wanted = text_(literal(next(), text));
    expect(')');
    return (item) => {
      const value = text_(read(item, path));
      return word === 'startswith' ? value.startsWith(wanted) : value.endsWith(wanted);
    };
  };
  const any = (path: string, variable?: string): Test => {
    const list = property(path, variable);
    expect('(');
    const name = next();
    expect(':');
    const inner = either(name);
    expect(')');
    return (item) => listOf(read(item, list)).some((one) => inner(isObject(one) ? one : { [name]: one }));
  };
  const comparison = (token: string, variable?: string): Test => {
    const path = property(token, variable);
    const operator = next().toLowerCase();
    if (operator === 'in') {
      expect('(');
      const values: Literal[] = [literal(next(), text)];
      while (peek() === ',') {
        next();
        values.push(literal(next(), text));
      }
      expect(')');
      return (item) => values.some((value) => same(read(item, path), value));
    }
    const value = literal(next(), text);
    switch (operator) {
      case 'eq':
        return (item) => same(read(item, path), value);
      case 'ne':
        advanced = true;
        return (item) => !same(read(item, path), value);
      case 'ge':
        return (item) => text_(read(item, path)) >= text_(value);
      case 'gt':
        return (item) => text_(read(item, path)) > text_(value);
      case 'le':
        return (item) => text_(read(item, path)) <= text_(value);
      case 'lt':
        return (item) => text_(read(item, path)) < text_(value);
      default:
        throw invalid(text);
    }
  };

  const test = either();
  if (at < tokens.length) throw invalid(text);
  return { properties: [...seen], advanced, passes: test };
}

/** Throws Graph's refusal when the filter names a property that cannot be filtered. */
export function allowOnly(filter: Filter, properties: readonly string[]): void {
  const allowed = new Set(properties.map((name) => name.toLowerCase()));
  const other = filter.properties.find((name) => !allowed.has(name.toLowerCase()));
  if (other !== undefined)
    throw unsupportedQuery(`Unsupported or invalid query filter clause specified for property '${other}' of resource.`);
}

function tokenise(text: string): readonly string[] {
  const tokens: string[] = [];
  lexeme.lastIndex = 0;
  while (lexeme.lastIndex < text.trimEnd().length) {
    const at = lexeme.lastIndex;
    const match = lexeme.exec(text);
    if (!match) throw badRequest(`Invalid filter clause: Syntax error at position ${at} in '${text}'.`);
    tokens.push(match[0].trim());
  }
  return tokens;
}

function literal(token: string, text: string): Literal {
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  if (token === 'true' || token === 'false') return token === 'true';
  if (token === 'null') return null;
  if (/^\d{4}-/.test(token)) return token;
  if (/^-?\d/.test(token)) return Number(token);
  throw invalid(text);
}

function read(item: JsonObject, path: string): unknown {
  let value: unknown = item;
  for (const step of path.split('/')) {
    if (!isObject(value)) return undefined;
    const key = Object.keys(value).find((name) => name.toLowerCase() === step.toLowerCase());
    value = key === undefined ? undefined : value[key];
  }
  return value;
}

function same(value: unknown, wanted: Literal): boolean {
  if (typeof wanted === 'string') return typeof value === 'string' && value.toLowerCase() === wanted.toLowerCase();
  return (value ?? null) === wanted;
}

function text_(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : typeof value === 'number' ? String(value) : '';
}

function invalid(text: string) {
  return badRequest(`Invalid filter clause: '${text}'.`);
}
