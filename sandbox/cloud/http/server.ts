import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault, Faults } from '../faults.js';
import { isObject } from '../json.js';
import type { CallLog, ServiceName } from '../log.js';
import { type Answer, type Call, jsonBody, newCall } from './call.js';

/** One service of the cloud: what it answers, and how it words a failure it did not choose. */
export interface Service {
  readonly name: ServiceName;
  nameOf?(call: Call): ServiceName;
  handle(call: Call): Promise<Answer>;
  errorAnswer(call: Call, status: number, code: string, message: string): Answer;
  /** The service's own word for a status, where it differs from Graph's. */
  codeFor?(status: number): string | undefined;
  /** Whether the log keeps the call's body. */
  keepsBody(call: Call): boolean;
  readonly bodyLimit: number;
}

export interface Listener {
  readonly url: string;
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly port: number;
  readonly key: string;
  readonly certificate: string;
  readonly faults: Faults;
  readonly log: CallLog;
}

/** Serves one service over TLS on 127.0.0.1. `close()` drops what is still open. */
export async function listen(service: Service, options: ListenOptions): Promise<Listener> {
  const server = createServer({ key: options.key, cert: options.certificate }, (request, response) => {
    serve(service, options, request, response).catch(() => {
      response.destroy();
    });
  });
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `https://localhost:${port}`, close: () => closed(server) };
}

async function serve(service: Service, options: ListenOptions, request: IncomingMessage, response: ServerResponse) {
  const method = request.method ?? 'GET';
  const raw = await readAll(request, service.bodyLimit);
  const call = newCall(method, request.url ?? '/', request.headers, raw ?? Buffer.alloc(0));
  const name = service.nameOf?.(call) ?? service.name;
  const entry = options.log.begin(name, call, service.keepsBody(call) ? jsonBody(call) : undefined);
  const fault = options.faults.take(name, call);
  if (fault) entry.fault = fault.kind;

  const answer = raw
    ? await faulted(service, call, fault, options.faults)
    : service.errorAnswer(call, 413, 'RequestEntityTooLarge', 'The request is too large.');
  entry.appId = call.appId;
  if (answer === 'dropped') {
    response.destroy();
    return;
  }
  entry.status = answer.status;
  options.log.finish(entry);
  if (fault?.kind === 'applyThenReset') response.destroy();
  else write(response, answer);
}

async function faulted(
  service: Service,
  call: Call,
  fault: Fault | undefined,
  faults: Faults,
): Promise<Answer | 'dropped'> {
  switch (fault?.kind) {
    case 'reset':
      return 'dropped';
    case 'hang':
      await faults.released(fault);
      return 'dropped';
    case 'delay':
      await faults.delay(fault);
      return service.handle(call);
    case 'status': {
      const status = fault.status ?? 503;
      const answer = service.errorAnswer(
        call,
        status,
        fault.code ?? service.codeFor?.(status) ?? codeFor(status),
        fault.message ?? 'A planted fault.',
      );
      if (fault.retryAfter === undefined) return answer;
      return { ...answer, headers: { ...answer.headers, 'Retry-After': String(fault.retryAfter) } };
    }
    case 'applyThenReset':
    case undefined:
      return service.handle(call);
  }
}

function codeFor(status: number): string {
  const codes: Record<number, string> = {
    400: 'badRequest',
    401: 'InvalidAuthenticationToken',
    403: 'Forbidden',
    404: 'ResourceNotFound',
    429: 'TooManyRequests',
    500: 'InternalServerError',
    502: 'BadGateway',
    503: 'ServiceUnavailable',
    504: 'GatewayTimeout',
  };
  return codes[status] ?? 'UnknownError';
}

/** The body, or undefined when it is over the limit (the rest is read and thrown away). */
async function readAll(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= limit) parts.push(part);
  }
  return size <= limit ? Buffer.concat(parts) : undefined;
}

function write(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return;
  const isJson = isObject(answer.body) || Array.isArray(answer.body);
  const body = answer.body === undefined ? '' : bodyText(answer.body);
  response.writeHead(answer.status, {
    ...(answer.body === undefined
      ? {}
      : { 'Content-Type': isJson ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8' }),
    ...(answer.status === 204 ? {} : { 'Content-Length': Buffer.byteLength(body) }),
    ...answer.headers,
  });
  response.end(body);
}

async function closed(server: Server): Promise<void> {
  const done = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeAllConnections();
  await done;
}

function bodyText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
