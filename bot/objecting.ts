import { act } from '../core/approvals.js';
import { aboutThem, find } from '../core/lookup.js';
import { isRefusal } from '../core/refusal.js';
import type { Command } from './commands.js';
import { translate, say } from './replies.js';
import { askForWords, onOwn, sayNo, show } from './meant.js';
import { actorOf } from './sender.js';

/** "This wasn't me": of the request with that reference, or of the latest about whoever types it. */
export const wasNotMe: Command = async (deps, context, { reference }) => {
  const by = actorOf(context.activity);
  const seen = reference === undefined ? await aboutThem(deps.store, by.id) : await find(deps, reference, by);
  if (seen === undefined) {
    await say(context, translate(context)('chat.nothingAboutYou'));
    return;
  }
  const outcome = isRefusal(seen) ? seen : await act(deps, seen.request.id, { type: 'freeze', by, via: 'teams' });
  // Said before: the card says what came of it.
  if (!isRefusal(outcome)) await show(deps, context, { request: outcome, as: isRefusal(seen) ? 'target' : seen.as });
  else if (!isRefusal(seen) && SAID.has(outcome.refused)) await show(deps, context, seen);
  else await sayNo(deps, context, outcome);
};

const SAID: ReadonlySet<string> = new Set(['alreadyDone', 'frozen']);

export const release: Command = async (deps, context, typed) => {
  const { rest: text } = typed;
  if (text === '') {
    await askForWords(deps, context, typed, 'release');
    return;
  }
  const done = await onOwn(deps, context, typed, (by) => ({ type: 'release', by, text }));
  if (done !== undefined) await say(context, translate(context)('chat.released', { reference: done.reference }));
};

export const contain: Command = async (deps, context, typed) => {
  const done = await onOwn(deps, context, typed, (by) => ({ type: 'contain', by }));
  if (done !== undefined) await say(context, translate(context)('chat.contained', { reference: done.reference }));
};
