import type { Card } from '../../core/ports.js';
import { execute, type CardAction } from '../action.js';
import { rejectAction } from './approvalDecision.js';
import { approvalStates } from './approvalStates.js';
import { mayDecide, mayRecordCallBack, mayStillReject, mayUndo, type ApprovalView, mayRepair } from './approvalView.js';
import { asked, openQuestion, said } from '../asked.js';
import { cardOf } from '../message.js';
import { repairActions } from '../it/repair.js';
import { standstillBoxes } from '../standstill.js';
import { describe } from '../userText.js';
import { titleName, when } from '../wording.js';

/** A nominee's card: what they need to decide, and afterwards what became of it, whoever decided. */
export function approvalCard(view: ApprovalView): Card {
  const { request, now, t } = view;
  const { reference, submittedAt, requester, target } = request;
  const state = approvalStates[request.status](view);
  return cardOf(
    {
      ...state,
      boxes: [...standstillBoxes(request, view.standstill, t), ...(state.boxes ?? [])],
      subtitle: t('reference.asked', { reference, when: when(t, submittedAt, now) }),
      facts: [
        { label: t('fact.askedBy'), value: describe(requester) },
        ...asked(request, target, t),
        ...said(request, t),
        ...(state.facts ?? []),
      ],
    },
    t,
    { actions: actions(view) },
  );
}

function actions(view: ApprovalView): readonly object[] {
  const { request, viewer, now, t } = view;
  const action = (verb: CardAction['verb'], title: string, more: Partial<CardAction> = {}): object =>
    execute({ verb, title, requestId: request.id, ...more });
  if (mayDecide(request, viewer, now))
    return [
      action('approve', t('approval.approve'), { style: 'positive' }),
      rejectAction(request, t),
      ...(openQuestion(request) === undefined
        ? [action('ask', t('approval.ask', { name: titleName(request.requester) }), { secondary: true })]
        : []),
      action('notForMe', t('approval.notForMe'), { secondary: true }),
      action('reassign', t('approval.reassign'), { secondary: true }),
    ];
  if (request.status === 'needsAttention') return mayRepair(view) ? repairActions(request, t) : [];
  return [
    ...(mayRecordCallBack(request, viewer, now)
      ? [action('recordCallBack', t('approval.recordCallBack'), { style: 'positive' })]
      : []),
    ...(mayStillReject(request, viewer, now) ? [rejectAction(request, t)] : []),
    ...(mayUndo(request, viewer, now) ? [action('undo', t('approval.undo'))] : []),
  ];
}
