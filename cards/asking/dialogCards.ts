import { canClearLess } from '../../core/pins.js';
import type { Card } from '../../core/ports.js';
import type { Draft } from '../../core/rows.js';
import type { ResetRequest } from '../../core/request.js';
import { execute, open } from '../action.js';
import { clearingInput } from './confirmCard.js';
import type { Links } from '../links.js';
import { cardOf } from '../message.js';
import { whoHasIt } from '../request/requestOutcomes.js';
import type { Translate } from '../strings.js';
import { nameOf } from '../userText.js';
import { withoutInputs } from '../withoutInputs.js';

interface DialogView {
  readonly t: Translate;
  readonly links: Links;
}

/**
 * The same card in a dialog of Teams. There only Action.Submit is answered with the next card, so each button is what it
 * falls back to; and nothing refreshes itself.
 */
export function inDialog({ content, summary }: Card): Card {
  const { actions = [] } = content as { readonly actions?: readonly Action[] };
  const kept = Object.entries(content).filter(([key]) => key !== 'refresh' && key !== 'actions');
  const submitting = actions.map(({ fallback, ...action }) => fallback ?? action);
  return { content: { ...Object.fromEntries(kept), ...(submitting.length > 0 && { actions: submitting }) }, summary };
}

/** A "no", and where to go from there. */
export function refusedDialog({ text, t, links }: DialogView & { readonly text: string }): Card {
  return inDialog(
    cardOf(
      {
        icon: '🚫',
        tone: 'warning',
        heading: t('extension.refused.heading'),
        summary: t('extension.title'),
        paragraphs: [text],
      },
      t,
      { actions: leaving({ t, links }) },
    ),
  );
}

/** It is on its way: all that follows is in the personal chat. */
export function sentDialog({ request, t, links }: DialogView & { readonly request: ResetRequest }): Card {
  return inDialog(
    cardOf(
      {
        icon: '✅',
        tone: 'good',
        heading: t('extension.sent.heading'),
        summary: t('extension.title'),
        facts: [
          { label: t('extension.sent.reference'), value: request.reference },
          { label: t('fact.for'), value: nameOf(request.target) },
        ],
        paragraphs: [
          ...(request.status === 'awaitingApproval' ? [whoHasIt(request, t)] : []),
          t('extension.sent.follow'),
        ],
      },
      t,
      { actions: leaving({ t, links }) },
    ),
  );
}

/** Whether it was sent is not known: sending it again is the same request. What was chosen stays chosen. */
export function sendAgainDialog({
  draft,
  notice,
  t,
  links,
}: DialogView & { readonly draft: Pick<Draft, 'requestId' | 'lost' | 'clearing'>; readonly notice: string }): Card {
  const { requestId, lost } = draft;
  return inDialog(
    cardOf(
      {
        icon: '⏳',
        tone: 'warning',
        heading: t('extension.again.heading'),
        summary: t('extension.title'),
        paragraphs: [notice],
      },
      t,
      {
        inputs: canClearLess(lost) ? [clearingInput(draft, t)] : [],
        actions: [
          execute({ verb: 'confirm', title: t('confirm.send'), requestId, style: 'positive' }),
          ...leaving({ t, links }),
        ],
      },
    ),
  );
}

interface Action {
  readonly fallback?: object;
}

function leaving({ t, links }: DialogView): readonly object[] {
  return [
    withoutInputs(execute({ verb: 'closeDialog', title: t('extension.close') })),
    open(t('extension.chat'), links.chat),
  ];
}
