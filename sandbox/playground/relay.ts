import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Answer } from '../cloud/http/call.js';
import type { Cloud } from '../cloud/index.js';
import { isObject, type JsonObject, objectOf, textOf } from '../cloud/json.js';
import { mirror, type Mirror, type Screen } from './mirror.js';

export interface Relay {
  /** What the Playground is told to be the bot's endpoint. */
  readonly endpoint: string;
  close(): Promise<void>;
}

/**
 * Stands between Microsoft's Agents Playground, which signs nothing, and the bot, which takes nothing unsigned: what a
 * Playground posts becomes an activity of the simulated Teams, and what the bot writes to that person goes back to it.
 */
export async function startRelay(cloud: Cloud, report: (line: string) => void): Promise<Relay> {
  const mirrors = new Map<string, Mirror & { isLoaded: boolean }>();

  /** The person's chat on the Playground that spoke last for them; begun again for a page that is loaded again. */
  const mirrorFor = (userId: string, screen: Screen, isLoading: boolean): Mirror => {
    let shown = mirrors.get(userId);
    if (shown?.screen.serviceUrl !== screen.serviceUrl || (isLoading && shown.isLoaded)) {
      shown?.stop();
      shown = { ...mirror(cloud.teams.user(userId).chat, screen, report), isLoaded: false };
      mirrors.set(userId, shown);
    }
    shown.isLoaded ||= isLoading;
    return shown;
  };

  async function take(activity: JsonObject): Promise<Answer> {
    const person = cloud.directory.find(textOf(objectOf(activity.from).aadObjectId) ?? '');
    if (!person) return refused('Nobody in the directory has this id.');
    const { conversationType, id } = objectOf(activity.conversation);
    if (conversationType !== 'personal') return refused('The app is for personal chats only.');
    const screen = { serviceUrl: textOf(activity.serviceUrl) ?? '', conversationId: textOf(id) ?? '' };
    if (!isOnThisMachine(screen.serviceUrl)) return refused('A Playground runs on this machine.');

    const user = cloud.teams.user(person.id);
    // Every page load is told as an installation, and a page begins empty, however long the chat.
    const shown = mirrorFor(person.id, screen, activity.type === 'installationUpdate' && activity.action === 'add');
    // A tap may come before the answer to the post that showed its card.
    await shown.settled();
    const replyToId = shown.sourceOf(textOf(activity.replyToId) ?? '');
    const { channelId, serviceUrl, from, conversation, recipient } = user.activity({});
    const addressed = {
      ...activity,
      ...{ channelId, serviceUrl, from, conversation, recipient },
      channelData: { ...objectOf(activity.channelData), tenant: { id: cloud.tenantId } },
      ...(replyToId !== undefined && { replyToId }),
    };
    if (activity.type === 'message') user.chat.add('user', addressed, textOf(activity.id));
    const { outcome, status, body } = await user.send(addressed);
    return outcome === 'answered' ? { status, body } : { status: 502, body: { message: `The bot: ${outcome}.` } };
  }

  const server = createServer((request, response) => {
    answer(request, take).then(
      (answered) => {
        write(response, answered);
      },
      (error: unknown) => {
        write(response, { status: 400, body: { message: String(error) } });
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}/api/messages`,
    async close() {
      for (const one of mirrors.values()) one.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(request: IncomingMessage, take: (activity: JsonObject) => Promise<Answer>): Promise<Answer> {
  // The Playground waits until its bot answers a HEAD.
  if (request.method === 'HEAD') return { status: 200 };
  if (request.method !== 'POST') return { status: 405 };
  // A page in a browser may post to this machine without asking, but not JSON.
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return { status: 415 };
  const activity = await json(request);
  return isObject(activity) ? take(activity) : { status: 400 };
}

function refused(message: string): Answer {
  return { status: 403, body: { message } };
}

function isOnThisMachine(url: string): boolean {
  return URL.canParse(url) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
}

function write(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, body === undefined ? {} : { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
