import { randomUUID } from 'node:crypto';
import type { Answer } from './answer.js';
import { exchange } from './exchange.js';
import { GraphError } from './graphError.js';
import { followPages } from './pages.js';
import { limitedTo } from '../turnLimit.js';
import type { GraphPath } from './path.js';
import { retrying } from './retrying.js';

export type Version = 'v1.0' | 'beta';
export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export interface CallOptions {
  readonly version?: Version;
  /** An object goes as JSON, a string as plain text. */
  readonly body?: object | string;
  /** For the whole call, tries included. Default: 20 s. */
  readonly timeoutMs?: number;
  /** Needed by `$search`, `$count` and casts on directory objects. */
  readonly eventual?: boolean;
  /** Doing it twice is doing it once. Default: true for GET and DELETE. */
  readonly idempotent?: boolean;
}

/** Microsoft Graph, with a time limit on each call. Fails with a {@link GraphError} or the token's error. */
export interface Graph {
  call(method: Method, path: GraphPath, options?: CallOptions): Promise<Answer>;
  get(path: GraphPath, options?: CallOptions): Promise<unknown>;
  /** Follows the pages, at most twenty; stops early once it holds `limit` items. */
  list(path: GraphPath, options?: CallOptions & { readonly limit?: number }): Promise<readonly unknown[]>;
}

export interface GraphSettings {
  /** The root, without a version: `https://graph.microsoft.com`. */
  readonly graphUrl: string;
  readonly token: (scope: string, options: { readonly signal: AbortSignal }) => Promise<string>;
  /** Called after each call, for metrics. `status` is 0 when nothing was answered. */
  readonly onCall?: (call: { method: Method; label: string; status: number; seconds: number }) => void;
}

const TIMEOUT = 20_000;

export function createGraph(settings: GraphSettings): Graph {
  const root = settings.graphUrl.replace(/\/+$/, '');
  const scope = `${root}/.default`;

  async function call(method: Method, to: GraphPath, options: CallOptions = {}): Promise<Answer> {
    const clientRequestId = randomUUID();
    const signal = limitedTo(options.timeoutMs ?? TIMEOUT);
    const begun = performance.now();
    let status = 0;
    try {
      const answer = await retrying(options.idempotent ?? (method === 'GET' || method === 'DELETE'), signal, () =>
        exchange(root, () => settings.token(scope, { signal }), { method, to, options, clientRequestId, signal }),
      );
      status = answer.status;
      return answer;
    } catch (error) {
      if (error instanceof GraphError) status = error.status;
      throw error;
    } finally {
      settings.onCall?.({ method, label: to.label, status, seconds: (performance.now() - begun) / 1000 });
    }
  }

  async function get(to: GraphPath, options?: CallOptions): Promise<unknown> {
    return (await call('GET', to, options)).body;
  }

  async function list(first: GraphPath, { limit = Infinity, ...options }: CallOptions & { limit?: number } = {}) {
    return followPages(first, { root, limit, get: (page) => get(page, options) });
  }

  return { call, get, list };
}
