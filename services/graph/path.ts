/** Where a call goes, and how logs and metrics name it: without ids, so without people. */
export interface GraphPath {
  readonly path: string;
  readonly label: string;
}

/**
 * A path below the version: `` path`/users/${id}/manager` ``. Each value becomes one segment or one
 * value of the query, whatever it contains.
 */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): GraphPath {
  const filled = parts.map((part, index) => part + (index < values.length ? encoded(values[index] ?? '') : ''));
  const [label = ''] = parts.join('{}').split('?');
  return { path: filled.join(''), label };
}

/** Text inside an OData string: `$filter=startswith(displayName,'${quoted(text)}')`. */
export function quoted(text: string): string {
  return text.replaceAll("'", "''");
}

function encoded(value: string): string {
  // "." and ".." survive encoding and climb the path; nothing in Graph is named so.
  if (value === '' || value === '.' || value === '..') throw new RangeError('an empty or relative id in a Graph path');
  return encodeURIComponent(value);
}
