import { placeCard } from '../cards/asking/placeCard.js';
import type { Card } from '../core/ports.js';
import { isRefusal, type Refusal } from '../core/refusal.js';
import { replacementsFor } from '../core/replacements.js';
import type { BotDeps } from './deps.js';
import { see, type Viewer } from './seeing.js';

/** What a choice card sent, as far as it was filled in. */
interface Chosen {
  readonly requestId: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Whose place goes to whom, or the card to choose on: as long as something is missing. */
export async function chosenPlace(
  deps: BotDeps,
  { requestId, from, to }: Chosen,
  viewer: Viewer,
): Promise<{ readonly from: string; readonly to: string } | { readonly card: Card } | Refusal> {
  if (to !== undefined && from !== undefined) return { from, to };
  const seen = await see(deps, requestId, viewer);
  const as = !isRefusal(seen) && seen.as === 'it' ? seen.as : undefined;
  // On their own card it is their own place. Whether they have one is the core's to say, and to write down.
  if (to !== undefined && as === undefined) return { from: viewer.actor.id, to };
  if (isRefusal(seen)) return seen;
  const { request } = seen;
  const found = await replacementsFor(deps, request, viewer.actor, as);
  if (isRefusal(found)) return found;
  const [only] = found.places;
  if (to !== undefined && only !== undefined && found.places.length === 1) return { from: only.id, to };
  return { card: placeCard({ request, ...found, t: viewer.t, as }) };
}
