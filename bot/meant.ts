import type { TurnContext } from 'botbuilder';
import { listCard } from '../cards/asking/listCard.js';
import { refusalText } from '../cards/refusals.js';
import { wordsCard, type WordsVerb } from '../cards/wordsCard.js';
import { act, type Act } from '../core/approvals.js';
import type { Actor } from '../core/command.js';
import { find, openOf, type Seen } from '../core/lookup.js';
import { isRefusal, type Refusal } from '../core/refusal.js';
import type { ResetRequest } from '../core/request.js';
import { addCopy } from '../core/sentCards.js';
import type { Typed } from './commands.js';
import type { BotDeps } from './deps.js';
import { say, sendCard, translate } from './replies.js';
import { isKept, presentCard } from './seeing.js';
import { actorOf } from './sender.js';

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
  if (place !== undefined && isKept(as)) await addCopy(deps.store, whose, place);
}

/** Gives a command on the request that is meant; undefined when the answer has been a "no" or a question. */
export async function onOwn(
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

export async function askForWords(
  deps: BotDeps,
  context: TurnContext,
  { reference }: Typed,
  verb: WordsVerb,
): Promise<void> {
  const request = await meant(deps, context, reference);
  // What IT says there leads back to IT's card.
  const as = verb === 'release' ? 'it' : undefined;
  if (request !== undefined) await sendCard(context, wordsCard({ verb, request, t: translate(context), as }));
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
