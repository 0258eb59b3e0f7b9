import type { IncomingMessage } from 'node:http';
import type { Request, Response, Server } from 'restify';
import { readBody } from './body.js';

type Headers = Pick<IncomingMessage, 'headers'>;

/** What a browser opens, with GET; HEAD answers without the body, POST where something can be sent, all else with 405. */
export interface Page {
  readonly path: string;
  readonly handle: (request: Headers & { readonly url?: string | undefined }) => Shown | Promise<Shown>;
  readonly submit?: (request: Headers & { readonly form: URLSearchParams }) => Promise<Shown>;
}

interface Shown {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A form of ours has a signed token and a word. */
const FORM_LIMIT = 4 * 1024;

export function servePage(server: Server, { path, handle, submit }: Page): void {
  const show = async (request: Request, response: Response): Promise<void> => {
    write(response, await handle(request));
  };
  server.get(path, show);
  server.head(path, show);
  if (submit === undefined) return;
  server.post(path, async (request: Request, response: Response) => {
    const body = await readBody(request, FORM_LIMIT);
    if (body === 'cutOff') return;
    if (typeof body === 'string') {
      response.setHeader('Connection', 'close');
      response.send(body === 'busy' ? 503 : 413);
      return;
    }
    write(response, await submit({ headers: request.headers, form: new URLSearchParams(body.toString('utf8')) }));
  });
}

function write(response: Response, { status, headers, body }: Shown): void {
  response.writeHead(status, headers);
  response.end(body);
}
