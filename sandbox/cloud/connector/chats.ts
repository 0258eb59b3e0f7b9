import { createHash } from 'node:crypto';
import type { Directory } from '../directory/directory.js';
import type { Person } from '../directory/person.js';
import { Chat, newConversationId } from './chat.js';

/** All conversations with the bot. A person has one personal chat; a channel has a thread per post. */
export class Chats {
  readonly #directory: Directory;
  readonly #byId = new Map<string, Chat>();
  readonly #personal = new Map<string, Chat>();
  readonly #channels = new Map<string, Channel>();
  readonly #listeners = new Set<(thread: Chat) => void>();

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  get all(): readonly Chat[] {
    return [...this.#byId.values()];
  }

  find(id: string): Chat | undefined {
    // A reply in a channel may name the channel alone, or the thread.
    return this.#byId.get(id);
  }

  personal(userId: string): Chat {
    const known = this.#personal.get(userId);
    if (known) return known;
    const chat = new Chat(newConversationId(), userId, 'personal');
    this.#personal.set(userId, chat);
    this.#byId.set(chat.id, chat);
    return chat;
  }

  /** With the bot's app in its team. */
  addChannel(id: string, name: string, memberIds: readonly string[]): Channel {
    const channel = { id, name, memberIds: [...memberIds], hasBot: true };
    this.#channels.set(id, channel);
    return channel;
  }

  channel(id: string): Channel | undefined {
    return this.#channels.get(id);
  }

  /** A new post in a channel begins a thread, which is a conversation of its own. */
  thread(channelId: string, rootId: string): Chat {
    const chat = new Chat(`${channelId};messageid=${rootId}`, channelId, 'channel');
    this.#byId.set(chat.id, chat);
    for (const listener of this.#listeners) listener(chat);
    return chat;
  }

  /** The threads of a channel, oldest first. */
  threadsOf(channelId: string): readonly Chat[] {
    return this.all.filter(({ owner }) => owner === channelId);
  }

  /** Calls back on every new thread, before anything stands in it. */
  onThread(listener: (thread: Chat) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The person behind a `29:` id or a directory object id. */
  memberBy(id: string): Person | undefined {
    return this.#directory.people.find((person) => teamsId(person.id) === id) ?? this.#directory.find(id);
  }

  /** Whom a conversation holds, the bot aside. */
  membersOf(chat: Chat): readonly Person[] {
    return this.peopleIn(chat.kind === 'personal' ? { memberIds: [chat.owner] } : this.#channels.get(chat.owner));
  }

  peopleIn({ memberIds = [] }: Partial<Pick<Channel, 'memberIds'>> = {}): readonly Person[] {
    return memberIds.map((id) => this.#directory.find(id)).filter((person) => person !== undefined);
  }
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly memberIds: readonly string[];
  /** Whether the bot's app is in the channel's team. */
  hasBot: boolean;
}

/** The id Teams gives a person towards this bot. */
export function teamsId(userId: string): string {
  return `29:1${createHash('sha256').update(`teams ${userId}`).digest('base64url')}`;
}
