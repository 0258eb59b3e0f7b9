import type { Card } from '../../core/ports.js';
import type { Person } from '../../core/request.js';
import { execute } from '../action.js';
import { choiceInput, withoutMarkdown } from './choices.js';
import { cardOf } from '../message.js';
import type { Translate } from '../strings.js';
import { describe, nameOf } from '../userText.js';

/** More than this is no choice on a phone: the text asks for more of the name. */
const SHOWN = 8;

/** Several colleagues match a typed name. The answer's `personId` is a claim: read it again from the directory. */
export function choiceCard({ people, t }: { readonly people: readonly Person[]; readonly t: Translate }): Card {
  const choices = people.slice(0, SHOWN).map((person) => ({
    title: withoutMarkdown(t('choice.person', { name: describe(person), initials: initials(nameOf(person)) })),
    value: person.id,
  }));
  return cardOf(
    {
      icon: '👥',
      tone: 'accent',
      heading: t('choice.heading'),
      summary: t('choice.summary'),
      paragraphs: [t('choice.text')],
    },
    t,
    {
      inputs: [choiceInput({ id: 'personId', label: t('choice.label'), choices, missing: t('choice.missing') })],
      actions: [execute({ verb: 'choose', title: t('choice.next'), style: 'positive' })],
    },
  );
}

/** The first letters of the first and the last word. */
function initials(name: string): string {
  const parts = name.split(' ').filter((part) => /^\p{L}/u.test(part));
  return [...new Set([parts[0], parts.at(-1)])].map((part) => Array.from(part ?? '')[0]?.toUpperCase() ?? '').join('');
}
