import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Cloud } from '../../sandbox/cloud/index.js';
import { isObject, type JsonObject } from '../../sandbox/cloud/json.js';
import { playgroundConfig } from '../../sandbox/playground/config.js';

/** One call of its connector, as Microsoft's Agents Playground 0.2.28 would have got it. */
export interface ConnectorCall {
  readonly method: string;
  /** The Playground's id, given or asked for; undefined for typing. */
  readonly id: string | undefined;
  readonly activity: JsonObject;
}

export interface StubPlayground {
  readonly calls: readonly ConnectorCall[];
  /** How long a post's answer takes after its card is on the screen, in milliseconds. */
  slowness: number;
  /** An activity as the Playground would post it, complete but for what `parts` says. */
  activity(parts: JsonObject): JsonObject;
  post(activity: JsonObject, contentType?: string): Promise<{ readonly status: number; readonly body: unknown }>;
  /** Loads the page: the Playground then says twice that the app was installed. */
  load(): Promise<void>;
  say(text: string): Promise<void>;
  tap(id: string, verb: string, data: JsonObject): Promise<{ readonly status: number; readonly body: unknown }>;
  /** The newest call that passes, there already or still to come within 10 s. */
  waitFor(passes: (call: ConnectorCall) => boolean): Promise<ConnectorCall>;
  close(): Promise<void>;
}

interface Account {
  readonly id: string;
  readonly name: string;
  readonly aadObjectId: string;
}

interface Config {
  readonly tenantId: string;
  readonly bot: Omit<Account, 'aadObjectId'>;
  readonly currentUser: Account;
  readonly personalChat: { readonly id: string };
}

/** Somebody's Playground without its page; formats as they were seen on the wire. */
export async function startStubPlayground(cloud: Cloud, name: string, endpoint: string): Promise<StubPlayground> {
  const { tenantId, bot, currentUser, personalChat } = JSON.parse(playgroundConfig(cloud, name)) as Config;
  const calls: ConnectorCall[] = [];
  const looking = new Set<() => void>();
  let given = 1795553209313;
  let url = '';

  const server = createServer((request, response) => {
    const take = async (): Promise<[status: number, body?: object]> => {
      const body = request.method === 'DELETE' ? undefined : await json(request);
      const activity = isObject(body) ? body : {};
      const path = `/_connector/v3/conversations/${encodeURIComponent(personalChat.id)}/activities`;
      if (!request.url?.startsWith(path)) return [404, { error: { code: 'ConversationNotFound' } }];
      const isTyping = activity.type === 'typing';
      const isPost = request.method === 'POST';
      const id = isTyping ? undefined : isPost ? String((given += 1)) : request.url.slice(path.length + 1);
      calls.push({ method: request.method ?? '', id, activity });
      for (const look of [...looking]) look();
      await new Promise((resolve) => setTimeout(resolve, stub.slowness));
      if (request.method === 'DELETE') return [501, { error: { code: 'DeleteActivityAPINotImplemented' } }];
      if (isTyping) return [202];
      return [isPost ? 201 : 200, { id }];
    };
    take().then(
      ([status, body]) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(body && JSON.stringify(body));
      },
      () => {
        response.destroy();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://localhost:${(server.address() as AddressInfo).port}/_connector`;

  const stub: StubPlayground = {
    calls,
    slowness: 0,
    activity: (parts) => ({
      id: randomUUID(),
      from: currentUser,
      timestamp: new Date().toISOString(),
      serviceUrl: url,
      conversation: { conversationType: 'personal', tenantId, id: personalChat.id },
      recipient: bot,
      locale: 'en-US',
      channelData: { tenant: { id: tenantId } },
      channelId: 'msteams',
      ...parts,
    }),
    async post(activity, contentType = 'application/json') {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': contentType, 'x-ms-agents-playground': 'true' },
        body: JSON.stringify(activity),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
    },
    async load() {
      await Promise.all([
        stub.post(stub.activity({ type: 'conversationUpdate', membersAdded: [currentUser, bot] })),
        stub.post(stub.activity({ type: 'installationUpdate', action: 'add' })),
      ]);
    },
    async say(text) {
      await stub.post(stub.activity({ type: 'message', text, textFormat: 'plain' }));
    },
    tap: (id, verb, data) => {
      const value = { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' };
      return stub.post(stub.activity({ type: 'invoke', name: 'adaptiveCard/action', value, replyToId: id }));
    },
    waitFor: (passes) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = calls.findLast(passes);
          if (!found) return;
          looking.delete(look);
          clearTimeout(timer);
          resolve(found);
        };
        const timer = setTimeout(() => {
          looking.delete(look);
          reject(new Error(`${name}'s Playground was not called so: ${JSON.stringify(calls).slice(0, 2_000)}`));
        }, 10_000);
        looking.add(look);
        look();
      }),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
  return stub;
}
