import { randomUUID } from 'node:crypto';
import type { Chat, ChatMessage } from '../connector/chat.js';
import { teamsId } from '../connector/chats.js';
import type { Person } from '../directory/person.js';
import { isObject, type JsonObject, listOf, objectOf, objectsOf, textOf } from '../json.js';
import { activityFrom, installedActivities, typedMessage, uninstalledActivities } from './activity.js';
import type { TokenForgery } from './botTokens.js';
import { cardsOf, cardType, findAction, type FoundAction, textsOf } from './card.js';
import { chatOfTwo, type ColleagueMessage } from './colleagues.js';
import type { Delivery } from './delivery.js';
import { type CommandOptions, Dialog } from './dialog.js';
import type { InputValues } from './inputs.js';
import { executeValue, type Gesture, gestureOf, readAnswer, type TapResult } from './tap.js';
import { PATIENCE } from '../patience.js';
import type { Teams } from './teams.js';

export interface SendOptions {
  /** In place of the good token; null sends none. */
  readonly token?: string | null;
  /** How the token differs from a good one. */
  readonly forgery?: TokenForgery;
  readonly timeoutMs?: number;
}

export interface TapOptions extends SendOptions {
  /** Delivers the same invoke again after the first: with its own id, then with new ones. */
  readonly redeliver?: { readonly sameId?: number; readonly newId?: number };
}

/** Somebody with Teams open. Knows what is on the screen and nothing of the bot. */
export class TeamsUser {
  /** Language of the client; the person's own at first. */
  locale: string;
  platform = 'Web';
  /** An old client that does not know Action.Execute takes its fallback. */
  executeSupported = true;
  /** The dialog that was opened last; there is one at a time. */
  dialog: Dialog | undefined;
  readonly #teams: Teams;

