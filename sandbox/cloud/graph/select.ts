import type { JsonObject } from '../json.js';
import { badRequest } from './graphError.js';
import names from './propertyNames.json' with { type: 'json' };

export type TypeName = keyof typeof names;

export function propertiesOf(type: TypeName): readonly string[] {
  return names[type];
}

/** The names in `$select`, spelt as the type spells them; undefined when nothing is selected. */
export function selection(type: TypeName, query: URLSearchParams, name = '$select'): readonly string[] | undefined {
  const text = query.get(name);
  return text === null ? undefined : selected(type, text);
}

export function selected(type: TypeName, text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .map((wanted) => {
      const found = names[type].find((known) => known.toLowerCase() === wanted.toLowerCase());
      if (found === undefined) {
        throw badRequest(
          `Parsing OData Select and Expand failed: Could not find a property named '${wanted}' on type 'microsoft.graph.${type}'.`,
        );
      }
      return found;
    });
}

/** The body cut to these properties; what the type has and the sandbox does not know is null. */
export function project(body: JsonObject, properties: readonly string[]): JsonObject {
  return Object.fromEntries(properties.map((name) => [name, body[name] ?? null]));
}
