import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { parseJson } from '../json.js';

/** One request as a service sees it: read to the end, nothing judged yet. */
export interface Call {
  readonly method: string;
  /** The decoded path without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly raw: Buffer;
  readonly requestId: string;
  /** The groups of the route that matched. */
  readonly params: Readonly<Record<string, string>>;
  /** Filled in by the service once it knows who calls. */
  appId?: string;
  roles?: readonly string[];
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export function newCall(method: string, url: string, headers: IncomingHttpHeaders, raw: Buffer): Call {
  const { pathname, searchParams } = new URL(url, 'https://localhost');
  return { method, path: decoded(pathname), query: searchParams, headers, raw, requestId: randomUUID(), params: {} };
}

/** The body as JSON; undefined when it is empty or none. */
export function jsonBody(call: Call): unknown {
  return call.raw.length === 0 ? undefined : parseJson(call.raw.toString('utf8'));
}

export function header(call: Call, name: string): string | undefined {
  const value = call.headers[name.toLowerCase()];
  return Array.isArray(value) ? value[0] : value;
}

export function bearerToken(call: Call): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(header(call, 'authorization') ?? '')?.[1];
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