  constructor(
    teams: Teams,
    readonly person: Person,
  ) {
    this.#teams = teams;
    this.locale = person.preferredLanguage ?? 'en-GB';
    this.chat.onChange((message) => {
      const kind = message.revisions.at(-1)?.kind;
      if (this.#teams.autoRefresh && message.from === 'bot' && (kind === 'sent' || kind === 'updated'))
        this.#teams.track(this.open(message));
    });
  }

  /** The `29:` id towards this bot. */
  get teamsId(): string {
    return teamsId(this.person.id);
  }

  get chat(): Chat {
    return this.#teams.chats.personal(this.person.id);
  }

  /** The personal chat as it stands now, deleted messages left out. */
  get messages(): readonly ChatMessage[] {
    return this.chat.messages.filter((message) => !message.deleted);
  }

  get botMessages(): readonly ChatMessage[] {
    return this.messages.filter((message) => message.from === 'bot');
  }

  /** Adds the app and waits until the bot has been told. */
  async install(): Promise<void> {
    this.#teams.roster.install(this.person.id);
    await this.#teams.settled();
  }

  async uninstall(): Promise<void> {
    this.#teams.roster.uninstall(this.person.id);
    await this.#teams.settled();
  }

  block(): void {
    this.#teams.roster.block(this.person.id);
  }

  unblock(): void {
    this.#teams.roster.unblock(this.person.id);
  }

  /** Called by Teams when the app was added or taken away, by whomever. */
  async announce(event: 'installed' | 'uninstalled'): Promise<void> {
    const around = this.#around(this.chat);
    for (const activity of event === 'installed' ? installedActivities(around) : uninstalledActivities(around))
      await this.send(activity);
  }

  /** Types a message; resolves when the bot's endpoint has answered. */
  async say(text: string, options?: SendOptions): Promise<Delivery> {
    return this.#post(this.activity(typedMessage(text)), options);
  }

  /** Mentions the bot in a channel's thread: Teams brings it nothing else that is said there. */
  async mention(text: string, thread: Chat, options?: SendOptions): Promise<Delivery> {
    const { botId, botName } = this.#teams.surroundings;
    const at = `<at>${botName}</at>`;
    const entities = [{ type: 'mention', mentioned: { id: `28:${botId}`, name: botName }, text: at }];
    return this.#post(this.activity({ ...typedMessage(`${at} ${text}`), entities }, thread), options, thread);
  }

  /** An activity from this person, complete but for what `parts` says. */
  activity(parts: JsonObject, chat: Chat = this.chat): JsonObject {
    return activityFrom(this.#around(chat), parts);
  }

  /** Sends exactly this activity. The token is a good one for its serviceUrl unless the options say otherwise. */
  send(activity: JsonObject, options: SendOptions = {}): Promise<Delivery> {
    return this.#teams.deliver(activity, options);
  }

  /** Sends an invoke and gives the answer. */
  invoke(name: string, value: unknown, options?: SendOptions): Promise<Delivery> {
    return this.send(this.activity({ type: 'invoke', name, value }), options);
  }

  /** Writes to a colleague, in the chat of the two. */
  writeTo(colleague: TeamsUser, text: string): ColleagueMessage {
    return this.#teams.colleagues.write(this.person, colleague.person, text);
  }

  /** What colleagues wrote, the newest last. */
  get received(): readonly ColleagueMessage[] {
    return this.#teams.colleagues.to(this.person.id);
  }

  /** Chooses the app's command on a colleague's message, or beside the compose box of the chat with the bot. */
  async command(options: CommandOptions = {}, chat?: Chat): Promise<Dialog> {
    const { message } = options;
    const around = chat ?? (message ? chatOfTwo(this.person, message.from) : this.chat);
    const dialog = new Dialog(this, around, options);
    this.dialog = dialog;
    dialog.onChange(() => {
      this.#teams.dialogChanged(this);
    });
    await dialog.open();
    return dialog;
  }

  /** Taps an action, by title or verb, on a message's card (or a suggested action) as the message stands now. */
  async tap(
    message: ChatMessage,
    action: string,
    inputs: InputValues = {},
    options: TapOptions = {},
  ): Promise<TapResult> {
    const now = this.#now(message);
    const suggested = objectsOf(objectOf(now.activity.suggestedActions).actions).find((one) => one.title === action);
    if (suggested)
      return this.#perform(now, { do: 'submit', parts: typedMessage(textOf(suggested.value) ?? '') }, options);
    const card = cardsOf(now.activity)[0];
    if (!card) throw new Error(`The message has no card: "${now.text}".`);
    return this.tapFound(now, findAction(card, action), inputs, options);
  }

  /** Taps exactly this action, which may be of an earlier state of the message: whoever taps sees what is on the screen. */
  async tapFound(
    message: ChatMessage,
    found: FoundAction,
    inputs: InputValues = {},
    options: TapOptions = {},
  ): Promise<TapResult> {
    return this.#perform(this.#now(message), gestureOf(found, inputs, this.executeSupported), options);
  }

  /** Looks at a message: its card refreshes itself where it asks for this viewer. Undefined when it does not. */
  async open(message: ChatMessage, options: TapOptions = {}): Promise<TapResult | undefined> {
    const now = this.#now(message);
    const refresh = objectOf(cardsOf(now.activity)[0]?.refresh);
    const viewers = listOf(refresh.userIds);
    if (!isObject(refresh.action) || (viewers.length > 0 && !viewers.includes(this.teamsId))) return undefined;
    const value = executeValue(refresh.action, objectOf(refresh.action.data), 'automatic');
    return this.#perform(now, { do: 'execute', value }, options);
  }

  /** The newest bot message (there already or still to come, as sent or as changed) that passes; rejects after `ms`. */
  waitFor(passes: (message: ChatMessage) => boolean, ms = PATIENCE): Promise<ChatMessage> {
    return new Promise((resolve, reject) => {
      const found = this.botMessages.toReversed().find(passes);
      if (found) {
        resolve(found);
        return;
      }
      const stop = this.chat.onChange((message) => {
        if (message.from !== 'bot' || !passes(message)) return;
        clearTimeout(timer);
        stop();
        resolve(message);
      });
      const timer = setTimeout(() => {
        stop();
        const seen = this.botMessages.map((message) => `– ${readable(message).slice(0, 300)}`).join('\n');
        reject(
          new Error(
            `${this.person.displayName} saw no such message within ${ms} ms. The bot wrote:\n${seen || '(nothing)'}`,
          ),
        );
      }, ms);
      // Where the cloud has closed nothing can come any more, and nobody waits for the process.
      timer.unref();
    });
  }

  async #perform(message: ChatMessage, gesture: Gesture, options: TapOptions): Promise<TapResult> {
    const chat = this.#teams.chats.find(message.conversationId) ?? this.chat;
    switch (gesture.do) {
      case 'nothing':
        return { kind: 'nothing', statusCode: 0, deliveries: [] };
      case 'open':
        return { kind: 'url', url: gesture.url, statusCode: 0, deliveries: [] };
      case 'submit': {
        const activity = this.activity({ ...gesture.parts, replyToId: message.id }, chat);
        const delivery =
          gesture.parts.text === undefined
            ? await this.send(activity, options)
            : await this.#post(activity, options, chat);
        return { kind: 'sent', statusCode: delivery.status, deliveries: [delivery] };
      }
      case 'dialog': {
        const delivery = await this.invoke('task/fetch', gesture.value, options);
        return { kind: 'dialog', statusCode: delivery.status, deliveries: [delivery] };
      }
      case 'execute': {
        const result = readAnswer(await this.#execute(message, chat, gesture.value, options));
        if (result.card)
          chat.revise(message.id, 'answered', {
            ...message.activity,
            attachments: [{ contentType: cardType, content: result.card }],
          });
        return result;
      }
    }
  }

  async #execute(
    message: ChatMessage,
    chat: Chat,
    value: JsonObject,
    options: TapOptions,
  ): Promise<readonly Delivery[]> {
    const activity = this.activity({ type: 'invoke', name: 'adaptiveCard/action', value, replyToId: message.id }, chat);
    const { sameId = 0, newId = 0 } = options.redeliver ?? {};
    const deliveries = [await this.send(activity, options)];
    for (let again = 0; again < sameId + newId; again += 1) {
      deliveries.push(await this.send(again < sameId ? activity : { ...activity, id: `f:${randomUUID()}` }, options));
    }
    return deliveries;
  }

  /** Shows the message in the chat as well as sending it. */
  async #post(activity: JsonObject, options?: SendOptions, chat: Chat = this.chat): Promise<Delivery> {
    chat.add('user', activity, textOf(activity.id));
    return this.send(activity, options);
  }

  #now(message: ChatMessage): ChatMessage {
    const now = this.#teams.chats.find(message.conversationId)?.find(message.id);
    if (!now || now.deleted) throw new Error('The message is no longer there.');
    return now;
  }

  #around(chat: Chat) {
    return { ...this.#teams.surroundings, person: this.person, chat, locale: this.locale, platform: this.platform };
  }
}

/** All a person can read of a message: its text and its cards, line by line. */
export function readable(message: ChatMessage): string {
  return [message.text, ...cardsOf(message.activity).flatMap(textsOf)].filter(Boolean).join('\n');
}
