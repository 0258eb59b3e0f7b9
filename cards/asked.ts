import type { Draft } from '../core/rows.js';
import type { Person } from '../core/request.js';
import type { Fact } from './message.js';
import type { Translate } from './strings.js';
import { describe } from './userText.js';
import { quote } from './wording.js';

/** For whom, why, what was lost: the same lines on every card about a request. */
export function asked(
  { justification, lost, urgent }: Pick<Draft, 'justification' | 'lost' | 'urgent'>,
  target: Person,
  t: Translate,
): readonly Fact[] {
  return [
    { label: t('fact.for'), value: describe(target) },
    { label: t('fact.why'), value: quote(t, justification) },
    { label: t('fact.lost'), value: t(`lost.${lost}`) },
    ...(urgent ? [{ label: t('fact.urgent'), value: t('urgent.yes') }] : []),
  ];
}
