import { randomBytes } from 'node:crypto';
import type { Activity, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { inDialog, refusedDialog, sendAgainDialog, sentDialog } from '../cards/asking/dialogCards.js';
import { formCard } from '../cards/asking/formCard.js';
import { refusalText } from '../cards/refusals.js';
import { discardDraft, draftOf, mayAsk, submit } from '../core/asking.js';
import type { Card } from '../core/ports.js';
import { isRefusal } from '../core/refusal.js';
import { isComplete, missingIn } from '../dialogs/resetDialog.js';
import type { Wish } from '../dialogs/utterance.js';
import { readInput } from './cardActions.js';
import { propose } from './conversing.js';
import type { BotDeps } from './deps.js';
import { formWish } from './formInput.js';
import { translate } from './replies.js';
import { actorOf } from './sender.js';

/** The command's id in `appPackage/manifest.json`. */
export const RESET_COMMAND = 'requestReset';

/** Opened from any chat or channel, mostly one that the bot is not in: nothing of it says where somebody is reached. */
export function isFromExtension({ type, name }: Activity): boolean {
  return type === 'invoke' && name?.startsWith('composeExtension/') === true;
}

/** The dialog's next card; `close` ends it. Undefined is no command of ours. */
export type DialogAnswer = Card | 'close' | undefined;

/**
 * The form, with the author of the message chosen where it was opened on one. What they wrote stays where it is: it was
 * said to a colleague, and would be read by an approver and kept for years (docs/decisions/0026).
 */
export async function openForm(deps: BotDeps, context: TurnContext): Promise<DialogAnswer> {
  const value = fetchSchema.safeParse(context.activity.value).data;
  if (value?.commandId !== RESET_COMMAND) return undefined;
  const t = translate(context);
  const actor = actorOf(context.activity);
  try {
    if (!(await mayAsk(deps, actor)))
      return refused(deps, context, refusalText('notARequester', undefined, t, deps.policy.support));
    const personId = await choosable(deps, value.messagePayload?.from.user.id, actor.id);
    return inDialog(formCard({ t, inDialog: true, wish: { personId } }));
  } catch (err) {
    // The form asks for all of it anyway, and whoever may not ask is told when they send it.
    deps.log.warn({ by: actor.id, err }, 'nobody could be chosen in the form of the message extension');
    return inDialog(formCard({ t, inDialog: true }));
  }
}

/** A button of the dialog: what it sends is a claim, like what any card sends. */
export async function submitDialog(deps: BotDeps, context: TurnContext): Promise<DialogAnswer> {
  const value = submitSchema.safeParse(context.activity.value).data;
  if (value?.commandId !== RESET_COMMAND) return undefined;
  const { verb } = value.data;
  if (verb === 'submitForm') return considered(deps, context, formWish(value.data));
  const { requestId, clearing } = readInput(value.data) ?? {};
  if (verb === 'confirm' && requestId !== undefined) return sent(deps, context, requestId, clearing);
  if (verb === 'discard' && requestId !== undefined) await discardDraft(deps, requestId, actorOf(context.activity));
  return 'close';
}

/** The person by whom the message was, if anybody could ask for them here. */
async function choosable(
  { directory, policy }: BotDeps,
  id: string | undefined,
  by: string,
): Promise<string | undefined> {
  if (id === undefined || (id === by && !policy.selfService)) return undefined;
  const author = await directory.person(id);
  return author?.enabled === true && !author.guest ? id : undefined;
}

async function considered(deps: BotDeps, context: TurnContext, wish: Wish): Promise<Card> {
  const t = translate(context);
  if (!isComplete(wish)) return inDialog(formCard({ t, wish, missing: missingIn(wish), inDialog: true }));
  try {
    const proposal = await propose(deps, context, wish);
    return 'card' in proposal ? inDialog(proposal.card) : refused(deps, context, proposal.text);
  } catch (err) {
    return inDialog(formCard({ t, wish, inDialog: true, notice: failed(deps, context, err) }));
  }
}

async function sent(
  deps: BotDeps,
  context: TurnContext,
  requestId: string,
  clearing: 'all' | 'lost' | undefined,
): Promise<Card> {
  const { policy, clock, store, links } = deps;
  const t = translate(context);
  const actor = actorOf(context.activity);
  const draft = await draftOf(store, actor.id);
  try {
    // Not on a card that stays: the status card comes to the personal chat.
    const outcome = await submit(deps, requestId, actor, { clearing });
    if (!isRefusal(outcome)) return sentDialog({ request: outcome, t, links });
    return refused(deps, context, refusalText(outcome.refused, outcome.detail, t, policy.support, clock.now()));
  } catch (err) {
    if (draft?.key !== requestId) throw err;
    const chosen = { ...draft.value, clearing: clearing ?? draft.value.clearing };
    return sendAgainDialog({ draft: chosen, notice: failed(deps, context, err), t, links });
  }
}

function refused({ links }: BotDeps, context: TurnContext, text: string): Card {
  return refusedDialog({ text, t: translate(context), links });
}

/** Mostly Microsoft 365 was slow; the log says what it was. */
function failed({ log }: BotDeps, context: TurnContext, err: unknown): string {
  const reference = randomBytes(4).toString('hex').toUpperCase();
  log.error({ reference, err }, 'a dialog was answered without having finished');
  return translate(context)('extension.failed', { reference });
}

const fetchSchema = z.object({
  commandId: z.string(),
  messagePayload: z
    .object({ from: z.object({ user: z.object({ id: z.guid().toLowerCase() }) }) })
    .optional()
    .catch(undefined),
});

const submitSchema = z.object({
  commandId: z.string(),
  data: z.looseObject({ verb: z.string().optional().catch(undefined) }).catch({}),
});
