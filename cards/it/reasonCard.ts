import { WORDS } from '../../core/limits.js';
import type { Card } from '../../core/ports.js';
import type { Person } from '../../core/request.js';
import { execute } from '../action.js';
import { cardOf, template } from '../message.js';
import type { Translate } from '../strings.js';
import wordsTemplate from '../templates/words.json' with { type: 'json' };
import { nameOf } from '../userText.js';
import { withoutInputs } from '../withoutInputs.js';

export interface ReasonView {
  readonly verb: 'pause' | 'lift';
  /** Whose cool-down. */
  readonly person?: Person | undefined;
  readonly t: Translate;
}

/** What is done to the service itself needs a reason: the audit keeps it. */
export function reasonCard({ verb, person, t }: ReasonView): Card {
  const heading = t(`reason.${verb}.heading`);
  const input = expand({
    maxLength: WORDS.max,
    label: t('reason.label'),
    hint: t(`reason.${verb}.hint`),
    missing: t('words.missing', { ...WORDS }),
  });
  return cardOf(
    {
      icon: verb === 'pause' ? '⏸️' : '🔓',
      tone: 'accent',
      heading,
      summary: heading,
      paragraphs: [t(`reason.${verb}.text`, { target: person === undefined ? '' : nameOf(person) })],
    },
    t,
    {
      inputs: [input],
      actions: [
        execute({ verb, title: t(`reason.${verb}.send`), person: person?.id, style: 'positive' }),
        withoutInputs(execute({ verb: 'console', title: t('words.back') })),
      ],
    },
  );
}

/** Takes the place of the form once it was done. */
export function liftedCard({ person, t }: { readonly person: Person; readonly t: Translate }): Card {
  const heading = t('reason.lift.heading');
  const paragraphs = [t('chat.lifted', { name: nameOf(person) })];
  return cardOf({ icon: '🔓', tone: 'good', heading, summary: heading, paragraphs }, t);
}

const expand = template(wordsTemplate);
