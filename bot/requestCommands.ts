import type { TurnContext } from 'botbuilder';
import { listCard } from '../cards/asking/listCard.js';
import { refusalText } from '../cards/refusals.js';
import { wordsCard } from '../cards/wordsCard.js';
import { act, type Act } from '../core/approvals.js';
import type { Actor } from '../core/command.js';
import { askedBy, find, openOf, waitingFor, type Seen } from '../core/lookup.js';
import { isRefusal, type Refusal } from '../core/refusal.js';
import type { ResetRequest } from '../core/request.js';
import { addCopy } from '../core/sentCards.js';
import type { Command, Typed } from './commands.js';
import type { BotDeps } from './deps.js';
import { say, sendCard, translate } from './replies.js';
import { presentCard } from './seeing.js';
import { actorOf } from './sender.js';

/** The card of one request; without a reference, of what is open or was asked for last. */
export const status: Command = async (deps, context, { reference }) => {
  const actor = actorOf(context.activity);
  if (reference !== undefined) {
    const seen = await find(deps, reference, actor);
    await (isRefusal(seen) ? sayNo(deps, context, seen) : show(deps, context, seen));
    return;
  }
  const open = await openOf(deps.store, actor.id);
  if (open.length > 0) {
    await list(deps, context, open, 'requester');
    return;
  }
  const [last] = await askedBy(deps.store, actor.id);
  if (last === undefined) await say(context, translate(context)('chat.nothingAsked'));
  else await show(deps, context, { request: last, as: 'requester' });
};

/** What they asked for: open ones first, newest first. */
export const listOwn: Command = async (deps, context) => {
  const asked = await askedBy(deps.store, actorOf(context.activity).id);
  const open = await openOf(deps.store, actorOf(context.activity).id);
  const ended = asked.filter(({ id }) => !open.some((each) => each.id === id));
  await list(deps, context, [...open, ...ended], 'requester');
};

/** What waits for their decision. */
export const approvals: Command = async (deps, context) => {
  await list(deps, context, await waitingFor(deps.store, actorOf(context.activity).id), 'nominee');
};

export const nudge: Command = async (deps, context, typed) => {
  const done = await onOwn(deps, context, typed, (by) => ({ type: 'nudge', by }));
  if (done !== undefined) await say(context, translate(context)('chat.nudged', { reference: done.reference }));
};

export const cancel: Command = async (deps, context, typed) => {
  const done = await onOwn(deps, context, typed, (by) => ({ type: 'cancel', by }));
  if (done !== undefined) await say(context, translate(context)('chat.cancelled', { reference: done.reference }));
};

export const note: Command = async (deps, context, typed) => {
  const { rest: text } = typed;
  if (text === '') {
    await askForWords(deps, context, typed, 'note');
    return;
  }
  const done = await onOwn(deps, context, typed, (by) => ({ type: 'note', by, text }));
  if (done !== undefined) await say(context, translate(context)('chat.noted', { reference: done.reference }));
};

export const answer: Command = async (deps, context, typed) => {
  const { rest: text } = typed;
  if (text === '') {
    await askForWords(deps, context, typed, 'answer');
    return;
  }
  const done = await onOwn(deps, context, typed, (by) => ({ type: 'answer', by, text }));
  if (done !== undefined) await say(context, translate(context)('chat.answered', { reference: done.reference }));
};

/** One is shown as it is, several as a choice. */
export async function list(
  deps: BotDeps,
  context: TurnContext,
  requests: readonly ResetRequest[],
  as: 'requester' | 'nominee',
): Promise<void> {
  const [only] = requests;
  if (only !== undefined && requests.length === 1) await show(deps, context, { request: only, as });
  else await sendCard(context, listCard({ requests, as, now: deps.clock.now(), t: translate(context) }));
}

export async function show(deps: BotDeps, context: TurnContext, seen: Seen): Promise<void> {
  const actor = actorOf(context.activity);
  const viewer = { actor, userId: context.activity.from.id, place: undefined, t: translate(context) };
  const place = await sendCard(context, await presentCard(deps, seen, viewer));
  const { request, as } = seen;
  const whose = { requestId: request.id, personId: actor.id, as: as === 'it' ? as : undefined };
  if (place !== undefined && as !== 'target') await addCopy(deps.store, whose, place);
}

/** Gives a command on the request that is meant; undefined when the answer has been a "no" or a question. */
async function onOwn(
  deps: BotDeps,
  context: TurnContext,
  { reference }: Typed,
  command: (by: Actor) => Act,
): Promise<ResetRequest | undefined> {
  const request = await meant(deps, context, reference);
  if (request === undefined) return undefined;
  const outcome = await act(deps, request.id, command(actorOf(context.activity)));
  if (!isRefusal(outcome)) return outcome;
  await sayNo(deps, context, outcome);
  return undefined;
}

async function askForWords(
  deps: BotDeps,
  context: TurnContext,
  { reference }: Typed,
  verb: 'note' | 'answer',
): Promise<void> {
  const request = await meant(deps, context, reference);
  if (request !== undefined) await sendCard(context, wordsCard({ verb, request, t: translate(context) }));
}

/** The one with the reference, or the only one of theirs that is open; asks where there are several. */
async function meant(
  deps: BotDeps,
  context: TurnContext,
  reference: string | undefined,
): Promise<ResetRequest | undefined> {
  const actor = actorOf(context.activity);
  const t = translate(context);
  if (reference !== undefined) {
    const seen = await find(deps, reference, actor);
    if (!isRefusal(seen)) return seen.request;
    await sayNo(deps, context, seen);
    return undefined;
  }
  const open = await openOf(deps.store, actor.id);
  if (open.length === 1) return open[0];
  await say(context, t(open.length === 0 ? 'chat.nothingOpen' : 'chat.whichOne'));
  if (open.length > 1) await list(deps, context, open, 'requester');
  return undefined;
}

export async function sayNo(
  { policy, clock }: BotDeps,
  context: TurnContext,
  { refused, detail }: Refusal,
): Promise<void> {
  await say(context, refusalText(refused, detail, translate(context), policy.support, clock.now()));
}
