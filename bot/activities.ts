import { randomBytes, randomUUID } from 'node:crypto';
import {
  CardFactory,
  ConversationState,
  MemoryStorage,
  MessageFactory,
  type Activity,
  type TurnContext,
} from 'botbuilder';
import { DialogSet, type DialogContext } from 'botbuilder-dialogs';
import { confirmCard } from '../cards/confirmCard.js';
import { helpCard, welcomeCard } from '../cards/helpCard.js';
import { refusalText } from '../cards/refusals.js';
import { translator, type Translate } from '../cards/strings.js';
import { consider, discardDraft, keepDraft, submit, type AskingDeps } from '../core/asking.js';
import type { Actor } from '../core/command.js';
import { toPerson } from '../core/policy.js';
import type { Card, CardPlace, Log } from '../core/ports.js';
import { isRefusal } from '../core/refusal.js';
import type { Person } from '../core/request.js';
import { ResetDialog, type Complete } from '../dialogs/resetDialog.js';
import { parseReset } from '../dialogs/utterance.js';
import { runCardAction, type Answer } from './cardActions.js';
import { claimWelcome, rememberConversation } from './conversations.js';

export interface TurnDeps extends AskingDeps {
  readonly log: Log;
}

/** More names than this on a choice card are no choice. */
const MAX_CHOICES = 8;

/** One turn: an activity of Teams that passed the gate. Whatever fails in it, the person reads a sentence. */
export function createTurn(deps: TurnDeps): (context: TurnContext) => Promise<void> {
  // Disposable by design: after a restart the conversation starts again, politely.
  const conversationState = new ConversationState(new MemoryStorage());
  const dialogs = new DialogSet(conversationState.createProperty('dialog'));
  const conversing = { search, propose, sendCard, translate };
  dialogs.add(new ResetDialog(conversing));

  const routes: Readonly<Record<string, (context: TurnContext) => Promise<void>>> = {
    message: onMessage,
    invoke: onInvoke,
    installationUpdate: welcome,
    conversationUpdate: welcome,
  };

  /** Each word somebody may type instead of tapping. */
  const commands: readonly (readonly [RegExp, (context: TurnContext, dc: DialogContext) => Promise<void>])[] = [
    [/^(?:help|\?|hi|hello|what can you do\??)$/iu, help],
    [/^(?:cancel|stop|quit|never ?mind)$/iu, stop],
    [/^(?:yes|confirm|send(?: it)?|ok|submit)$/iu, confirm],
  ];

  return async (context) => {
    try {
      await rememberConversation(deps.store, context.activity);
      await routes[context.activity.type]?.(context);
      await conversationState.saveChanges(context);
    } catch (error) {
      const reference = randomBytes(4).toString('hex').toUpperCase();
      deps.log.error({ reference, err: error, type: context.activity.type }, 'a turn failed');
      const text = translate(context)('chat.failed', { reference });
      if (context.activity.type === 'invoke') await respond(context, { text });
      else if (context.activity.type === 'message') await say(context, text);
    }
  };

  async function onMessage(context: TurnContext): Promise<void> {
    const { value } = context.activity as { value?: { verb?: unknown } };
    if (typeof value?.verb === 'string') {
      await onSubmit(context, value.verb, value);
      return;
    }
    const text = wordsOf(context.activity);
    const dc = await dialogs.createContext(context);
    const wish = parseReset(text);
    const command = commands.find(([pattern]) => pattern.test(text))?.[1];
    if (wish !== undefined) {
      await dc.cancelAllDialogs();
      await typing(context);
      const self = /^(?:me|myself|my account)$/iu.test(wish.who ?? '');
      await dc.beginDialog(ResetDialog.id, self ? { ...wish, personId: actorOf(context.activity).id } : wish);
    } else if (command !== undefined) await command(context, dc);
    else if (dc.activeDialog !== undefined) {
      await typing(context);
      await dc.continueDialog();
    } else await say(context, translate(context)('chat.notUnderstood'));
  }

  async function onInvoke(context: TurnContext): Promise<void> {
    const { name, value } = context.activity as { name?: string; value?: unknown };
    if (name !== 'adaptiveCard/action') return;
    const { verb, data } = (value as { action?: { verb?: unknown; data?: unknown } } | undefined)?.action ?? {};
    await respond(context, await answerTo(context, typeof verb === 'string' ? verb : verbIn(data), data));
  }

  /** Teams fell back to Action.Submit: the same path, but the answer has to be put in the card's place. */
  async function onSubmit(context: TurnContext, verb: string, data: unknown): Promise<void> {
    const answer = await answerTo(context, verb, data);
    if ('text' in answer) {
      if (answer.text !== '') await say(context, answer.text);
      return;
    }
    const card = asActivity(answer.card);
    const { replyToId } = context.activity;
    if (replyToId === undefined) await context.sendActivity(card);
    else
      await context.updateActivity({ ...card, id: replyToId }).catch(async (error: unknown) => {
        deps.log.warn({ err: error }, 'a card could not be edited; it is sent anew');
        await context.sendActivity(card);
      });
  }

  async function answerTo(context: TurnContext, verb: string, data: unknown): Promise<Answer> {
    if (verb !== 'choose') return runCardAction(deps, verb, data, tapOf(context));
    const dc = await dialogs.createContext(context);
    const t = translate(context);
    if (dc.activeDialog === undefined) return { text: refusalText('draftGone', undefined, t, deps.policy.support) };
    await dc.continueDialog();
    return { text: t('chat.chosen') };
  }

  async function search(text: string): Promise<readonly Person[]> {
    const found = await deps.directory.search(text, MAX_CHOICES + 1);
    const usual = found.filter(({ enabled, guest }) => enabled && !guest);
    // Somebody who can't be reset is refused by the rules, in the words for it, not by pretending.
    const people = usual.length > 0 ? usual : found;
    const exact = people.filter(({ name, mail }) =>
      [name, mail].some((known) => known?.localeCompare(text, undefined, { sensitivity: 'base' }) === 0),
    );
    return (exact.length === 1 ? exact : people).map(toPerson);
  }

  async function propose(context: TurnContext, { personId, why, lost, urgent }: Complete): Promise<void> {
    const actor = actorOf(context.activity);
    const t = translate(context);
    const draft = {
      ...{ requestId: randomUUID(), requesterId: actor.id, targetId: personId },
      ...{ justification: why, lost, urgent },
    };
    const considered = await consider(deps, draft, actor);
    if (isRefusal(considered)) {
      const { refused, detail } = considered;
      if (detail?.cause !== undefined)
        deps.log.info({ personId, refused, cause: detail.cause }, 'a request was refused');
      await say(context, refusalText(refused, detail, t, deps.policy.support, deps.clock.now()));
      return;
    }
    await keepDraft(deps, draft);
    const approvers = considered.nominees.map(({ person }) => person);
    await sendCard(context, confirmCard({ draft, target: considered.target, approvers, t }));
  }

  async function confirm(context: TurnContext): Promise<void> {
    const { actor, t } = tapOf(context);
    const draft = await deps.store.read('draft', actor.id);
    if (draft === undefined) {
      await say(context, t('chat.nothingToConfirm'));
      return;
    }
    const outcome = await submit(deps, draft.value.requestId, actor);
    // The outbox sends the status card; only a "no" needs words here.
    if (isRefusal(outcome)) await say(context, refusalText(outcome.refused, outcome.detail, t, deps.policy.support));
  }

  async function stop(context: TurnContext, dc: DialogContext): Promise<void> {
    const { actor, t } = tapOf(context);
    const draft = await deps.store.read('draft', actor.id);
    const talking = dc.activeDialog !== undefined;
    await dc.cancelAllDialogs();
    if (draft !== undefined) await discardDraft(deps, draft.value.requestId, actor);
    await say(context, t(talking || draft !== undefined ? 'chat.stopped' : 'chat.nothingToStop'));
  }

  async function help(context: TurnContext, dc: DialogContext): Promise<void> {
    const t = translate(context);
    await sendCard(context, helpCard({ t, support: deps.policy.support, role: 'requester' }));
    await dc.repromptDialog();
  }

  async function welcome(context: TurnContext): Promise<void> {
    const { activity } = context;
    const personId = activity.from.aadObjectId;
    if (personId === undefined || !isArrival(activity) || !(await claimWelcome(deps.store, personId))) return;
    const t = translate(context);
    await sendCard(context, welcomeCard({ t, support: deps.policy.support, role: 'requester' }));
  }
}

