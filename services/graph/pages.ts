import { GraphError } from './graphError.js';
import type { GraphPath } from './path.js';

export interface PageOptions {
  /** Without a slash at the end; a link that leaves it is not followed. */
  readonly root: string;
  /** Enough items. */
  readonly limit: number;
  readonly get: (page: GraphPath) => Promise<unknown>;
}

/** The items of all pages, at most `MAX_PAGES`. Fails with a {@link GraphError}. */
export async function followPages(first: GraphPath, { root, limit, get }: PageOptions): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  let next: string | undefined = first.path;
  for (let page = 0; next !== undefined; page += 1) {
    if (page === MAX_PAGES) throw tooLong(first);
    const body = await get({ path: next, label: first.label });
    const { value, '@odata.nextLink': link } = (body ?? {}) as { value?: unknown; '@odata.nextLink'?: unknown };
    if (!Array.isArray(value)) throw unexpected(first);
    items.push(...(value as unknown[]));
    if (items.length >= limit) return items.slice(0, limit);
    next = typeof link === 'string' ? link : undefined;
    // The token goes where the link says.
    if (next !== undefined && !next.startsWith(`${root}/`)) throw unexpected(first);
  }
  return items;
}

const MAX_PAGES = 20;

/** Both are wrong answers, not failed calls: trying again would bring the same. */
function tooLong(to: GraphPath): GraphError {
  return new GraphError({ call: `GET ${to.label}`, status: 200, code: 'tooManyPages', clientRequestId: 'none' });
}
function unexpected(to: GraphPath): GraphError {
  return new GraphError({ call: `GET ${to.label}`, status: 200, code: 'unexpectedAnswer', clientRequestId: 'none' });
}
