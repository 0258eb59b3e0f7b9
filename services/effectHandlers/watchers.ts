import type { ResetRequest } from '../../core/request.js';
import type { HandlerDeps } from './deps.js';

/**
 * Who of IT follows a request: whoever has its card, has it as theirs, or wrote to the requester. Only those who are of
 * IT by now: a card that somebody kept gives no right to what is written later. Throws where the directory does not say.
 */
export async function watchersOf(
  { store, directory, policy: { itGroup } }: HandlerDeps,
  { id, requester, claim, thread = [] }: ResetRequest,
): Promise<readonly string[]> {
  if (itGroup === null) return [];
  const held = await store.find('card', `cardsOf:${id}`);
  const known = new Set([
    ...held.filter(({ value }) => value.as === 'it').map(({ value }) => value.personId),
    ...thread.filter(({ kind }) => kind === 'followUp').map(({ by }) => by.id),
    ...(claim === undefined ? [] : [claim.by.id]),
  ]);
  known.delete(requester.id);
  const people = [...known];
  const groups = await Promise.all(people.map((personId) => directory.groupsAmong(personId, [itGroup])));
  return people.filter((_, index) => groups[index]?.includes(itGroup) === true);
}
