import type { Support } from '../../core/policy.js';
import type { Card } from '../../core/ports.js';
import { execute } from '../action.js';
import { choiceInput } from '../asking/choices.js';
import { cardOf } from '../message.js';
import type { Translate } from '../strings.js';
import { supportLines } from '../support.js';
import { TOPICS } from './topics.js';

/** Everything that first aid has an answer to; one is chosen. */
export function firstAidMenu({ t, support }: { readonly t: Translate; readonly support: Support }): Card {
  return cardOf(
    {
      icon: '🩹',
      tone: 'accent',
      heading: t('firstAid.heading'),
      summary: t('firstAid.summary'),
      footer: supportLines(support, t),
    },
    t,
    {
      inputs: [
        choiceInput({
          id: 'topic',
          label: t('firstAid.label'),
          choices: TOPICS.map((topic) => ({ title: t(`firstAid.${topic}`), value: topic })),
          missing: t('firstAid.missing'),
        }),
      ],
      actions: [execute({ verb: 'firstAid', title: t('firstAid.show'), style: 'positive' })],
    },
  );
}
