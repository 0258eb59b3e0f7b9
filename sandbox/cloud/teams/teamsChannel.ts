import { type Chat, type ChatMessage, newMessageId } from '../connector/chat.js';
import type { Channel, Chats } from '../connector/chats.js';
import type { Person } from '../directory/person.js';
import { PATIENCE } from '../patience.js';
import { readable } from './teamsUser.js';

/** A channel as its members see it: a list of posts, each with a thread below it. */
export class TeamsChannel {
  readonly #chats: Chats;
  readonly #channel: Channel;

  constructor(chats: Chats, channel: Channel) {
    this.#chats = chats;
    this.#channel = channel;
  }

  get id(): string {
    return this.#channel.id;
  }

  get name(): string {
    return this.#channel.name;
  }

  get members(): readonly Person[] {
    return this.#chats.peopleIn(this.#channel);
  }

  /** Everything that stands in it, oldest first. */
  get messages(): readonly ChatMessage[] {
    return this.#chats
      .threadsOf(this.id)
      .flatMap(({ messages }) => messages)
      .filter(({ deleted }) => !deleted);
  }

  get botMessages(): readonly ChatMessage[] {
    return this.messages.filter(({ from }) => from === 'bot');
  }

  /** Whether the bot's app is in the team. */
  set hasBot(there: boolean) {
    this.#channel.hasBot = there;
  }

  /** A thread to write in, as by a new post. */
  newThread(): Chat {
    return this.#chats.thread(this.id, newMessageId());
  }

  /** Calls back on every new or changed message until the returned function is called. */
  onChange(listener: (message: ChatMessage) => void): () => void {
    const stops = this.#chats.threadsOf(this.id).map((thread) => thread.onChange(listener));
    const stop = this.#chats.onThread((thread) => {
      if (thread.owner === this.id) stops.push(thread.onChange(listener));
    });
    return () => {
      for (const end of [stop, ...stops]) end();
    };
  }

  /** The newest message of the bot (there already or still to come) that passes; rejects after `ms`. */
  waitFor(passes: (message: ChatMessage) => boolean, ms = PATIENCE): Promise<ChatMessage> {
    return new Promise((resolve, reject) => {
      const found = this.botMessages.toReversed().find(passes);
      if (found) {
        resolve(found);
        return;
      }
      const stop = this.onChange((message) => {
        if (message.from !== 'bot' || !passes(message)) return;
        clearTimeout(timer);
        stop();
        resolve(message);
      });
      const timer = setTimeout(() => {
        stop();
        const seen = this.botMessages.map((message) => `– ${readable(message).slice(0, 300)}`).join('\n');
        reject(new Error(`${this.name} saw no such post within ${ms} ms. The bot wrote:\n${seen || '(nothing)'}`));
      }, ms);
      timer.unref();
    });
  }
}
