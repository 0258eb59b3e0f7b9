import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AuthenticationHandler,
  Client,
  GraphClientError,
  ResponseType,
  type Context,
  type Middleware,
} from '@microsoft/microsoft-graph-client';
import { GraphError, UNEXPLAINED } from './graphError.js';
import type { GraphPath } from './path.js';

export type Version = 'v1.0' | 'beta';
export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export interface CallOptions {
  readonly version?: Version;
  readonly body?: object;
  /** For the whole call, tries included. Default: 20 s. */
  readonly timeoutMs?: number;
  /** Needed by `$search`, `$count` and casts on directory objects. */
  readonly eventual?: boolean;
  /** Doing it twice is doing it once. Default: true for GET and DELETE. */
  readonly idempotent?: boolean;
}

export interface Answer {
  readonly status: number;
  /** Parsed JSON; undefined where there is no body. */
  readonly body: unknown;
}

/** Microsoft Graph, with a time limit on each call. Fails with a {@link GraphError} or the token's error. */
export interface Graph {
  call(method: Method, path: GraphPath, options?: CallOptions): Promise<Answer>;
  get(path: GraphPath, options?: CallOptions): Promise<unknown>;
  /** Follows the pages, at most `MAX_PAGES`; stops early once it holds `limit` items. */
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
const MAX_PAGES = 20;
const TRIES = 3;
const FIRST_PAUSE = 200;
/** A longer Retry-After is the outbox's business, not worth holding a call open for. */
const LONGEST_PAUSE = 2_000;
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

export function createGraph(settings: GraphSettings): Graph {
  const root = settings.graphUrl.replace(/\/+$/, '');
  const scope = `${root}/.default`;

  async function call(method: Method, to: GraphPath, options: CallOptions = {}): Promise<Answer> {
    const clientRequestId = randomUUID();
    const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT);
    const begun = performance.now();
    let status = 0;
    try {
      const answer = await retrying(options.idempotent ?? (method === 'GET' || method === 'DELETE'), signal, () =>
        once(method, to, options, clientRequestId, signal),
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

  async function once(
    method: Method,
    to: GraphPath,
    options: CallOptions,
    clientRequestId: string,
    signal: AbortSignal,
  ): Promise<Answer> {
    const failed = { call: `${method} ${to.label}`, clientRequestId };
    const client = Client.initWithMiddleware({
      baseUrl: `${root}/`,
      defaultVersion: options.version ?? 'v1.0',
      // The host name alone: graph-client compares it without the port.
      customHosts: new Set([new URL(root).hostname.toLowerCase()]),
      middleware: chain(() => settings.token(scope, { signal })),
    });
    const request = client
      .api(to.path)
      .responseType(ResponseType.RAW)
      .options({ signal, redirect: 'manual' })
      .headers({
        'client-request-id': clientRequestId,
        accept: 'application/json',
        ...(options.eventual === true ? { ConsistencyLevel: 'eventual' } : {}),
      });
    let response: Response;
    let text: string;
    try {
      response = (await send(request, method, options.body)) as Response;
      text = await response.text();
    } catch (error) {
      const reason = error instanceof Verbatim ? error.reason : error;
      if (error instanceof Verbatim && error.from === 'token') throw reason;
      throw new GraphError({ ...failed, status: 0, code: unansweredCode(reason), cause: reason });
    }
    const body = parsed(text);
    if (response.ok && body !== UNREADABLE) return { status: response.status, body };
    throw new GraphError({ ...failed, ...refusal(response, body) });
  }

  async function list(first: GraphPath, { limit = Infinity, ...options }: CallOptions & { limit?: number } = {}) {
    const items: unknown[] = [];
    let next: string | undefined = first.path;
    for (let page = 0; next !== undefined; page += 1) {
      if (page === MAX_PAGES) throw tooLong(first);
      const { body } = await call('GET', { path: next, label: first.label }, options);
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

  return { call, list, get: async (to, options) => (await call('GET', to, options)).body };
}

/** Both are wrong answers, not failed calls: trying again would bring the same. */
function tooLong(to: GraphPath): GraphError {
  return new GraphError({ call: `GET ${to.label}`, status: 200, code: 'tooManyPages', clientRequestId: 'none' });
}
function unexpected(to: GraphPath): GraphError {
  return new GraphError({ call: `GET ${to.label}`, status: 200, code: 'unexpectedAnswer', clientRequestId: 'none' });
}

async function retrying<T>(idempotent: boolean, signal: AbortSignal, once: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once();
    } catch (error) {
      if (!idempotent || attempt === TRIES || signal.aborted || !(error instanceof GraphError)) throw error;
      const passing = error.status === 0 ? error.code !== 'timeout' : PASSING.has(error.status);
      const pause = error.retryAfterMs ?? FIRST_PAUSE * 2 ** (attempt - 1) * (0.5 + Math.random());
      if (!passing || pause > LONGEST_PAUSE) throw error;
      await sleep(pause, undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
}

function send(request: ReturnType<Client['api']>, method: Method, body: object | undefined): Promise<unknown> {
  switch (method) {
    case 'GET':
      return request.get();
    case 'DELETE':
      return request.delete();
    case 'POST':
      return request.post(body ?? {});
    case 'PATCH':
      return request.patch(body ?? {});
  }
}

/** graph-client wraps what a middleware throws in an error without its cause, but for its own kind. */
class Verbatim extends GraphClientError {
  constructor(
    readonly from: 'token' | 'network',
    readonly reason: unknown,
  ) {
    super();
    // Its base class makes every subclass an instance of itself alone.
    Object.setPrototypeOf(this, Verbatim.prototype);
  }
}

/**
 * Token, then network: no retry handler (it sends a mail again on 504 and waits up to three minutes on
 * Retry-After) and no redirects.
 */
function chain(token: () => Promise<string>): Middleware[] {
  const authentication = new AuthenticationHandler({
    getAccessToken: () =>
      token().catch((error: unknown) => {
        throw new Verbatim('token', error);
      }),
  });
  const network: Middleware = {
    async execute(context: Context) {
      try {
        context.response = await fetch(context.request as string, context.options);
      } catch (error) {
        throw new Verbatim('network', error);
      }
    },
  };
  return [authentication, network];
}

const UNREADABLE = Symbol('unreadable');

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return UNREADABLE;
  }
}

function refusal(response: Response, body: unknown) {
  const { error } = (typeof body === 'object' && body !== null ? body : {}) as {
    error?: { code?: unknown; message?: unknown; innerError?: Record<string, unknown> };
  };
  const inner = error?.innerError?.['request-id'];
  const requestId = response.headers.get('request-id') ?? (typeof inner === 'string' ? inner : undefined);
  return {
    status: response.status,
    code: typeof error?.code === 'string' && /^[\w.-]{1,100}$/.test(error.code) ? error.code : UNEXPLAINED,
    detail: typeof error?.message === 'string' ? error.message.slice(0, 1_000) : '',
    requestId: requestId !== undefined && /^[\w-]{1,64}$/.test(requestId) ? requestId : undefined,
    retryAfterMs: retryAfter(response.headers.get('retry-after')),
  };
}

/** Seconds or a date; some 429s carry none. */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** `unreachable`: it never arrived. `interrupted`: it may have. */
function unansweredCode(reason: unknown): string {
  if (reason instanceof Error && (reason.name === 'TimeoutError' || reason.name === 'AbortError')) return 'timeout';
  const cause = reason instanceof Error && reason.cause instanceof Error ? reason.cause : undefined;
  const code = (cause as { code?: unknown } | undefined)?.code;
  const neverSent =
    typeof code === 'string' &&
    (/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/.test(code) ||
      /CERT|SELF_SIGNED|ERR_TLS/.test(code));
  return neverSent ? 'unreachable' : 'interrupted';
}
