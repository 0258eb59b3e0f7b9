import type { Card } from '../core/ports.js';
import { execute, type CardAction } from './action.js';
import { rejectAction } from './approvalDecision.js';
import { approvalStates } from './approvalStates.js';
import { mayDecide, mayUndo, type ApprovalView } from './approvalView.js';
import { asked } from './asked.js';
import { cardOf } from './message.js';
import { describe } from './userText.js';
import { when } from './wording.js';

/** A nominee's card: what they need to decide, and afterwards what became of it, whoever decided. */
export function approvalCard(view: ApprovalView): Card {
  const { request, now, t } = view;
  const { reference, submittedAt, requester, target } = request;
  const state = approvalStates[request.status](view);
  return cardOf(
    {
      ...state,
      subtitle: t('reference.asked', { reference, when: when(t, submittedAt, now) }),
      facts: [
        { label: t('fact.askedBy'), value: describe(requester) },
        ...asked(request, target, t),
        ...(state.facts ?? []),
      ],
    },
    t,
    { actions: actions(view) },
  );
}

function actions({ request, viewer, now, t }: ApprovalView): readonly object[] {
  const { id: requestId } = request;
  const action = (verb: CardAction['verb'], title: string, style?: CardAction['style']): object =>
    execute({ verb, title, requestId, style });
  if (mayDecide(request, viewer, now))
    return [action('approve', t('approval.approve'), 'positive'), rejectAction(request, t)];
  return mayUndo(request, viewer, now) ? [action('undo', t('approval.undo'))] : [];
}
