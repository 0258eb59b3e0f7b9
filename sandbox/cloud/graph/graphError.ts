import type { Answer, Call } from '../http/call.js';
import { header } from '../http/call.js';

/** A refusal in Graph's words; thrown by handlers, written by the service. */
export class GraphError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export const badRequest = (message: string) => new GraphError(400, 'BadRequest', message);

export const unsupportedQuery = (message: string) => new GraphError(400, 'Request_UnsupportedQuery', message);

export const notFound = (id: string) =>
  new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );

export const unknownSegment = (segment: string) => badRequest(`Resource not found for the segment '${segment}'.`);

/** Graph's error envelope; `client-request-id` is the caller's own, or the request's when there was none. */
export function errorAnswer(call: Call, status: number, code: string, message: string): Answer {
  const ids = requestIds(call);
  const innerError = { date: new Date().toISOString().slice(0, 19), ...ids };
  return {
    status,
    headers: { ...ids, ...(status === 401 ? { 'WWW-Authenticate': 'Bearer realm="", error="invalid_token"' } : {}) },
    body: { error: { code, message, innerError } },
  };
}

export function requestIds(call: Call): { 'request-id': string; 'client-request-id': string } {
  return { 'request-id': call.requestId, 'client-request-id': header(call, 'client-request-id') ?? call.requestId };
}
