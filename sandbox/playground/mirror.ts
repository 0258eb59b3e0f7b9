import type { Chat, ChatMessage } from '../cloud/connector/chat.js';
import { isObject, type JsonObject, textOf } from '../cloud/json.js';

/** One person's Playground: where its connector is, and what it calls that person's chat. */
export interface Screen {
  readonly serviceUrl: string;
  readonly conversationId: string;
}

/** What the bot writes in one chat, passed on to a Playground in the same order. */
export interface Mirror {
  readonly screen: Screen;
  /** The bot's message behind an id of the Playground's. */
  sourceOf(theirs: string): string | undefined;
  /** Resolves when the Playground has everything. */
  settled(): Promise<void>;
  stop(): void;
}

/** Begins with what the bot has written already. `report` gets a line for what the Playground did not take. */
export function mirror(chat: Chat, screen: Screen, report: (line: string) => void): Mirror {
  const theirs = new Map<string, string>();
  const activities = `${screen.serviceUrl.replace(/\/$/, '')}/v3/conversations/${encodeURIComponent(screen.conversationId)}/activities`;
  let line = Promise.resolve();

  // One at a time: an edit needs the id that the post before it was given.
  const queue = (pass: () => Promise<unknown>): void => {
    line = line.then(pass).then(
      () => undefined,
      (error: unknown) => {
        report(error instanceof Error ? error.message : String(error));
      },
    );
  };

  const post = async (message: ChatMessage): Promise<void> => {
    const answer = await send('POST', activities, message.activity);
    const id = isObject(answer) ? textOf(answer.id) : undefined;
    if (id !== undefined) theirs.set(message.id, id);
  };

  const change = async (message: ChatMessage, method: 'PUT' | 'DELETE'): Promise<void> => {
    const id = theirs.get(message.id);
    if (id === undefined) return;
    await send(method, `${activities}/${id}`, method === 'PUT' ? { ...message.activity, id } : undefined);
  };

  const pass = (message: ChatMessage): void => {
    if (message.from !== 'bot') return;
    switch (message.revisions.at(-1)?.kind) {
      case 'sent':
        queue(() => post(message));
        break;
      case 'updated':
        queue(() => change(message, 'PUT'));
        break;
      case 'deleted':
        queue(() => change(message, 'DELETE'));
        break;
      // The Playground has the answer to its own invoke.
      case 'answered':
      case undefined:
    }
  };

  for (const message of chat.messages) if (message.from === 'bot' && !message.deleted) queue(() => post(message));
  const stops = [
    chat.onChange(pass),
    chat.onTyping(() => {
      queue(() => send('POST', activities, { type: 'typing' }));
    }),
  ];
  return {
    screen,
    sourceOf: (id) => [...theirs].find(([, known]) => known === id)?.[0],
    settled: () => line,
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}

/** The answer's body. Throws when the Playground refuses or is gone. */
async function send(method: string, url: string, body: JsonObject | undefined): Promise<unknown> {
  const response = await fetch(url, {
    method,
    ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`The Playground answered ${response.status} to ${method} ${url}: ${text}`);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
