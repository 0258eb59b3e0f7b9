import type { Store, WriteOf } from './store.js';
import type { CardPlace, SentCard } from './rows.js';

/** Copies of one card that are kept up to date: older ones have scrolled away, and the server refuses what they ask. */
const MOST_COPIES = 3;
const TRIES = 8;

type Whose = Pick<SentCard, 'requestId' | 'personId' | 'as'>;

export function cardKey({ requestId, personId, as }: Whose): string {
  return [requestId, personId, as].filter((part) => part !== undefined).join(':');
}

export function cardWrite(card: SentCard, expectedVersion: number): WriteOf<'card'> {
  const value = { ...card, places: card.places.slice(-MOST_COPIES) };
  return { kind: 'card', key: cardKey(card), expectedVersion, value, index: [`cardsOf:${card.requestId}`] };
}

export function isCopy(card: SentCard | undefined, place: CardPlace | undefined): boolean {
  return place !== undefined && card?.places.some(({ activityId }) => activityId === place.activityId) === true;
}

/** From now on this copy follows the request as well. */
export async function addCopy(store: Store, whose: Whose, place: CardPlace): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const row = await store.read('card', cardKey(whose));
    if (isCopy(row?.value, place)) return;
    // Without a hash: the next refresh brings all copies to the same.
    const card = { ...whose, ...row?.value, places: [...(row?.value.places ?? []), place], contentHash: '' };
    if ((await store.commit({ writes: [cardWrite(card, row?.version ?? 0)] })).ok) return;
  }
  throw new Error(`the card of ${cardKey(whose)} changed ${TRIES} times while a copy was added; try again`);
}
