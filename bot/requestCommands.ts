import { askedBy, find, openOf, waitingFor } from '../core/lookup.js';
import { isRefusal } from '../core/refusal.js';
import type { Command } from './commands.js';
import { isForIt, reply } from './followUpCommands.js';
import { askForWords, list, onOwn, sayNo, show } from './meant.js';
import { say, translate } from './replies.js';
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

export const answer: Command = async (deps, context, typed, dc) => {
  // Nobody has to know who asked: an approver's question comes first, then what IT wrote.
  if (await isForIt(deps, context, typed)) return reply(deps, context, typed, dc);
  const { rest: text } = typed;
  if (text === '') {
    await askForWords(deps, context, typed, 'answer');
    return;
  }
  const done = await onOwn(deps, context, typed, (by) => ({ type: 'answer', by, text }));
  if (done !== undefined) await say(context, translate(context)('chat.answered', { reference: done.reference }));
};
