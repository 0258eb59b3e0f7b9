import type { TurnContext } from 'botbuilder';
import { openQuestion } from '../cards/asked.js';
import { openFollowUp } from '../cards/it/thread.js';
import { supportLine } from '../cards/support.js';
import { nameOf } from '../cards/userText.js';
import { wordsCard } from '../cards/wordsCard.js';
import { act, type Act } from '../core/approvals.js';
import type { Actor } from '../core/command.js';
import { askedBy, find, isIt } from '../core/lookup.js';
import { isRefusal, refuse } from '../core/refusal.js';
import { hasEnded, type ResetRequest } from '../core/request.js';
import type { Command, Typed } from './commands.js';
import type { BotDeps } from './deps.js';
import { list, sayNo, show } from './meant.js';
import { say, sendCard, translate } from './replies.js';
import { actorOf } from './sender.js';

/** IT writes to the requester. */
export const followUp: Command = async (deps, context, { reference, rest: text }) => {
  const t = translate(context);
  const by = actorOf(context.activity);
  if (reference === undefined) {
    await say(context, t('chat.followUpHow'));
    return;
  }
  const seen = await find(deps, reference, by);
  if (isRefusal(seen)) {
    await sayNo(deps, context, seen);
    return;
  }
  const { request } = seen;
  if (text === '') {
    if (await isIt(deps, by)) await sendCard(context, wordsCard({ verb: 'followUp', request, t, as: 'it' }));
    else await sayNo(deps, context, refuse('notIt'));
    return;
  }
  const outcome = await act(deps, request.id, { type: 'followUp', by, text });
  if (!isRefusal(outcome)) {
    await say(context, t('chat.followedUp', { reference, requester: nameOf(request.requester) }));
    return;
  }
  await sayNo(deps, context, outcome);
  // With the button that takes it over.
  if (outcome.refused === 'claimedByOther') await show(deps, context, { request, as: 'it' });
};

export const claim: Command = async (deps, context, typed) => {
  const done = await onReference(deps, context, typed, (by) => ({ type: 'claim', by }));
  if (done !== undefined) await say(context, translate(context)('chat.claimed', { reference: done.reference }));
};

export const takeOver: Command = async (deps, context, typed) => {
  const done = await onReference(deps, context, typed, (by) => ({ type: 'takeOver', by }));
  if (done !== undefined) await say(context, translate(context)('chat.claimed', { reference: done.reference }));
};

export const handBack: Command = async (deps, context, typed) => {
  const done = await onReference(deps, context, typed, (by) => ({ type: 'handBack', by }));
  if (done !== undefined) await say(context, translate(context)('chat.handedBack', { reference: done.reference }));
};

/** The requester's answers to IT. */
export const reply: Command = async (deps, context, typed) => {
  const { rest: text } = typed;
  const request = await inTouch(deps, context, typed);
  if (request === undefined) return;
  if (text === '') {
    await sendCard(context, wordsCard({ verb: 'reply', request, t: translate(context) }));
    return;
  }
  const done = await give(deps, context, request, (by) => ({ type: 'reply', by, text }));
  if (done !== undefined) await say(context, translate(context)('chat.replied', { reference: done.reference }));
};

export const sorted: Command = async (deps, context, typed) => {
  const request = await inTouch(deps, context, typed);
  if (request === undefined) return;
  const done = await give(deps, context, request, (by) => ({ type: 'sorted', by }));
  if (done !== undefined) await say(context, translate(context)('chat.sorted', { reference: done.reference }));
};

/** Their card says the rest: when, and what to do out of hours. */
export const stillLockedOut: Command = async (deps, context, typed) => {
  const request = await inTouch(deps, context, typed);
  if (request === undefined) return;
  const done = await give(deps, context, request, (by) => ({ type: 'stillLockedOut', by }));
  if (done === undefined) return;
  const { reference, target } = done;
  await say(context, translate(context)('chat.stillLockedOut', { reference, target: nameOf(target) }));
  await show(deps, context, { request: done, as: 'requester' });
};

/** Whether what the requester answers was asked by IT, and no approver waits for an answer. */
export async function isForIt(deps: BotDeps, context: TurnContext, { reference }: Typed): Promise<boolean> {
  const asked = await askedBy(deps.store, actorOf(context.activity).id);
  const meant = asked.filter((request) => reference === undefined || request.reference === reference);
  const waits = meant.some((request) => request.status === 'awaitingApproval' && openQuestion(request) !== undefined);
  return !waits && meant.some((request) => openFollowUp(request) !== undefined);
}

async function onReference(
  deps: BotDeps,
  context: TurnContext,
  { reference = '' }: Typed,
  command: (by: Actor) => Act,
): Promise<ResetRequest | undefined> {
  const seen = await find(deps, reference, actorOf(context.activity));
  if (!isRefusal(seen)) return give(deps, context, seen.request, command);
  await sayNo(deps, context, seen);
  return undefined;
}

async function give(
  deps: BotDeps,
  context: TurnContext,
  { id }: ResetRequest,
  command: (by: Actor) => Act,
): Promise<ResetRequest | undefined> {
  const outcome = await act(deps, id, command(actorOf(context.activity)));
  if (!isRefusal(outcome)) return outcome;
  await sayNo(deps, context, outcome);
  return undefined;
}

/** The one with the reference; else the only one that IT wrote about, or that was done and let nobody in yet, or is open. */
async function inTouch(deps: BotDeps, context: TurnContext, { reference }: Typed): Promise<ResetRequest | undefined> {
  const actor = actorOf(context.activity);
  if (reference !== undefined) {
    const seen = await find(deps, reference, actor);
    if (!isRefusal(seen)) return seen.request;
    await sayNo(deps, context, seen);
    return undefined;
  }
  const asked = await askedBy(deps.store, actor.id);
  const written = asked.filter((request) => openFollowUp(request) !== undefined);
  const waiting = asked.filter(({ status, registeredAt }) => status === 'completed' && registeredAt === undefined);
  const open = asked.filter((request) => !hasEnded(request));
  const meant = [written, waiting, open].find(({ length }) => length > 0) ?? [];
  if (meant.length === 1) return meant[0];
  const t = translate(context);
  // Somebody who asked for nothing may be the one who is locked out.
  const nothing = `${t('chat.nothingToAnswer')} ${supportLine(deps.policy.support, t)}`;
  await say(context, meant.length === 0 ? nothing : t('chat.whichOne'));
  if (meant.length > 1) await list(deps, context, meant, 'requester');
  return undefined;
}
