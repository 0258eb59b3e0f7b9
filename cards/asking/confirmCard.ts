import type { Card } from '../../core/ports.js';
import { canClearLess } from '../../core/pins.js';
import type { Draft } from '../../core/rows.js';
import type { Person } from '../../core/request.js';
import { execute } from '../action.js';
import { asked } from '../asked.js';
import { choiceInput } from './choices.js';
import { cardOf } from '../message.js';
import type { Translate } from '../strings.js';
import { nameOf } from '../userText.js';
import { withoutInputs } from '../withoutInputs.js';
import { people, whatIsCleared } from '../wording.js';

/** Before anything is sent: what will happen, and to whom. */
export function confirmCard({
  draft,
  target,
  approvers,
  approvalsNeeded = 1,
  t,
}: {
  readonly draft: Pick<Draft, 'requestId' | 'justification' | 'lost' | 'clearing' | 'urgent'>;
  readonly target: Person;
  readonly approvers: readonly Person[];
  /** Two where the target is known to be privileged. */
  readonly approvalsNeeded?: 1 | 2;
  readonly t: Translate;
}): Card {
  const name = nameOf(target);
  const names = people(t, approvers, 'and');
  const { requestId, lost } = draft;
  const chooses = canClearLess(lost);
  return cardOf(
    {
      icon: '📝',
      tone: 'accent',
      heading: t('confirm.heading'),
      summary: t('confirm.summary', { target: name }),
      paragraphs: [t('confirm.ask', { target: name })],
      facts: asked(draft, target, t),
      boxes: [
        {
          title: t('confirm.title'),
          tone: 'emphasis',
          lines: [
            ...(approvalsNeeded === 2
              ? [t('confirm.approver', { names }), t('confirm.two')]
              : [approvers.length === 1 ? t('confirm.approver', { names }) : t('confirm.approverOr', { names })]),
            t('confirm.told', { target: name }),
            t(chooses ? 'confirm.clearedChosen' : 'confirm.cleared', { target: name }),
            ...(lost === 'stolen' ? [t('confirm.stolen')] : []),
            t(chooses ? 'confirm.registerChosen' : 'confirm.register', { target: name }),
          ],
        },
      ],
    },
    t,
    {
      inputs: chooses ? [clearingInput(draft, t)] : [],
      actions: [
        execute({ verb: 'confirm', title: t('confirm.send'), requestId, style: 'positive' }),
        withoutInputs(execute({ verb: 'discard', title: t('confirm.discard'), requestId })),
      ],
    },
  );
}

/** Everything, unless the requester knows what the rest is still good for. */
export function clearingInput({ lost, clearing }: Pick<Draft, 'lost' | 'clearing'>, t: Translate): object {
  const what = whatIsCleared({ lost, clearing: 'lost' });
  return choiceInput({
    id: 'clearing',
    label: t('confirm.clearing'),
    value: clearing,
    choices: [
      { title: t('confirm.clearing.all'), value: 'all' },
      { title: t('confirm.clearing.lost', { what }), value: 'lost' },
    ],
  });
}
