import { randomBytes } from 'node:crypto';
import { ConversationState, type Activity, type TurnContext } from 'botbuilder';
import { DialogSet } from 'botbuilder-dialogs';
import { refusedDialog } from '../cards/asking/dialogCards.js';
import { formCard } from '../cards/asking/formCard.js';
import { suggestions, welcomeCard } from '../cards/helpCard.js';
import { refusalText } from '../cards/refusals.js';
import { isComplete, missingIn, ResetDialog, type Begun } from '../dialogs/resetDialog.js';
import { parseReset, type Wish } from '../dialogs/utterance.js';
import { runCardAction, type Answer } from './cardActions.js';
import { commandFor, roleOf } from './commands.js';
import { createConversing, propose } from './conversing.js';
import { claimWelcome, rememberConversation } from './conversations.js';
import type { BotDeps } from './deps.js';
import { createDialogStorage } from './dialogStorage.js';
import { sendFirstAid } from './firstAid.js';
import { formWish } from './formInput.js';
import { isFromExtension, openForm, submitDialog } from './messageExtension.js';
import { replaceCard, respond, respondInDialog, say, sendCard, translate, typing, writeIn } from './replies.js';
import { actorOf, isPersonal, placeOf, wordsOf } from './sender.js';

export type Turn = (context: TurnContext) => Promise<void>;

/**
 * Milliseconds that a turn may wait for Microsoft 365. Teams gives an invoke ten to fifteen seconds, and one of a message
 * extension five: whoever waits then reads a sentence, in place of Teams' own that the app is not there. An answer to a
 * message may come later than that.
 */
export function waitingTime({ activity }: TurnContext): number {
  if (isFromExtension(activity)) return 3_500;
  return activity.type === 'invoke' ? 8_000 : 20_000;
}

