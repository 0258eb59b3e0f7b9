import { cardFor } from '../cards/cardFor.js';
import type { Translate } from '../cards/strings.js';
import type { Actor } from '../core/command.js';
import { isIt, view, type Seen } from '../core/lookup.js';
import type { Card } from '../core/ports.js';
import { isRefusal, type Refusal } from '../core/refusal.js';
import type { CardPlace } from '../core/rows.js';
import { addCopy, cardKey, isCopy } from '../core/sentCards.js';
import { standstill } from '../core/standstill.js';
import { usualTime } from '../core/usualTime.js';
import type { BotDeps } from './deps.js';

/** Who looks, as authenticated, and on which card. */
export interface Viewer {
  readonly actor: Actor;
  /** Teams' own id, `29:…`. */
  readonly userId: string;
  readonly place: CardPlace | undefined;
  /** Whose card they say it is. */
  readonly as?: 'it' | undefined;
  readonly t: Translate;
}

/** The request as its viewer sees it on this card: somebody of IT may be its approver as well. */
export async function see(deps: BotDeps, requestId: string, { actor, place, as }: Viewer): Promise<Seen | Refusal> {
  const seen = await view(deps, requestId, actor);
  if (isRefusal(seen) || seen.as === 'it') return seen;
  // The button says so at once; which copies there are may not be written down yet.
  const theirs = await deps.store.read('card', cardKey({ requestId, personId: actor.id, as: 'it' }));
  return (as === 'it' || isCopy(theirs?.value, place)) && (await isIt(deps, actor)) ? { ...seen, as: 'it' } : seen;
}

/** Their card as it is now. The copy it is shown on follows the request from now on. */
export async function presentCard(deps: BotDeps, { request, as }: Seen, viewer: Viewer): Promise<Card> {
  const { store, clock, policy, links } = deps;
  const { actor, userId, place, t } = viewer;
  const whose = { requestId: request.id, personId: actor.id, as: as === 'it' ? as : undefined };
  const row = await store.read('card', cardKey(whose));
  if (place !== undefined && isKept(as)) await addCopy(store, whose, place);
  const now = clock.now();
  const usual = as === 'requester' ? await usualTime(store, now) : undefined;
  const code = deps.codes.codeFor(request.id);
  const still = await standstill(store);
  const { kinds } = row?.value ?? {};
  return cardFor({ request, viewer: actor, as, now, t, links, policy, userId, usual, kinds, code, standstill: still });
}

/** Whose copies follow the request; the target and security are told anew of what matters to them. */
export function isKept(as: Seen['as']): boolean {
  return as !== 'target' && as !== 'security';
}
