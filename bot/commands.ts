import type { TurnContext } from 'botbuilder';
import type { DialogContext } from 'botbuilder-dialogs';
import { helpCard } from '../cards/helpCard.js';
import { refusalText } from '../cards/refusals.js';
import { discardDraft, submit, type AskingDeps } from '../core/asking.js';
import { isRefusal } from '../core/refusal.js';
import { say, sendCard, translate } from './replies.js';
import { actorOf } from './sender.js';

export type Command = (deps: AskingDeps, context: TurnContext, dc: DialogContext) => Promise<void>;

/** Words that do what a button does, at any step of a conversation. */
const commands: readonly (readonly [RegExp, Command])[] = [
  [/^(?:help|\?|hi|hello|what can you do\??)[.!]*$/iu, help],
  [/^(?:cancel|stop|quit|never ?mind)[.!]*$/iu, stop],
  [/^(?:yes|confirm|send(?: it)?|submit)[.!]*$/iu, confirm],
];

export function commandFor(text: string): Command | undefined {
  return commands.find(([pattern]) => pattern.test(text))?.[1];
}

async function help({ policy }: AskingDeps, context: TurnContext, dc: DialogContext): Promise<void> {
  await sendCard(context, helpCard({ t: translate(context), support: policy.support, role: 'requester' }));
  await dc.repromptDialog();
}

async function stop(deps: AskingDeps, context: TurnContext, dc: DialogContext): Promise<void> {
  const actor = actorOf(context.activity);
  const draft = await deps.store.read('draft', actor.id);
  const talking = dc.activeDialog !== undefined;
  await dc.cancelAllDialogs();
  if (draft !== undefined) await discardDraft(deps, draft.value.requestId, actor);
  await say(context, translate(context)(talking || draft !== undefined ? 'chat.stopped' : 'chat.nothingToStop'));
}

async function confirm(deps: AskingDeps, context: TurnContext): Promise<void> {
  const actor = actorOf(context.activity);
  const t = translate(context);
  const draft = await deps.store.read('draft', actor.id);
  if (draft === undefined) {
    await say(context, t('chat.nothingToConfirm'));
    return;
  }
  const outcome = await submit(deps, draft.value.requestId, actor);
  // The outbox sends the status card; only a "no" needs words here.
  if (isRefusal(outcome)) await say(context, refusalText(outcome.refused, outcome.detail, t, deps.policy.support));
}
