import { createHash } from 'node:crypto';
import { cardFor } from '../../cards/cardFor.js';
import type { Standing } from '../../core/lookup.js';
import type { Card, SendResult } from '../../core/ports.js';
import type { Row } from '../../core/store.js';
import { pinMethods } from '../../core/pins.js';
import type { Person, ResetRequest } from '../../core/request.js';
import type { CardPlace, SentCard } from '../../core/rows.js';
import { cardKey, cardWrite, isCopy } from '../../core/sentCards.js';
import { standstill } from '../../core/standstill.js';
import { usualTime } from '../../core/usualTime.js';
import type { EffectOf, Outcome } from '../outbox.js';
import type { HandlerDeps } from './deps.js';
import { writingTo } from './noticeFor.js';

/**
 * Brings every copy of a request's cards to what is true now; sends a first one to whom it is missing. Another of the
 * same request at the same time would send that twice: `lineOf` keeps them apart.
 */
export async function refreshCards(deps: HandlerDeps, { requestId }: EffectOf<'refreshCards'>): Promise<Outcome> {
  const request = (await deps.store.read('request', requestId))?.value;
  if (request === undefined) return 'done';
  const holders = await holdersOf(deps, request);
  const kinds = request.status === 'awaitingApproval' ? await methodKinds(deps, request) : undefined;
  const failures: unknown[] = [];
  // One person whom Teams can't reach just now must not keep the card from the others.
  for (const holder of holders)
    await reconcile(deps, request, holder, kinds).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
  return 'done';
}

/** The live card of somebody in IT; undefined when they have it already. */
export async function sendFirstItCard(
  deps: HandlerDeps,
  requestId: string,
  personId: string,
): Promise<SendResult | undefined> {
  const request = (await deps.store.read('request', requestId))?.value;
  const row = await deps.store.read('card', cardKey({ requestId, personId, as: 'it' }));
  if (request === undefined || (row?.value.places.length ?? 0) > 0) return undefined;
  return sendNew(deps, request, { person: { id: personId, name: '' }, as: 'it', row }, undefined);
}

/** How often a card is kept anew after somebody else wrote its row. */
const TRIES = 8;

interface Holder {
  readonly person: Person;
  readonly as: Standing | 'channel';
  readonly row: Row<'card'> | undefined;
}

/** The requester, everybody nominated, and whoever still holds a card of it. */
async function holdersOf({ store }: HandlerDeps, request: ResetRequest): Promise<readonly Holder[]> {
  const held = await store.find('card', `cardsOf:${request.id}`);
  const rowOf = (personId: string): Row<'card'> | undefined =>
    held.find(({ value }) => value.personId === personId && value.as === undefined);
  const due = [
    { person: request.requester, as: 'requester' as const },
    ...request.nominees.map(({ person }) => ({ person, as: 'nominee' as const })),
  ].map((holder) => ({ ...holder, row: rowOf(holder.person.id) }));
  const others = held
    .filter(({ key }) => !due.some(({ row }) => row?.key === key))
    .map((row) => ({ person: { id: row.value.personId, name: '' }, as: row.value.as ?? ('nominee' as const), row }));
  return [...due, ...others];
}

/** Told to the approver as kinds only; left out where Graph does not say. */
async function methodKinds(
  { methods, policy, clock, log }: HandlerDeps,
  { id, target, clearing, lost }: ResetRequest,
): Promise<readonly string[] | undefined> {
  try {
    const scope = { policy: policy.scope, clearing, lost };
    const { pins, unknown } = pinMethods(await methods.list(target.id), scope, clock.now());
    return [...pins.map(({ type }) => type), ...unknown];
  } catch (error) {
    log.warn({ requestId: id, err: error }, 'the kinds of methods could not be read for the approval card');
    return undefined;
  }
}

async function reconcile(
  deps: HandlerDeps,
  request: ResetRequest,
  holder: Holder,
  kinds: readonly string[] | undefined,
): Promise<void> {
  const { as, row } = holder;
  const places = row?.value.places ?? [];
  // Somebody who never had a card to decide on needs none that says it was decided.
  if (places.length === 0 && as !== 'requester' && request.status !== 'awaitingApproval') return;
  const card = await render(deps, request, holder, kinds);
  const contentHash = hashOf(card);
  if (places.length > 0 && row?.value.contentHash === contentHash) return;
  const edited: CardPlace[] = [];
  for (const place of places) if (await deps.messenger.update(place, card)) edited.push(place);
  // A post that is gone from the channel is not posted anew.
  if (as === 'channel' && edited.length === 0) return;
  if (edited.length > 0) await keep(deps, request.id, holder, card, { places: edited, contentHash, kinds });
  // Of words that were erased nobody gets a new card to read.
  else if (request.erasedAt === undefined) await sendNew(deps, request, holder, kinds, card);
}

async function sendNew(
  deps: HandlerDeps,
  request: ResetRequest,
  holder: Holder,
  kinds: readonly string[] | undefined,
  rendered?: Card,
): Promise<SendResult> {
  const { person, as } = holder;
  const card = rendered ?? (await render(deps, request, holder, kinds));
  const sent = await deps.messenger.send(person.id, card);
  if (!sent.sent)
    deps.log.info({ requestId: request.id, personId: person.id, reason: sent.reason }, 'Teams refused a card');
  else if (as === 'nominee') deps.tapRights.prepare(request, person.id);
  const places = sent.sent ? [sent.place] : [];
  await keep(deps, request.id, holder, card, { places, contentHash: hashOf(card), kinds });
  return sent;
}

async function render(
  deps: HandlerDeps,
  request: ResetRequest,
  { person, as }: Holder,
  kinds: readonly string[] | undefined,
): Promise<Card> {
  const { store, messenger, clock, policy } = deps;
  const { userId } = await messenger.contact(person.id);
  const { t, links } = await writingTo(deps, person.id);
  const now = clock.now();
  const usual = as === 'requester' ? await usualTime(store, now) : undefined;
  const code = deps.codes.codeFor(request.id);
  const still = await standstill(store);
  return cardFor({ request, viewer: person, as, now, t, links, policy, userId, usual, kinds, code, standstill: still });
}

function hashOf(card: Card): string {
  return createHash('sha256').update(JSON.stringify(card)).digest('base64url');
}

/** Writes down where the card is. A copy that came meanwhile, by a tap or by `status`, is brought to the same. */
async function keep(
  { store, messenger }: HandlerDeps,
  requestId: string,
  { person, as, row }: Holder,
  card: Card,
  now: Pick<SentCard, 'places' | 'contentHash' | 'kinds'>,
): Promise<void> {
  const whose = { requestId, personId: person.id, as: as === 'it' || as === 'channel' ? as : undefined };
  let { places } = now;
  for (let known = row, tries = 0; tries < TRIES; tries++) {
    const written = { ...whose, ...now, places };
    if ((await store.commit({ writes: [cardWrite(written, known?.version ?? 0)] })).ok) return;
    known = await store.read('card', cardKey(whose));
    const handled = { ...written, places: [...places, ...(row?.value.places ?? [])] };
    for (const place of known?.value.places ?? [])
      if (!isCopy(handled, place) && (await messenger.update(place, card))) places = [...places, place];
  }
  throw new Error(`the card of ${cardKey(whose)} changed ${TRIES} times while it was kept; try again`);
}
