import { createHash } from 'node:crypto';
import type { Person } from '../directory/person.js';
import { Chat } from '../connector/chat.js';

/** What one person wrote to another, in a chat that no bot is in. */
export interface ColleagueMessage {
  readonly id: string;
  readonly from: Person;
  readonly to: Person;
  readonly text: string;
  readonly at: Date;
}

/** Chats between people. Nothing in them is known to any bot, unless somebody uses an app's command on a message. */
export class Colleagues {
  readonly #messages: ColleagueMessage[] = [];
  readonly #listeners = new Set<(message: ColleagueMessage) => void>();

  write(from: Person, to: Person, text: string): ColleagueMessage {
    const at = new Date();
    const message = { id: String(at.getTime() + this.#messages.length), from, to, text, at };
    this.#messages.push(message);
    for (const listener of [...this.#listeners]) listener(message);
    return message;
  }

  /** In the order they were written. */
  to(personId: string): readonly ColleagueMessage[] {
    return this.#messages.filter(({ to }) => to.id === personId);
  }

  onMessage(listener: (message: ColleagueMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/**
 * The chat of two people as an app's command tells of it: personal, and with an id that looks like that of a chat with
 * the bot (botbuilder-dotnet #2976, #3019).
 */
export function chatOfTwo(one: Person, other: Person): Chat {
  const hash = createHash('sha512')
    .update(`chat ${[one.id, other.id].sort().join(' ')}`)
    .digest('base64url');
  return new Chat(`a:1${hash}`, one.id, 'personal');
}
