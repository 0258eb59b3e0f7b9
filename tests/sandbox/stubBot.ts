import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What tests read of an activity. */
export interface SentActivity {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly action: string;
  readonly serviceUrl: string;
  readonly from: { readonly name: string };
  readonly recipient: { readonly id: string };
  readonly attachments: readonly { readonly content: string }[];
  readonly value: {
    readonly trigger: string;
    readonly action: { readonly verb: string; readonly data: Readonly<Record<string, unknown>> };
  };
}

export interface Received {
  readonly activity: SentActivity;
  readonly token: string | undefined;
}

export interface StubBot {
  readonly url: string;
  readonly received: readonly Received[];
  /** What the next invokes are answered with; undefined never answers. */
  answer: unknown;
  close(): Promise<void>;
}

/** Takes what Teams sends and answers what it is told to. */
export async function startStubBot(): Promise<StubBot> {
  const received: Received[] = [];
  const bot = { received, answer: {} as unknown };
  const server: Server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => (text += part));
    request.on('end', () => {
      received.push({
        activity: JSON.parse(text) as SentActivity,
        token: request.headers.authorization?.replace('Bearer ', ''),
      });
      if (bot.answer === undefined) return;
      // Not chained: restify, once any test has loaded it, makes writeHead return nothing (docs/decisions/0005).
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(bot.answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  return Object.assign(bot, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`, close });
}