/** One turn: an activity of Teams that passed the gate. Whatever fails in it, the person reads a sentence. */
export function createTurn(deps: BotDeps): Turn {
  // Disposable by design: where it is lost the conversation starts again, politely.
  const conversationState = new ConversationState(createDialogStorage(deps.store));
  const dialogs = new DialogSet(conversationState.createProperty('dialog'));
  dialogs.add(new ResetDialog(createConversing(deps)));

  /** What Teams sends, and who takes it. Anything else is none of this bot's business. */
  const routes: Readonly<Record<string, Turn>> = {
    message: (context) => (verbIn(context.activity.value) === undefined ? onWords(context) : onSubmit(context)),
    invoke: onInvoke,
    installationUpdate: onArrival,
    conversationUpdate: onArrival,
  };

  return async (context) => {
    const { type } = context.activity;
    try {
      const known = await rememberConversation(deps.store, context.activity);
      writeIn(context, known?.language);
      if (Object.hasOwn(routes, type)) await routes[type]?.(context);
      await conversationState.saveChanges(context);
    } catch (error) {
      const reference = randomBytes(4).toString('hex').toUpperCase();
      deps.log.error({ reference, type, err: error }, 'a turn failed');
      const text = translate(context)('chat.failed', { reference });
      if (isFromExtension(context.activity))
        await respondInDialog(context, refusedDialog({ text, t: translate(context), links: deps.links }));
      else if (type === 'invoke') await respond(context, { text });
      else if (type === 'message')
        // Where Teams takes nothing, the apology neither: the log has it.
        await say(context, text).catch((unsaid: unknown) => {
          deps.log.warn({ reference, err: unsaid }, 'nobody could be told that a turn failed');
        });
    }
  };

  async function onWords(context: TurnContext): Promise<void> {
    if (!isPersonal(context.activity)) {
      await say(context, translate(context)('chat.personalOnly'));
      return;
    }
    const text = wordsOf(context.activity);
    const dc = await dialogs.createContext(context);
    const talking = dc.activeDialog !== undefined;
    const command = commandFor(text, { talking });
    // Why somebody needs it may read like asking anew: then only the plain words begin again.
    const wish = talking && !/\breset\b/iu.test(text) ? undefined : parseReset(text);
    if (wish !== undefined && saysOwnPhone(wish, text) && !deps.policy.selfService)
      await sendFirstAid(deps, context, 'ownPhone');
    else if (wish !== undefined) {
      await dc.cancelAllDialogs();
      await typing(context);
      const own = /^(?:me|myself)$/iu.test(wish.who ?? '') ? { personId: actorOf(context.activity).id } : {};
      await dc.beginDialog(ResetDialog.id, { wish: { ...wish, ...own } } satisfies Begun);
    } else if (command !== undefined) {
      await command(deps, context, dc);
      await dc.repromptDialog();
    } else if (talking) {
      await typing(context);
      await dc.continueDialog();
    } else await say(context, translate(context)('chat.notUnderstood'));
  }

  async function onInvoke(context: TurnContext): Promise<void> {
    const { name, value } = context.activity as { name?: string; value?: unknown };
    if (name === 'composeExtension/fetchTask') await respondInDialog(context, await openForm(deps, context));
    if (name === 'composeExtension/submitAction') await respondInDialog(context, await submitDialog(deps, context));
    // Left unanswered, botbuilder says 501: Teams then shows that the bot does not know it.
    if (name !== 'adaptiveCard/action') return;
    const { action } = recordOf(value);
    const { verb, data } = recordOf(action);
    await respond(context, await answerTo(context, typeof verb === 'string' ? verb : verbIn(data), data));
  }

  /** Teams fell back to Action.Submit: the same path, but the answer has to be put in the card's place. */
  async function onSubmit(context: TurnContext): Promise<void> {
    const { value } = context.activity as { value?: unknown };
    const answer = await answerTo(context, verbIn(value), value);
    if ('card' in answer) await replaceCard(context, answer.card);
    else await say(context, answer.text);
  }

  async function answerTo(context: TurnContext, verb: string | undefined, data: unknown): Promise<Answer> {
    const t = translate(context);
    const { activity } = context;
    // Whatever a card shows there, others may read: one button has an answer, and that is a sentence.
    if (!isPersonal(activity) && verb !== 'details') return { text: t('chat.channelOnly') };
    if (verb !== 'choose' && verb !== 'submitForm' && verb !== 'openForm')
      return runCardAction(deps, verb ?? '', data, {
        actor: actorOf(activity),
        userId: activity.from.id,
        place: placeOf(activity),
        t,
      });
    const dc = await dialogs.createContext(context);
    if (verb === 'openForm') {
      await dc.cancelAllDialogs();
      await dc.beginDialog(ResetDialog.id, { wish: NOTHING_YET, asking: 'who' } satisfies Begun);
      return { card: formCard({ t }) };
    }
    if (verb === 'submitForm') {
      await dc.cancelAllDialogs();
      const wish = formWish(data);
      // Complete, the form gives place to the confirmation; else it says what is missing, which may be typed as well.
      if (isComplete(wish)) return propose(deps, context, wish);
      const missing = missingIn(wish);
      const asking = missing.includes('person') ? 'who' : 'why';
      await dc.beginDialog(ResetDialog.id, { wish, asking } satisfies Begun);
      return { card: formCard({ t, wish, missing }) };
    }
    if (dc.activeDialog === undefined) return { text: refusalText('draftGone', undefined, t, deps.policy.support) };
    await dc.continueDialog();
    return { text: t('chat.chosen') };
  }

  async function onArrival(context: TurnContext): Promise<void> {
    const { activity } = context;
    const personId = activity.from.aadObjectId;
    if (personId === undefined || !isPersonal(activity) || !isArrival(activity)) return;
    if (!(await claimWelcome(deps.store, personId))) return;
    const t = translate(context);
    const { policy, links } = deps;
    const role = await roleOf(deps, context);
    await sendCard(context, welcomeCard({ t, support: policy.support, links, role }), suggestions(role, t));
  }
}

const NOTHING_YET: Wish = { lost: 'unknown', urgent: false };

/** What happened to themselves, rather than a wish for a reset in so many words. */
function saysOwnPhone({ who }: Wish, text: string): boolean {
  return who === 'me' && !/\breset\b/iu.test(text);
}

function isArrival({ type, action, membersAdded, recipient }: Activity): boolean {
  if (type === 'installationUpdate') return action === 'add' || action === 'add-upgrade';
  // Typed as a list by the SDK, and whatever was sent in truth.
  const added: unknown = membersAdded;
  return Array.isArray(added) && added.some((member) => recordOf(member)['id'] === recipient.id);
}

function verbIn(data: unknown): string | undefined {
  const { verb } = recordOf(data);
  return typeof verb === 'string' ? verb : undefined;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
