import assert from 'node:assert/strict';
import { readable, type Cloud } from '../cloud/index.js';
import type { ChatMessage, TapResult, TeamsUser } from '../cloud/teamsClient.js';
import { createProduct, type Product } from '../product.js';

/** How long a story waits for what must come. */
const PATIENCE = 20_000;

/** Where a story is played: people who act, what each of them sees as it comes, and what was checked. */
export class Stage {
  checks = 0;
  #shows = 0;
  readonly #shown = new Map<string, string>();
  readonly #watched = new Set<string>();

  private constructor(
    readonly cloud: Cloud,
    readonly product: Product,
  ) {}

  static async open(cloud: Cloud, policy: object): Promise<Stage> {
    const product = await createProduct(cloud, { policy });
    const stage = new Stage(cloud, product);
    await product.start();
    cloud.teams.botEndpoint = `${product.url}/api/messages`;
    return stage;
  }

  /** Somebody of the cast; from now on what they see is printed. */
  person(name: string): TeamsUser {
    const user = this.cloud.teams.user(name);
    if (this.#watched.has(name)) return user;
    this.#watched.add(name);
    user.chat.onChange((message) => {
      if (message.from === 'bot') this.#show(name, message);
    });
    return user;
  }

  async says(user: TeamsUser, text: string): Promise<void> {
    tell(`${user.person.displayName} types: ${text}`);
    await user.say(text);
  }

  async taps(
    user: TeamsUser,
    message: ChatMessage,
    verb: string,
    inputs: Record<string, string> = {},
  ): Promise<TapResult> {
    tell(
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
      PATIENCE,
    );
  }

  async sees(user: TeamsUser, words: string, reference = ''): Promise<ChatMessage> {
    const message = await user.waitFor(
      (seen) => readable(seen).includes(words) && readable(seen).includes(reference),
      PATIENCE,
    );
    this.check(`${user.person.displayName} reads “${words}”`, true);
    return message;
  }

  async mailed(address: string, subject: string): Promise<void> {
    await this.cloud.mailbox.waitFor((mail) => mail.to.includes(address) && mail.subject.includes(subject), PATIENCE);
    this.check(`a mail “${subject}” went to ${address}`, true);
  }

  /** Resolves when nobody has seen anything new for half a second. */
  async quiet(): Promise<void> {
    let seen: number;
    do {
      seen = this.#shows;
      await new Promise((resolve) => setTimeout(resolve, 500));
    } while (seen !== this.#shows);
  }

  check(promise: string, kept: boolean): void {
    assert.ok(kept, `not so: ${promise}`);
    this.checks += 1;
    console.log(`  ✓ ${promise}`);
  }

  async close(): Promise<void> {
    await this.product.remove();
  }

  #show(name: string, message: ChatMessage): void {
    const text = readable(message);
    const before = this.#shown.get(message.id);
    if (text === '' || before === text) return;
    this.#shown.set(message.id, text);
    this.#shows += 1;
    console.log(`\n    ${name} sees${before === undefined ? '' : ' the card change'}`);
    for (const line of text.split('\n')) console.log(`    │ ${line}`);
    console.log();
  }
}

export function tell(sentence: string): void {
  console.log(`  → ${sentence}`);
}
