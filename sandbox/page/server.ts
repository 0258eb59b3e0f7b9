import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isObject, parseJson } from '../cloud/json.js';
import { act } from './acts.js';
import type { Asset } from './assets.js';
import { findPeople } from './people.js';
import type { Change } from './protocol.js';
import type { Sandbox } from './sandbox.js';

export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

const BODY_LIMIT = 64 * 1024;
const HEARTBEAT_MS = 15_000;
/** Bytes that wait for somebody who reads slowly, or not at all. A snapshot after hours of use is a few MB. */
const UNREAD_LIMIT = 8 * 1024 * 1024;

/** Nothing from elsewhere: neither script nor picture, and no frame but the mails, which run no script. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  // The card renderer and the mails write their styles into the elements.
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/** Serves the page on 127.0.0.1; on any free port when this one is taken. */
export async function servePage(
  sandbox: Sandbox,
  assets: ReadonlyMap<string, Asset>,
  port: number,
): Promise<PageServer> {
  const server = createServer((request, response) => {
    serve(request, response).catch(() => {
      response.destroy();
    });
  });
  let own: readonly string[] = [];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(`http://localhost${request.url ?? '/'}`);
    // Another site that is open in the same browser may neither ask nor read, whatever name it gives this address.
    if (!own.includes(request.headers.host ?? '') || !sameOrigin(request)) {
      send(response, 403, { ok: false, text: 'Open the page by the address that was printed.' });
      return;
    }
    const asset = assets.get(pathname);
    if (request.method === 'GET' && asset !== undefined) {
      response.writeHead(200, { ...HEADERS, 'Content-Type': asset.type });
      response.end(asset.body);
    } else if (request.method === 'GET' && pathname === '/events') {
      stream(response, sandbox);
    } else if (request.method === 'GET' && pathname === '/people') {
      send(response, 200, findPeople(sandbox.world.cloud, searchParams.get('q') ?? ''));
    } else if (request.method === 'POST' && pathname.startsWith('/acts/')) {
      const body = await read(request);
      const fields = body === undefined ? undefined : parseJson(body);
      if (body === undefined) send(response, 413, { ok: false, text: 'That is too long.' });
      else if (!isObject(fields)) send(response, 400, { ok: false, text: 'The fields have to be a JSON object.' });
      else {
        const answer = await act(pathname.slice('/acts/'.length), fields, sandbox);
        const known = answer !== undefined;
        send(response, known ? 200 : 404, answer ?? { ok: false, text: 'There is no such thing to do.' });
      }
    } else {
      send(response, 404, { ok: false, text: 'There is no such page.' });
    }
  }

  await listen(server, port);
  const at = (server.address() as AddressInfo).port;
  own = [`127.0.0.1:${at}`, `localhost:${at}`];
  return {
    url: `http://127.0.0.1:${at}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function sameOrigin({ headers, method }: IncomingMessage): boolean {
  if (method !== 'POST') return true;
  const isJson = headers['content-type']?.startsWith('application/json') === true;
  return isJson && (headers.origin === undefined || headers.origin === `http://${headers.host ?? ''}`);
}

/** Everything once, then each change, for as long as somebody looks. Whoever falls behind gets everything once more. */
function stream(response: ServerResponse, sandbox: Sandbox): void {
  response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/event-stream' });
  let isBehind = false;
  const write = (text: string): void => {
    isBehind ||= response.writableLength > UNREAD_LIMIT;
    if (!isBehind) response.write(`${text}\n\n`);
  };
  const tell = (change: Change): void => {
    write(`data: ${JSON.stringify(change)}`);
  };
  const tellAll = (): void => {
    isBehind = false;
    tell({ kind: 'snapshot', snapshot: sandbox.snapshot });
  };
  tellAll();
  response.on('drain', () => {
    if (isBehind) tellAll();
  });
  const stop = sandbox.onChange(tell);
  const heartbeat = setInterval(() => {
    write(':');
  }, HEARTBEAT_MS);
  response.on('close', () => {
    clearInterval(heartbeat);
    stop();
  });
}

/** Undefined when it is too long to be one of ours; the rest is read all the same, or nobody would hear why. */
async function read(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= BODY_LIMIT) parts.push(part);
  }
  return size > BODY_LIMIT ? undefined : Buffer.concat(parts).toString('utf8');
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

async function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  const on = (wanted: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  await on(port).catch(async (error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    await on(0);
  });
}
