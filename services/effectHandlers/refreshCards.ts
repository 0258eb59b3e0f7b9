import { createHash } from 'node:crypto';
import { approvalCard } from '../../cards/approvalCard.js';
import { noticeMail } from '../../cards/noticeMail.js';
import { requestCard } from '../../cards/requestCard.js';
import { translator } from '../../cards/strings.js';
import { cardWrite } from '../../core/asking.js';
import type { Card, Row } from '../../core/ports.js';
import type { CardPlace } from '../../core/rows.js';
import { pinMethods } from '../../core/resetPlan.js';
import type { Person, ResetRequest } from '../../core/request.js';
import type { EffectOf, Outcome } from '../outbox.js';
import type { HandlerDeps } from './deps.js';
import { mailTo } from './tell.js';

/** Brings every copy of a request's cards to what is true now; sends a first one to whom it is missing. */
export async function refreshCards(deps: HandlerDeps, { requestId }: EffectOf<'refreshCards'>): Promise<Outcome> {
  return oneAtATime(requestId, async () => {
    const request = (await deps.store.read('request', requestId))?.value;
    if (request === undefined) return 'done' as const;
    const people = await holders(deps, request);
    const kinds = request.status === 'awaitingApproval' ? await methodKinds(deps, request) : undefined;
    const failures: unknown[] = [];
    // One person whom Teams can't reach just now must not keep the card from the others.
    for (const person of people)
      await reconcile(deps, request, person, kinds).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
    return 'done' as const;
  });
}

/** The requester, everybody nominated, and whoever still holds a card of it. */
async function holders({ store }: HandlerDeps, request: ResetRequest): Promise<readonly Person[]> {
  const held = await store.find('card', `cardsOf:${request.id}`);
  const nominated = request.nominees.map(({ person }) => person);
  const known = new Set([request.requester, ...nominated].map(({ id }) => id));
  const others = held
    .filter(({ value }) => !known.has(value.personId))
    .map(({ value }) => ({ id: value.personId, name: '' }));
  return [request.requester, ...nominated, ...others];
}

/** Told to the approver as kinds only; left out where Graph does not say. */
async function methodKinds(
  { methods, policy, clock, log }: HandlerDeps,
  { id, target }: ResetRequest,
): Promise<readonly string[] | undefined> {
  try {
    const { pins, unknown } = pinMethods(await methods.list(target.id), policy.scope, clock.now());
    return [...pins.map(({ type }) => type), ...unknown];
  } catch (error) {
    log.warn({ requestId: id, err: error }, 'the kinds of methods could not be read for the approval card');
    return undefined;
  }
}

async function reconcile(
  deps: HandlerDeps,
  request: ResetRequest,
  person: Person,
  kinds: readonly string[] | undefined,
): Promise<void> {
  const { store, messenger } = deps;
  const isRequester = person.id === request.requester.id;
  const row = await store.read('card', `${request.id}:${person.id}`);
  const place = row?.value.place;
  // Somebody who never had a card to decide on needs none that says it was decided.
  if (place === undefined && !isRequester && request.status !== 'awaitingApproval') return;
  const card = await render(deps, request, person, kinds);
  const contentHash = createHash('sha256').update(JSON.stringify(card)).digest('base64url');
  if (place !== undefined && row?.value.contentHash === contentHash) return;
  if (place !== undefined && (await messenger.update(place, card))) {
    await keep(deps, request.id, person.id, place, contentHash, row);
    return;
  }
  const sent = await messenger.send(person.id, card);
  if (!sent.sent) {
    deps.log.info(
      { requestId: request.id, personId: person.id, reason: sent.reason },
      'Teams refused a card; a mail goes instead',
    );
    // Once: whoever Teams reaches by the next change gets the card after all.
    if (row === undefined) await mailInstead(deps, request, person, isRequester);
  } else if (!isRequester) deps.tapRights.prepare(request, person.id);
  await keep(deps, request.id, person.id, sent.sent ? sent.place : undefined, contentHash, row);
}

async function render(
  { messenger, clock, policy }: HandlerDeps,
  request: ResetRequest,
  person: Person,
  kinds: readonly string[] | undefined,
): Promise<Card> {
  const { userId, locale, timeZone } = await messenger.contact(person.id);
  const shared = { request, now: clock.now(), t: translator(locale, timeZone), support: policy.support };
  return person.id === request.requester.id
    ? requestCard({ ...shared, viewerUserIds: userId === undefined ? [] : [userId] })
    : approvalCard({ ...shared, viewer: person, kinds });
}

async function mailInstead(
  deps: HandlerDeps,
  request: ResetRequest,
  person: Person,
  isRequester: boolean,
): Promise<void> {
  if (!isRequester && request.status !== 'awaitingApproval') return;
  const { locale, timeZone } = await deps.messenger.contact(person.id);
  const notice = isRequester ? 'requestPending' : 'approvalWanted';
  const to = isRequester ? 'requester' : 'nominee';
  await mailTo(
    deps,
    person.id,
    noticeMail({ notice, request, to, t: translator(locale, timeZone), support: deps.policy.support }),
  );
}

async function keep(
  { store }: HandlerDeps,
  requestId: string,
  personId: string,
  place: CardPlace | undefined,
  contentHash: string,
  row: Row<'card'> | undefined,
): Promise<void> {
  await store.commit({ writes: [cardWrite({ requestId, personId, place, contentHash }, row?.version ?? 0)] });
}

const running = new Map<string, Promise<unknown>>();

/** Two refreshes of one request at once would each send a first card. */
function oneAtATime<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = running.get(key) ?? Promise.resolve();
  const after = before.then(work, work);
  const last = after
    .catch(() => undefined)
    .finally(() => {
      if (running.get(key) === last) running.delete(key);
    });
  running.set(key, last);
  return after;
}
