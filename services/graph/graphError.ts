import { LoggableError } from '../log.js';

interface Failure {
  /** 0 when Graph did not answer. */
  readonly status: number;
  /** Graph's own code, or `timeout`, `unreachable`, `interrupted`, `unreadable`. */
  readonly code: string;
  readonly call: string;
  readonly detail?: string;
  readonly requestId?: string | undefined;
  readonly clientRequestId: string;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** A call to Graph that did not succeed. Recognised by its class and its fields, never by its message. */
export class GraphError extends LoggableError {
  override readonly name = 'GraphError';
  readonly status: number;
  readonly code: string;
  /** Graph's own words; they may name people, so they stay out of `message` and out of the log. */
  readonly detail: string;
  /** What Microsoft's support asks for; our own id of the call where Graph sent none. */
  readonly requestId: string;
  readonly clientRequestId: string;
  /** How long Graph asked to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor(failure: Failure) {
    const outcome = failure.status === 0 ? 'was not answered' : `was answered ${failure.status}`;
    super(`${failure.call} ${outcome} (${failure.code}); request-id ${failure.requestId ?? failure.clientRequestId}`, {
      cause: failure.cause,
    });
    this.status = failure.status;
    this.code = failure.code;
    this.detail = failure.detail ?? '';
    this.requestId = failure.requestId ?? failure.clientRequestId;
    this.clientRequestId = failure.clientRequestId;
    this.retryAfterMs = failure.retryAfterMs;
  }

  /** Graph may have done it all the same: nobody knows. */
  get ambiguous(): boolean {
    return this.status === 0 ? this.code !== 'unreachable' : [408, 500, 502, 504].includes(this.status);
  }

  /** Graph says that there is no such object; a 404 by something in between says nothing. */
  get notFound(): boolean {
    return this.status === 404 && this.code !== UNEXPLAINED;
  }
}

/** The code of an answer that was not Graph's JSON. */
export const UNEXPLAINED = 'unexplained';

/** `undefined` where Graph says that there is no such object. */
export async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GraphError && error.notFound) return undefined;
    throw error;
  }
}
