import { randomUUID } from 'node:crypto';
import { clone, type JsonObject, textOf } from '../json.js';

export type RevisionKind = 'sent' | 'updated' | 'answered' | 'deleted';

/** One state a message has been in. `answered` is a card put in its place by the answer to a tap, for the one who tapped. */
export interface Revision {
  readonly kind: RevisionKind;
  readonly activity: JsonObject;
  readonly at: Date;
}

/** A message as it stands now. */
export interface ChatMessage {
  readonly id: string;
  readonly conversationId: string;
  readonly from: 'bot' | 'user';
  readonly activity: JsonObject;
  readonly text: string;
  readonly deleted: boolean;
  readonly revisions: readonly Revision[];
}

interface Kept {
  readonly id: string;
  readonly from: 'bot' | 'user';
  readonly revisions: Revision[];
}

/** One conversation: its messages in order, and whoever waits for the next change. */
export class Chat {
  readonly #messages: Kept[] = [];
  readonly #listeners = new Set<(message: ChatMessage) => void>();
  readonly #typingListeners = new Set<() => void>();
  #typing = 0;

  constructor(
    readonly id: string,
    /** A person's object id for a personal chat, a channel's id for a thread in it. */
    readonly owner: string,
    readonly kind: 'personal' | 'channel',
  ) {}

  get messages(): readonly ChatMessage[] {
    return this.#messages.map((message) => this.#view(message));
  }

  find(id: string): ChatMessage | undefined {
    const message = this.#messages.find((one) => one.id === id);
    return message && this.#view(message);
  }

  add(from: 'bot' | 'user', activity: JsonObject, id = newMessageId()): ChatMessage {
    const message: Kept = { id, from, revisions: [] };
    this.#messages.push(message);
    return this.#revise(message, 'sent', activity);
  }

  /** Undefined when there is no such message, or it has been deleted. */
  revise(id: string, kind: RevisionKind, activity: JsonObject): ChatMessage | undefined {
    const message = this.#messages.find((one) => one.id === id);
    if (!message || message.revisions.at(-1)?.kind === 'deleted') return undefined;
    return this.#revise(message, kind, activity);
  }

  /** Calls back on every new or changed message until the returned function is called. */
  onChange(listener: (message: ChatMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** How often the bot has shown that it is typing. */
  get typing(): number {
    return this.#typing;
  }

  showTyping(): void {
    this.#typing += 1;
    for (const listener of [...this.#typingListeners]) listener();
  }

  onTyping(listener: () => void): () => void {
    this.#typingListeners.add(listener);
    return () => this.#typingListeners.delete(listener);
  }

  #revise(message: Kept, kind: RevisionKind, activity: JsonObject): ChatMessage {
    message.revisions.push({ kind, activity: clone(activity), at: new Date() });
    const view = this.#view(message);
    for (const listener of [...this.#listeners]) listener(view);
    return view;
  }

  #view(message: Kept): ChatMessage {
    const last = message.revisions.at(-1);
    const activity = last?.activity ?? {};
    return {
      id: message.id,
      conversationId: this.id,
      from: message.from,
      activity,
      text: textOf(activity.text) ?? '',
      deleted: last?.kind === 'deleted',
      revisions: [...message.revisions],
    };
  }
}

let lastId = 0;

/** Teams numbers messages by the millisecond. */
export function newMessageId(): string {
  lastId = Math.max(Date.now(), lastId + 1);
  return String(lastId);
}

/** Ids as long and as opaque as the real ones, and always the same for the same person. */
export function newConversationId(): string {
  return `a:1${Buffer.from(randomUUID() + randomUUID()).toString('base64url')}`;
}
