import { ActionTypes, CardFactory, MessageFactory, type Activity, type TurnContext } from 'botbuilder';
import { translator, type Translate } from '../cards/strings.js';
import type { Card } from '../core/ports.js';
import type { CardPlace } from '../core/rows.js';
import type { Answer } from './cardActions.js';
import type { DialogAnswer } from './messageExtension.js';

const LANGUAGE = Symbol('language');

/** The language somebody chose comes before the one of their client. */
export function writeIn(context: TurnContext, language: string | undefined): void {
  context.turnState.set(LANGUAGE, language);
}

/** The sender's language and clock. */
export function translate({ activity: { locale, localTimezone }, turnState }: TurnContext): Translate {
  return translator(turnState.get<string | undefined>(LANGUAGE) ?? locale, localTimezone);
}

/** People's words may be in it: nothing of it is Markdown. */
export async function say(context: TurnContext, text: string): Promise<void> {
  await context.sendActivity({ ...MessageFactory.text(text), textFormat: 'plain' });
}

/** Where the card is now, so that it can be edited. */
export async function sendCard(
  context: TurnContext,
  card: Card,
  suggestions: readonly Suggestion[] = [],
): Promise<CardPlace | undefined> {
  const { conversation, serviceUrl, from } = context.activity;
  const actions = suggestions.map(({ title, text }) => ({ type: ActionTypes.ImBack, title, value: text }));
  const suggested = actions.length === 0 ? {} : { suggestedActions: { to: [from.id], actions } };
  const sent = await context.sendActivity({ ...cardMessage(card), ...suggested });
  return sent === undefined ? undefined : { conversation: { id: conversation.id, serviceUrl }, activityId: sent.id };
}

/** What a person may tap instead of typing it. */
export interface Suggestion {
  readonly title: string;
  readonly text: string;
}

/** Puts a card in the place of the one that was tapped, or below it where Teams will not edit that. */
export async function replaceCard(context: TurnContext, card: Card): Promise<void> {
  const message = cardMessage(card);
  const { replyToId } = context.activity;
  if (replyToId === undefined) await context.sendActivity(message);
  else await context.updateActivity({ ...message, id: replyToId }).catch(() => context.sendActivity(message));
}

/** Answers an invoke. HTTP 200 whatever the answer: Teams takes another status for a failure and tries again. */
export async function respond(context: TurnContext, answer: Answer): Promise<void> {
  const body =
    'card' in answer
      ? { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: answer.card.content }
      : { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: answer.text };
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

/** What a dialog of Teams shows next. Its end is an empty answer; where nothing is answered, Teams says it failed. */
export async function respondInDialog(context: TurnContext, answer: DialogAnswer): Promise<void> {
  if (answer === undefined) return;
  const size = { width: 'medium', height: 'medium' };
  const shown = (card: Card): object => ({
    ...{ type: 'continue' },
    value: { title: translate(context)('extension.title'), ...size, card: CardFactory.adaptiveCard(card.content) },
  });
  const body = answer === 'close' ? undefined : { task: shown(answer) };
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

/** Shows that something is being looked up; it must never be what fails. */
export async function typing(context: TurnContext): Promise<void> {
  await context.sendActivity({ type: 'typing' }).catch(() => undefined);
}

function cardMessage({ content, summary }: Card): Partial<Activity> {
  return { ...MessageFactory.attachment(CardFactory.adaptiveCard(content)), summary };
}
