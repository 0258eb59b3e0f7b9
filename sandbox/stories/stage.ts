import assert from 'node:assert/strict';
import { readable, type Cloud, type Mail } from '../cloud/index.js';
import type { ChatMessage, TapResult, TeamsUser } from '../cloud/teamsClient.js';
import type { Product } from '../product.js';
import type { World } from '../world.js';

export interface Story {
  /** A word for links and lists. */
  readonly id: string;
  readonly title: string;
  /** What is to be seen in it, in a sentence. */
  readonly about: string;
  /** Whose chats to look at. */
  readonly people: readonly string[];
  /** The content of `policy.json`. */
  readonly policy: (cloud: Cloud) => object;
  readonly play: (stage: Stage) => Promise<void>;
}

export interface Audience {
  /** Every line that tells the story: what people do (→) and what was checked (✓). */
  readonly tell: (line: string) => void;
  /** What somebody's chat shows, line by line, for an audience that doesn't see the chats. */
  readonly show?: (line: string) => void;
  /** Milliseconds before each thing somebody does, so that an audience can follow. */
  readonly pace?: number;
}

/** Where a story is played: people who act, what each of them sees as it comes, and what was checked. */
export class Stage {
  checks = 0;
  #shows = 0;
  readonly #shown = new Map<string, string>();
  readonly #watched = new Set<string>();
  readonly #stops: (() => void)[] = [];

  private constructor(
    readonly cloud: Cloud,
    readonly product: Product,
    private readonly audience: Audience,
  ) {}

  /** Plays a story in a world of its own policy; gives how much was checked. Throws at the first promise that isn't kept. */
  static async play({ cloud, product }: World, { play }: Story, audience: Audience): Promise<number> {
    const stage = new Stage(cloud, product, audience);
    try {
      await play(stage);
      await stage.#quiet();
      return stage.checks;
    } finally {
      for (const stop of stage.#stops) stop();
    }
  }

  /** Somebody of the cast; from now on what they see is printed. */
  person(name: string): TeamsUser {
    const user = this.cloud.teams.user(name);
    if (this.#watched.has(name)) return user;
    this.#watched.add(name);
    this.#stops.push(
      user.chat.onChange((message) => {
        if (message.from === 'bot') this.#show(name, message);
      }),
    );
    return user;
  }

  tell(sentence: string): void {
    this.audience.tell(`→ ${sentence}`);
  }

  /** Lets the audience look before something happens. */
  async pause(): Promise<void> {
    const { pace = 0 } = this.audience;
    if (pace > 0) await new Promise((resolve) => setTimeout(resolve, pace));
  }

  async says(user: TeamsUser, text: string): Promise<void> {
    await this.pause();
    this.tell(`${user.person.displayName} types: ${text}`);
    await user.say(text);
  }

  async taps(
    user: TeamsUser,
    message: ChatMessage,
    verb: string,
    inputs: Record<string, string> = {},
  ): Promise<TapResult> {
    await this.pause();
    this.tell(
      `${user.person.displayName} taps ${verb}${Object.values(inputs)
        .map((input) => ` “${input}”`)
        .join('')}`,
    );
    const result = await user.tap(message, verb, inputs);
    this.check(`the tap was answered with a ${result.kind}`, result.kind === 'card' || result.kind === 'message');
    return result;
  }

  /** The newest card of this request that offers the action. */
  card(user: TeamsUser, verb: string, reference = ''): Promise<ChatMessage> {
    return user.waitFor(
      (message) =>
        JSON.stringify(message.activity).includes(`"verb":"${verb}"`) && readable(message).includes(reference),
    );
  }

  async sees(user: TeamsUser, words: string, reference = ''): Promise<ChatMessage> {
    const message = await user.waitFor((seen) => readable(seen).includes(words) && readable(seen).includes(reference));
    this.check(`${user.person.displayName} reads “${words}”`, true);
    return message;
  }

  /** What IT's channel shows of this request. */
  async posted(words: string, reference: string): Promise<ChatMessage> {
    const channel = this.cloud.teams.channel(this.cloud.itChannel);
    const post = await channel.waitFor((seen) => readable(seen).includes(words) && readable(seen).includes(reference));
    this.check(`IT’s channel reads “${words}”`, true);
    return post;
  }

  async mailed(user: TeamsUser, subject: string, reference = ''): Promise<Mail> {
    const address = user.person.mail ?? '';
    const mail = await this.cloud.mailbox.waitFor(
      (sent) => sent.to.includes(address) && sent.subject.includes(subject) && sent.subject.includes(reference),
    );
    this.check(`a mail “${subject}” went to ${address}`, true);
    return mail;
  }

  /** Resolves when nobody has seen anything new for half a second. */
  async #quiet(): Promise<void> {
    let seen: number;
    do {
      seen = this.#shows;
      await new Promise((resolve) => setTimeout(resolve, 500));
    } while (seen !== this.#shows);
  }

  check(promise: string, kept: boolean): void {
    assert.ok(kept, `not so: ${promise}`);
    this.checks += 1;
    this.audience.tell(`✓ ${promise}`);
  }

  #show(name: string, message: ChatMessage): void {
    const text = readable(message);
    const before = this.#shown.get(message.id);
    if (text === '' || before === text) return;
    this.#shown.set(message.id, text);
    this.#shows += 1;
    const { show } = this.audience;
    if (show === undefined) return;
    show(`${name} sees${before === undefined ? '' : ' the card change'}`);
    for (const line of text.split('\n')) show(`│ ${line}`);
  }
}
