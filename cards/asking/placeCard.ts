import type { Card } from '../../core/ports.js';
import type { Replacements } from '../../core/replacements.js';
import type { Person, ResetRequest } from '../../core/request.js';
import { execute } from '../action.js';
import { cardOf } from '../message.js';
import type { Translate } from '../strings.js';
import { describe, nameOf } from '../userText.js';
import { withoutInputs } from '../withoutInputs.js';
import { people as named } from '../wording.js';
import { choiceInput, withoutMarkdown } from './choices.js';

export interface PlaceView extends Replacements {
  readonly request: ResetRequest;
  readonly t: Translate;
  /** It takes the place of IT's card. */
  readonly as?: 'it' | undefined;
}

/** Who decides instead: only people the policy would ask. The answer's `from` and `to` are claims, like all data. */
export function placeCard({ request, places, people, t, as }: PlaceView): Card {
  const { id: requestId, reference, target } = request;
  const [only] = places;
  const values = { target: nameOf(target), names: named(t, places, 'and') };
  return cardOf(
    {
      icon: '🔀',
      tone: 'accent',
      heading: t('place.heading'),
      summary: t('place.summary', { reference }),
      subtitle: t('reference.plain', { reference }),
      paragraphs: [t(as === 'it' ? 'place.it.text' : 'place.text', values), t('place.told')],
    },
    t,
    {
      inputs: [
        ...(places.length > 1
          ? [choiceInput({ id: 'from', label: t('place.from'), choices: places.map(choice), value: only?.id })]
          : []),
        // Nothing is required: iOS would then hold Back as well. Without a choice the card comes again.
        choiceInput({ id: 'to', label: t('place.to'), choices: people.map(choice) }),
      ],
      actions: [
        execute({ verb: 'reassign', title: t('place.send'), requestId, as, style: 'positive' }),
        withoutInputs(execute({ verb: 'refresh', title: t('words.back'), requestId, as })),
      ],
    },
  );
}

function choice(person: Person): { readonly title: string; readonly value: string } {
  return { title: withoutMarkdown(describe(person)), value: person.id };
}
