import type { Card } from '../../core/ports.js';
import { execute } from '../action.js';
import { choiceInput, withoutMarkdown } from '../asking/choices.js';
import { cardOf } from '../message.js';
import { workText } from '../notices/serviceNotices.js';
import type { Translate } from '../strings.js';
import { words } from '../userText.js';
import { withoutInputs } from '../withoutInputs.js';

/** An effect that was given up. */
export interface Parked {
  readonly effect: string;
  /** The notice it was to tell, else its kind. */
  readonly what: string;
  readonly error: string;
  /** Of the request it is about. */
  readonly reference?: string | undefined;
}

/** What got stuck, one page: one of them is chosen, and tried again or left. */
export function parkedCard({
  parked,
  more,
  t,
}: {
  readonly parked: readonly Parked[];
  readonly more: boolean;
  readonly t: Translate;
}): Card {
  return cardOf(
    {
      icon: '📭',
      tone: parked.length === 0 ? 'good' : 'warning',
      heading: t('parked.heading'),
      summary: t('parked.summary'),
      paragraphs: [t(parked.length === 0 ? 'parked.none' : 'parked.text')],
      facts: parked.map(({ what, error, reference }) => ({
        label: workText(what, t),
        value: reference === undefined ? words(error) : t('parked.detail', { reference, error: words(error) }),
      })),
    },
    t,
    { inputs: choice(parked, t), actions: actions(parked, more, t) },
  );
}

function choice(parked: readonly Parked[], t: Translate): readonly object[] {
  if (parked.length < 2) return [];
  const choices = parked.map(({ effect, what, reference }) => {
    const work = workText(what, t);
    return {
      title: withoutMarkdown(reference === undefined ? work : t('parked.line', { reference, work })),
      value: effect,
    };
  });
  return [choiceInput({ id: 'effect', label: t('parked.label'), choices, missing: t('parked.missing') })];
}

function actions(parked: readonly Parked[], more: boolean, t: Translate): readonly object[] {
  const [first] = parked;
  const last = parked.at(-1);
  const back = withoutInputs(execute({ verb: 'console', title: t('parked.back'), secondary: true }));
  if (first === undefined || last === undefined) return [back];
  const which = parked.length === 1 ? { effect: first.effect } : {};
  return [
    execute({ verb: 'retryEffect', title: t('notice.effectParked.retry'), as: 'it', style: 'positive', ...which }),
    execute({ verb: 'dismissEffect', title: t('notice.effectParked.dismiss'), as: 'it', ...which }),
    ...(more ? [withoutInputs(execute({ verb: 'parked', title: t('parked.more'), behind: last.effect }))] : []),
    back,
  ];
}
