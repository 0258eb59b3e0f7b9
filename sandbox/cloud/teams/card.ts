import { isObject, type JsonObject, objectsOf, textOf } from '../json.js';

/** An action on a card, with the show-cards one must open to see it. */
export interface FoundAction {
  readonly action: JsonObject;
  /** The cards whose inputs the action gathers: the root and each show-card on the way. */
  readonly cards: readonly JsonObject[];
}

export const cardType = 'application/vnd.microsoft.card.adaptive';

/** Every Adaptive Card attached to an activity. */
export function cardsOf(activity: JsonObject): readonly JsonObject[] {
  return objectsOf(activity.attachments)
    .filter((attachment) => attachment.contentType === cardType)
    .map((attachment) => attachment.content)
    .filter(isObject);
}

/** All actions of a card, in reading order: its own, those of action sets, of anything tappable, and of show-cards. */
export function actionsOf(card: JsonObject, above: readonly JsonObject[] = []): readonly FoundAction[] {
  const cards = [...above, card];
  const found: FoundAction[] = [];
  const take = (action: unknown) => {
    if (!isObject(action)) return;
    found.push({ action, cards });
    if (action.type === 'Action.ShowCard' && isObject(action.card)) found.push(...actionsOf(action.card, cards));
  };
  take(card.selectAction);
  for (const element of elementsOf(card)) {
    take(element.selectAction);
    if (element.type === 'ActionSet') objectsOf(element.actions).forEach(take);
    if (isObject(element.inlineAction)) take(element.inlineAction);
  }
  objectsOf(card.actions).forEach(take);
  return found;
}

/** The action with this title, verb or id; an exact title wins over one in other letters. Throws with what there is. */
export function findAction(card: JsonObject, wanted: string): FoundAction {
  const all = actionsOf(card);
  const found =
    all.find(({ action }) => action.title === wanted) ??
    all.find(({ action }) => action.verb === wanted || action.id === wanted) ??
    all.find(({ action }) => textOf(action.title)?.toLowerCase() === wanted.toLowerCase());
  if (found) return found;
  const titles = all.map(
    ({ action }) => textOf(action.title) ?? textOf(action.verb) ?? textOf(action.type) ?? 'an untyped action',
  );
  throw new Error(`The card has no action "${wanted}". It has: ${titles.join(', ') || 'none'}.`);
}

/** Every element of a card's body, however deep, without the show-cards. */
export function elementsOf(card: JsonObject): readonly JsonObject[] {
  const found: JsonObject[] = [];
  const walk = (element: JsonObject) => {
    found.push(element);
    for (const key of ['items', 'columns', 'rows', 'cells', 'images', 'inlines'] as const)
      objectsOf(element[key]).forEach(walk);
  };
  objectsOf(card.body).forEach(walk);
  return found;
}

/** Everything a person can read on a card, line by line; hidden elements left out. */
export function textsOf(card: JsonObject): readonly string[] {
  const lines: string[] = [];
  const walk = (element: JsonObject) => {
    if (element.isVisible === false) return;
    if (element.type === 'RichTextBlock') {
      const runs = Array.isArray(element.inlines) ? (element.inlines as unknown[]) : [];
      lines.push(
        runs.map((run) => (typeof run === 'string' ? run : isObject(run) ? (textOf(run.text) ?? '') : '')).join(''),
      );
      return;
    }
    for (const key of ['text', 'label', 'placeholder', 'altText'] as const) {
      const text = textOf(element[key]);
      if (text !== undefined && text !== '') lines.push(text);
    }
    for (const fact of objectsOf(element.facts)) lines.push(`${textOf(fact.title) ?? ''} ${textOf(fact.value) ?? ''}`);
    for (const choice of objectsOf(element.choices)) lines.push(textOf(choice.title) ?? '');
    for (const key of ['items', 'columns', 'rows', 'cells', 'images'] as const) objectsOf(element[key]).forEach(walk);
  };
  objectsOf(card.body).forEach(walk);
  return lines;
}
