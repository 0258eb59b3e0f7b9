import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { TurnContext } from 'botbuilder';
import restify, { type Request, type Response } from 'restify';
import type { Log } from '../core/ports.js';
import { readActivity } from './activity.js';
import { Unauthenticated, type TeamsAdapter } from './adapter.js';
import { readBody } from './body.js';
import { createDenialLog, type DenialLog } from './denialLog.js';
import { KeysUnavailable } from './signingKeys.js';
import { denial, type GateSettings, type Incoming } from './gate.js';
import { servePage, type Page } from './page.js';

export interface ServerParts {
  readonly adapter: TeamsAdapter;
  readonly gate: GateSettings;
  readonly turn: (context: TurnContext) => Promise<void>;
  /** One check for each thing the service can't work without; each rejects with the reason. */
  readonly ready: Readonly<Record<string, () => Promise<void>>>;
  readonly pages: readonly Page[];
  readonly log: Log;
  /** Counts who is turned away, and why. */
  readonly onDenied: DenialLog;
}

export interface BotServer {
  /** Rejects where the port is taken. */
  listen(port: number): Promise<void>;
  /** Takes nothing more; resolves when what was taken is answered. */
  close(): Promise<void>;
}

/** Milliseconds the headers may take to arrive, and all of a request; how often node looks for those that don't. */
const HEADERS_LIMIT = 5_000;
const REQUEST_LIMIT = 10_000;
const LOOK_EVERY = 1_000;
/** Milliseconds that answers under way get when the service stops. */
const CLOSE_LIMIT = 2_000;

/** The bot's endpoint, the two probes and the pages. Nothing it answers says why somebody was turned away. */
export function createServer(parts: ServerParts): BotServer {
  const { log } = parts;
  const write = createDenialLog(log);
  const denied: DenialLog = (why) => {
    parts.onDenied(why);
    write(why);
  };
  const server = restify.createServer({ name: 'mfa-reset', handleUncaughtExceptions: false });
  bounded(server.server);
  server.pre((_request: Request, response: Response, next: () => void) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  server.get('/healthz', async (_request: Request, response: Response) => {
    response.send(200, { status: 'alive' });
  });
  server.get('/readyz', async (_request: Request, response: Response) => {
    const found = await readiness(parts.ready);
    response.send(Object.values(found).every((state) => state === 'ready') ? 200 : 503, found);
  });
  server.post('/api/messages', async (request: Request, response: Response) => {
    await receive(parts, denied, request, response);
  });
  for (const page of parts.pages) servePage(server, page);
  // restify would send the error's own message to the client.
  server.on(
    'restifyError',
    (request: Request, response: Response, error: { statusCode?: number }, done: () => void) => {
      const status = error.statusCode ?? 500;
      if (!response.headersSent)
        answer(response, status < 500 ? status : 500, status < 500 ? undefined : report(log, error));
      request.resume();
      done();
    },
  );
  return {
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, () => {
          server.removeListener('error', reject);
          resolve();
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        // Answers under way are finished, within a bound; connections that only wait are not waited for.
        server.server.closeIdleConnections();
        setTimeout(() => {
          server.server.closeAllConnections();
        }, CLOSE_LIMIT).unref();
      }),
  };
}

/** Nobody holds a connection open by saying a letter a second, or by asking for another protocol. */
function bounded(server: Server): void {
  // The first is node's option of `createServer`, which restify calls without any; it is read when listening begins.
  Object.assign(server, { connectionsCheckingInterval: LOOK_EVERY, maxHeadersCount: 50 });
  server.headersTimeout = HEADERS_LIMIT;
  server.requestTimeout = REQUEST_LIMIT;
  // restify listens and does nothing, and node leaves such a connection to whoever listens: open for ever.
  server.removeAllListeners('upgrade');
}

async function receive(parts: ServerParts, denied: DenialLog, request: Request, response: Response): Promise<void> {
  const { adapter, gate, turn, log } = parts;
  const deny = (why: Parameters<DenialLog>[0], status: number): void => {
    denied(why);
    answer(response, status);
  };
  const body = await readBody(request);
  // The connection is gone, or node has answered 408.
  if (body === 'cutOff') return;
  if (body === 'tooLarge' || body === 'busy') {
    deny(body, body === 'busy' ? 503 : 413);
    return;
  }
  const incoming = parse(body);
  if (incoming === undefined) {
    deny('notJson', 400);
    return;
  }
  // One header alone: something in front of the service may have looked at another one than node keeps.
  const [authorization = '', ...others] = request.headersDistinct['authorization'] ?? [];
  const why = denial(others.length === 0 ? authorization : '', incoming, gate);
  if (why !== undefined) {
    deny(why, 401);
    return;
  }
  const activity = readActivity(incoming);
  if (activity === undefined) {
    deny('notAnActivity', 400);
    return;
  }
  try {
    const invoked = await adapter.receive(authorization, activity, turn);
    if (invoked === undefined) response.send(activity.type === 'invoke' ? 501 : 200);
    else response.send(invoked.status, invoked.body);
  } catch (error) {
    if (error instanceof Unauthenticated) deny('signature', 401);
    else if (error instanceof KeysUnavailable) deny('keysUnavailable', 503);
    else answer(response, 500, report(log, error));
  }
}

function parse(body: Buffer): Incoming | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
    return 'type' in parsed && typeof parsed.type === 'string' ? parsed : undefined;
  } catch {
    return undefined;
  }
}

async function readiness(checks: ServerParts['ready']): Promise<Record<string, string>> {
  const states = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      const state = await check().then(
        () => 'ready',
        () => 'not ready',
      );
      return [name, state] as const;
    }),
  );
  return Object.fromEntries(states);
}

/** Writes down what happened under a number that the answer carries. */
function report(log: Log, error: unknown): string {
  const reference = randomBytes(4).toString('hex').toUpperCase();
  log.error({ reference, err: error }, 'request failed');
  return reference;
}

function answer(response: Response, status: number, reference?: string): void {
  if (status === 413 || status === 503) response.setHeader('Connection', 'close');
  response.send(
    status,
    reference === undefined
      ? { error: SENTENCES[status] ?? 'This request was not taken.' }
      : { error: `The service could not finish this. Give IT the reference ${reference}.`, reference },
  );
}

const SENTENCES: Readonly<Record<number, string>> = {
  400: 'The body is not an activity in JSON.',
  401: 'Not authorised.',
  404: 'There is nothing at this address.',
  405: 'This address does not take that method.',
  413: 'The body is too large.',
  503: 'This can’t be taken at the moment.',
};
