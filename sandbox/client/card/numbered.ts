import { isObject, clone, type JsonObject } from '../../cloud/json.js';
import { actionsOf } from '../../cloud/teams/card.js';

const PREFIX = 'action:';

/**
 * A copy of the card in which each action's id says its place in `actionsOf(card)`. An action's fallback gets the
 * same: it is what the renderer draws when it doesn't know the action.
 */
export function numbered(card: JsonObject): JsonObject {
  const copy = clone(card);
  for (const [index, { action }] of actionsOf(copy).entries())
    for (let drawn: unknown = action; isObject(drawn); drawn = drawn.fallback) drawn.id = `${PREFIX}${index}`;
  return copy;
}

/** The place that `numbered` wrote; undefined for an action that `actionsOf` does not list. */
export function numberOf(id: string | undefined): number | undefined {
  return id?.startsWith(PREFIX) === true ? Number(id.slice(PREFIX.length)) : undefined;
}
