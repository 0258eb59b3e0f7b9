import { placeCard } from '../cards/asking/placeCard.js';
import { act } from '../core/approvals.js';
import { find } from '../core/lookup.js';
import { isRefusal } from '../core/refusal.js';
import { replacementsFor } from '../core/replacements.js';
import type { Command } from './commands.js';
import { sendCard, translate } from './replies.js';
import { sayNo, show } from './meant.js';
import { actorOf } from './sender.js';

/** Somebody's place to somebody else: their own, or for IT anybody's. */
export const reassign: Command = async (deps, context, { reference = '' }) => {
  const actor = actorOf(context.activity);
  const seen = await find(deps, reference, actor);
  if (isRefusal(seen)) return sayNo(deps, context, seen);
  const { request } = seen;
  const as = seen.as === 'it' ? seen.as : undefined;
  const found = await replacementsFor(deps, request, actor, as);
  if (isRefusal(found)) return sayNo(deps, context, found);
  await sendCard(context, placeCard({ request, ...found, t: translate(context), as }));
};

/** IT has the backup asked at once. */
export const addBackup: Command = async (deps, context, { reference = '' }) => {
  const actor = actorOf(context.activity);
  const seen = await find(deps, reference, actor);
  if (isRefusal(seen)) return sayNo(deps, context, seen);
  const outcome = await act(deps, seen.request.id, { type: 'addBackup', by: actor });
  if (isRefusal(outcome)) return sayNo(deps, context, outcome);
  await show(deps, context, { request: outcome, as: seen.as });
};
