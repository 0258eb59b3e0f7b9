import {
  AuthenticationHandler,
  Client,
  GraphClientError,
  ResponseType,
  type Context,
  type Middleware,
} from '@microsoft/microsoft-graph-client';
import { readAnswer, unanswered, type Answer } from './answer.js';
import type { CallOptions, Method } from './client.js';
import type { GraphPath } from './path.js';

export interface Exchange {
  readonly method: Method;
  readonly to: GraphPath;
  readonly options: CallOptions;
  readonly clientRequestId: string;
  readonly signal: AbortSignal;
}

/** One request and its answer. Fails with a {@link GraphError} or the token's error. */
export async function exchange(
  root: string,
  token: () => Promise<string>,
  { method, to, options, clientRequestId, signal }: Exchange,
): Promise<Answer> {
  const names = { call: `${method} ${to.label}`, clientRequestId };
  const client = Client.initWithMiddleware({
    baseUrl: `${root}/`,
    defaultVersion: options.version ?? 'v1.0',
    // The host name alone: graph-client compares it without the port.
    customHosts: new Set([new URL(root).hostname.toLowerCase()]),
    middleware: chain(token),
  });
  const request = client
    .api(to.path)
    .responseType(ResponseType.RAW)
    .options({ signal, redirect: 'manual' })
    .headers({
      'client-request-id': clientRequestId,
      accept: 'application/json',
      ...(typeof options.body === 'string' ? { 'content-type': 'text/plain' } : {}),
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
    throw unanswered(reason, names);
  }
  return readAnswer(response, text, names);
}

function send(request: ReturnType<Client['api']>, method: Method, body: object | string | undefined): Promise<unknown> {
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