/** The authenticated sender. Their rights are looked up by this id, never by anything on a card. */
function actorOf({ from }: Activity): Actor {
  if (from.aadObjectId === undefined) throw new Error('an activity without a sender passed the gate');
  return { id: from.aadObjectId, name: from.name };
}

function tapOf({ activity }: TurnContext): {
  actor: Actor;
  userId: string;
  place: CardPlace | undefined;
  t: Translate;
} {
  const { conversation, serviceUrl, replyToId, locale, from } = activity;
  const place =
    replyToId === undefined ? undefined : { conversation: { id: conversation.id, serviceUrl }, activityId: replyToId };
  return { actor: actorOf(activity), userId: from.id, place, t: translator(locale) };
}

function translate({ activity: { locale } }: TurnContext): Translate {
  return translator(locale);
}

function isArrival({ type, action, membersAdded, recipient }: Activity): boolean {
  if (type === 'installationUpdate') return action === 'add' || action === 'add-upgrade';
  return membersAdded?.some(({ id }) => id === recipient.id) === true;
}

function wordsOf({ text }: Activity): string {
  const said = typeof text === 'string' ? text : '';
  return said
    .replace(/<at>.*?<\/at>/giu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, 4_000);
}

function verbIn(data: unknown): string {
  const { verb } = (typeof data === 'object' && data !== null ? data : {}) as { verb?: unknown };
  return typeof verb === 'string' ? verb : '';
}

/** HTTP 200 whatever the answer: botbuilder copies another status code into the response, and Teams tries again. */
async function respond(context: TurnContext, answer: Answer): Promise<void> {
  const body =
    'card' in answer
      ? { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: answer.card.content }
      : { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: answer.text };
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

function asActivity({ content, summary }: Card): Partial<Activity> {
  return { ...MessageFactory.attachment(CardFactory.adaptiveCard(content)), summary };
}

async function sendCard(context: TurnContext, card: Card): Promise<void> {
  await context.sendActivity(asActivity(card));
}

/** People's words may be in it: nothing of it is Markdown. */
async function say(context: TurnContext, text: string): Promise<void> {
  await context.sendActivity({ ...MessageFactory.text(text), textFormat: 'plain' });
}

/** Shows that something is being looked up; it must never be what fails. */
async function typing(context: TurnContext): Promise<void> {
  await context.sendActivity({ type: 'typing' }).catch(() => undefined);
}
