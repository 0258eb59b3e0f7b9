import { GraphError, UNEXPLAINED } from './graphError.js';

export interface Answer {
  readonly status: number;
  /** Parsed JSON; undefined where there is no body. */
  readonly body: unknown;
}

/** Which call it was, for errors. */
export interface CallNames {
  readonly call: string;
  readonly clientRequestId: string;
}

/** Throws a {@link GraphError} for a refusal, and for a body that is no JSON. */
export function readAnswer(response: Response, text: string, names: CallNames): Answer {
  const body = parsed(text);
  if (response.ok && body !== UNREADABLE) return { status: response.status, body };
  throw new GraphError({ ...names, ...refusal(response, body) });
}

/** `reason` is what `fetch` failed with. */
export function unanswered(reason: unknown, names: CallNames): GraphError {
  return new GraphError({ ...names, status: 0, code: unansweredCode(reason), cause: reason });
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
