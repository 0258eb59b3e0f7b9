import { setMaxListeners } from 'node:events';
import type { Chats } from '../connector/chats.js';
import type { Roster } from '../connector/roster.js';
import type { Directory } from '../directory/directory.js';
import { type JsonObject, textOf } from '../json.js';
import type { BotTokens, TokenForgery } from './botTokens.js';
import { Colleagues } from './colleagues.js';
import { deliver, type Delivery } from './delivery.js';
import { TeamsChannel } from './teamsChannel.js';
import { type SendOptions, TeamsUser } from './teamsUser.js';

export interface TeamsOptions {
  readonly directory: Directory;
  readonly chats: Chats;
  readonly roster: Roster;
  readonly tokens: BotTokens;
  readonly authority: string;
  readonly tenantId: string;
  readonly botId: string;
  readonly botName: string;
  serviceUrl(): string;
}

/** An invoke that takes longer is over for Teams. */
const invokeLimitMs = 15_000;

/** The Teams service with its clients: whoever in the directory uses the bot. */
export class Teams {
  /** The bot's messaging endpoint; to be set before anybody says anything. */
  botEndpoint: string | undefined;
  /** Whether cards with `refresh` refresh themselves as they come in. */
  autoRefresh = false;
  readonly chats: Chats;
  readonly roster: Roster;
  readonly colleagues = new Colleagues();
  readonly #options: TeamsOptions;
  readonly #users = new Map<string, TeamsUser>();
  readonly #pending = new Set<Promise<unknown>>();
  readonly #listeners = new Set<(activity: JsonObject, delivery: Delivery) => void>();
  readonly #dialogListeners = new Set<(user: TeamsUser) => void>();
  readonly #closing = new AbortController();

  constructor(options: TeamsOptions) {
    this.#options = options;
    this.chats = options.chats;
    this.roster = options.roster;
    // Each delivery under way listens.
    setMaxListeners(0, this.#closing.signal);
    this.roster.onChange((userId, event) => {
      // Teams tells the bot of neither a block nor its end.
      if (this.botEndpoint !== undefined && (event === 'installed' || event === 'uninstalled'))
        this.track(this.user(userId).announce(event));
    });
  }

  /** By id, user principal name or display name; the same object each time. */
  user(idOrName: string): TeamsUser {
    const person = this.#options.directory.user(idOrName);
    const known = this.#users.get(person.id) ?? new TeamsUser(this, person);
    this.#users.set(person.id, known);
    return known;
  }

  /** The app is there already for these people (everybody without a list), and the bot is told nothing. */
  preinstall(people: readonly string[] = this.#options.directory.people.map((person) => person.id)): void {
    const endpoint = this.botEndpoint;
    this.botEndpoint = undefined;
    for (const person of people) this.roster.install(this.#options.directory.user(person).id);
    this.botEndpoint = endpoint;
  }

  /** A channel the bot can post to: the id it has in Teams. */
  addChannel(name: string, members: readonly string[]): string {
    const id = `19:${Buffer.from(name).toString('hex').padEnd(32, '0').slice(0, 32)}@thread.tacv2`;
    this.chats.addChannel(
      id,
      name,
      members.map((member) => this.#options.directory.user(member).id),
    );
    return id;
  }

  /** Throws where there is no such channel. */
  channel(id: string): TeamsChannel {
    const channel = this.chats.channel(id);
    if (channel === undefined) throw new Error(`There is no channel ${id}.`);
    return new TeamsChannel(this.chats, channel);
  }

  get surroundings() {
    const { tenantId, botId, botName } = this.#options;
    return { tenantId, botId, botName, serviceUrl: this.#options.serviceUrl() };
  }

  /** A token as the Bot Framework would put on an activity, or one that differs from it. */
  tokenFor(forgery?: TokenForgery, serviceUrl = this.#options.serviceUrl()): Promise<string> {
    return this.#options.tokens.tokenFor(serviceUrl, forgery);
  }

  async deliver(activity: JsonObject, options: SendOptions): Promise<Delivery> {
    if (this.botEndpoint === undefined) throw new Error('Set cloud.teams.botEndpoint before using Teams.');
    const token =
      options.token === undefined ? await this.tokenFor(options.forgery, textOf(activity.serviceUrl)) : options.token;
    const delivery = await deliver(activity, {
      url: this.botEndpoint,
      token: token ?? undefined,
      timeoutMs: options.timeoutMs ?? invokeLimitMs,
      authority: this.#options.authority,
      signal: this.#closing.signal,
    });
    for (const listener of [...this.#listeners]) listener(activity, delivery);
    return delivery;
  }

  /** Calls back on every activity the bot has answered, or failed to, until the returned function is called. */
  onDelivery(listener: (activity: JsonObject, delivery: Delivery) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls back whenever somebody's dialog shows something else. */
  onDialog(listener: (user: TeamsUser) => void): () => void {
    this.#dialogListeners.add(listener);
    return () => this.#dialogListeners.delete(listener);
  }

  dialogChanged(user: TeamsUser): void {
    for (const listener of [...this.#dialogListeners]) listener(user);
  }

  /** Work nobody waits for by name; `settled()` does. */
  track(work: Promise<unknown>): void {
    const settled = work.catch(() => undefined).finally(() => this.#pending.delete(settled));
    this.#pending.add(settled);
  }

  /** Resolves when nothing Teams started by itself is under way. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all([...this.#pending]);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.settled();
  }
}
