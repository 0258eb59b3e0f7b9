import { randomUUID } from 'node:crypto';
import type { Chat } from '../connector/chat.js';
import { isObject, type JsonObject, objectOf, textOf } from '../json.js';
import { cardType, findAction, type FoundAction } from './card.js';
import type { ColleagueMessage } from './colleagues.js';
import type { Delivery } from './delivery.js';
import { gatherInputs, type InputValues } from './inputs.js';
import type { SendOptions, TeamsUser } from './teamsUser.js';

/** Where an app's command is found: the menu of a message, beside the compose box, or in the command box. */
export type CommandContext = 'message' | 'compose' | 'commandBox';

export interface CommandOptions extends SendOptions {
  readonly context?: CommandContext;
  /** The message whose menu was opened. */
  readonly message?: ColleagueMessage;
  /** Over what Teams would tell of the message. */
  readonly payload?: unknown;
  readonly commandId?: string;
}

/** What is on the screen: a card, a plain message, Teams' own words that it failed; or the dialog is gone. */
export type DialogState =
  | { readonly kind: 'card'; readonly title: string; readonly card: JsonObject }
  | { readonly kind: 'message' | 'error'; readonly text: string }
  | { readonly kind: 'closed' };

/** An invoke of a message extension that takes longer is sent again, twice, and then it has failed (respond-to-task-module-submit). */
const LIMIT_MS = 5_000;
const REPEATS = 2;
const UNREACHABLE: DialogState = { kind: 'error', text: 'Unable to reach app. Please try again.' };

/** A dialog (task module) that an app's command opened for somebody. */
export class Dialog {
  state: DialogState = { kind: 'closed' };
  /** Counts what was on the screen, so that a tap can say on which. */
  shown = 0;
  readonly deliveries: Delivery[] = [];
  #left = false;
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly user: TeamsUser,
    private readonly chat: Chat,
    private readonly options: CommandOptions,
  ) {}

  /** Asks the bot for the first card. */
  async open(): Promise<DialogState> {
    return this.#ask('composeExtension/fetchTask', {}, this.options);
  }

  /** Taps a button of the card, by title or verb; resolves with what the dialog shows then, or the link that was tapped. */
  async tap(
    action: string,
    inputs: InputValues = {},
    options: SendOptions = {},
  ): Promise<DialogState | { url: string }> {
    return this.tapFound(findAction(this.card, action), inputs, options);
  }

  async tapFound(
    found: FoundAction,
    inputs: InputValues,
    options: SendOptions = {},
  ): Promise<DialogState | { url: string }> {
    const { action } = found;
    if (action.type === 'Action.OpenUrl') return { url: textOf(action.url) ?? '' };
    // Documented for dialogs is Action.Submit; what becomes of another is not.
    if (action.type !== 'Action.Submit') throw new Error(`A dialog has no answer to ${String(action.type)}.`);
    const data = { ...objectOf(action.data), ...gatherInputs(found, inputs) };
    return this.#ask('composeExtension/submitAction', { data }, options);
  }

  /** Sends exactly this data, as whoever changes what the client sends. */
  async submit(data: unknown, options: SendOptions & { readonly commandId?: string } = {}): Promise<DialogState> {
    return this.#ask(
      'composeExtension/submitAction',
      { data, ...(options.commandId && { commandId: options.commandId }) },
      options,
    );
  }

  /** Escape, or the cross. The bot hears nothing of it; what it still answers is too late. */
  close(): void {
    this.#left = true;
    this.#become({ kind: 'closed' });
  }

  /** Where it was opened, as the bot was told. */
  get conversationId(): string {
    return this.chat.id;
  }

  get card(): JsonObject {
    if (this.state.kind !== 'card') throw new Error(`The dialog shows no card: ${JSON.stringify(this.state)}`);
    return this.state.card;
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  async #ask(name: string, more: JsonObject, sending: SendOptions): Promise<DialogState> {
    const { commandId = 'requestReset', context = this.options.message ? 'message' : 'compose' } = this.options;
    const payload = this.options.payload ?? (this.options.message && payloadOf(this.options.message));
    const value = {
      commandId,
      commandContext: context,
      ...(payload === undefined ? {} : { messagePayload: payload }),
      context: { theme: 'default' },
      ...more,
    };
    const activity = this.user.activity({ type: 'invoke', name, value }, this.chat);
    for (let sent = 0; sent <= REPEATS; sent += 1) {
      const id = sent === 0 ? activity.id : `f:${randomUUID()}`;
      const delivery = await this.user.send({ ...activity, id }, { timeoutMs: LIMIT_MS, ...sending });
      this.deliveries.push(delivery);
      if (this.#left) return this.state;
      if (delivery.outcome !== 'timeout') return this.#become(stateOf(delivery));
    }
    return this.#become(UNREACHABLE);
  }

  #become(state: DialogState): DialogState {
    this.state = state;
    this.shown += 1;
    for (const listener of [...this.#listeners]) listener();
    return state;
  }
}

/** What Teams hands over of a message (create-task-module, "Initial invoke request from a message"). */
function payloadOf({ id, from, text, at }: ColleagueMessage): JsonObject {
  return {
    id,
    replyToId: null,
    createdDateTime: at.toISOString(),
    lastModifiedDateTime: null,
    deleted: false,
    subject: null,
    summary: null,
    importance: 'normal',
    locale: 'en-gb',
    body: { contentType: 'html', content: `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>` },
    from: {
      device: null,
      conversation: null,
      user: { userIdentityType: 'aadUser', id: from.id, displayName: from.displayName },
      application: null,
    },
  };
}

function stateOf({ outcome, status, body }: Delivery): DialogState {
  if (outcome !== 'answered' || status !== 200) return UNREACHABLE;
  if (body === undefined || body === '') return { kind: 'closed' };
  const task = objectOf(objectOf(body).task);
  if (task.type === 'message') return { kind: 'message', text: textOf(task.value) ?? '' };
  const { title, card } = objectOf(task.value);
  const { contentType, content } = objectOf(card);
  if (task.type !== 'continue' || contentType !== cardType || !isObject(content)) return UNREACHABLE;
  return { kind: 'card', title: textOf(title) ?? '', card: content };
}
