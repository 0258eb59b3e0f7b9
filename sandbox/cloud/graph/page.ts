import type { Answer, Call } from '../http/call.js';
import type { JsonObject } from '../json.js';
import { badRequest, GraphError } from './graphError.js';

export interface PageOptions {
  /** `https://localhost:PORT/v1.0`. */
  readonly base: string;
  /** After `$metadata#`. */
  readonly context: string;
  readonly defaultTop?: number;
  readonly maxTop?: number;
  /** Whether `@odata.count` is written. */
  readonly count?: boolean;
}

/** One page of a collection, with the link to the next while there is one. */
export function page(call: Call, items: readonly JsonObject[], options: PageOptions): Answer {
  const { maxTop = 999, defaultTop = 100 } = options;
  const asked = call.query.get('$top');
  const top = asked === null ? defaultTop : Number(asked);
  if (!Number.isInteger(top) || top < 1 || top > maxTop) {
    throw badRequest(`Invalid page size specified: '${asked ?? ''}'. Must be between 1 and ${maxTop} inclusive.`);
  }
  const from = offsetOf(call.query.get('$skiptoken'));
  const value = items.slice(from, from + top);
  const more = from + top < items.length;
  return {
    status: 200,
    body: {
      '@odata.context': `${options.base}/$metadata#${options.context}`,
      ...(options.count ? { '@odata.count': items.length } : {}),
      ...(more ? { '@odata.nextLink': nextLink(call, options.base, from + top) } : {}),
      value,
    },
  };
}

function nextLink(call: Call, base: string, offset: number): string {
  const query = new URLSearchParams(call.query);
  query.set('$skiptoken', Buffer.from(`offset ${offset}`).toString('base64url'));
  const path = call.path.split('/').map(encodeURIComponent).join('/');
  return `${base}${path}?${query.toString().replaceAll('%24', '$')}`;
}

function offsetOf(token: string | null): number {
  if (token === null) return 0;
  const offset = /^offset (\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
  if (offset === undefined)
    throw new GraphError(
      400,
      'Directory_ExpiredPageToken',
      'The specified page token value has expired and can no longer be included in your request.',
    );
  return Number(offset);
}
