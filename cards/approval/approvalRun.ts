import type { Instant } from '../../core/request.js';
import { mayRecordCallBack, mayStillReject, mayUndo, phoneToCall, type ApprovalView } from './approvalView.js';
import type { Message } from '../message.js';
import { isKeptWaiting } from '../standstill.js';
import { nameOf } from '../userText.js';
import { approvedLine } from '../verified.js';
import { approvers, duration, people, whatIsCleared, when, itOf } from '../wording.js';

/** What a nominee reads from the approval on. */
export function approved(view: ApprovalView): Message {
  const { request, viewer, now, t } = view;
  const { reference, approvals, executeAt, held } = request;
  const names = people(t, approvers(request), 'and');
  const later = held === true && executeAt !== undefined && now < executeAt;
  const decidedAt = request.calledBack?.at ?? approvals.at(-1)?.at;
  const undo = mayUndo(request, viewer, now) && executeAt !== undefined && decidedAt !== undefined;
  return {
    icon: later ? '⏸️' : '👍',
    tone: 'accent',
    heading: later ? t('approval.held.heading') : t('approval.approved.heading'),
    summary: t('approval.approved.summary', { reference, names }),
    paragraphs: [
      ...decidedBy(view),
      ...(later ? heldUntil(view, executeAt) : []),
      ...(later || isKeptWaiting(request, view.standstill) ? [] : [t('approval.approved.soon')]),
      ...(undo
        ? [
            later
              ? t('approval.held.undo')
              : t('approval.approved.undo', { duration: duration(t, executeAt - decidedAt) }),
          ]
        : []),
      ...(approvals.some(({ checkPending }) => checkPending) ? [t('approval.checkPending')] : []),
    ],
  };
}

function heldUntil({ request, viewer, now, t }: ApprovalView, executeAt: Instant): readonly string[] {
  const target = nameOf(request.target);
  const phone = mayRecordCallBack(request, viewer, now) ? phoneToCall(request) : undefined;
  return [
    t('approval.held.text', { when: when(t, executeAt, now), target }),
    ...(mayStillReject(request, viewer, now) ? [t('approval.held.reject')] : []),
    ...(phone === undefined ? [] : [t('approval.held.callBack', { target, phone })]),
  ];
}

export function resetting(view: ApprovalView): Message {
  const { request, t } = view;
  const values = { target: nameOf(request.target), what: whatIsCleared(request) };
  return headed('🔄', 'accent', 'resetting', view, [...decidedBy(view), t('cleared.doing', values)]);
}

export function completed(view: ApprovalView): Message {
  const { request, t } = view;
  const { target, requester, closedByHand } = request;
  return headed('✅', 'good', 'completed', view, [
    ...decidedBy(view),
    closedByHand === undefined
      ? t('cleared.done', { target: nameOf(target), what: whatIsCleared(request) })
      : t('request.completed.byHand', { name: nameOf(closedByHand.by) }),
    t('approval.completed.told', { requester: nameOf(requester) }),
  ]);
}

/** Who was first, for whoever was not. */
function decidedBy({ request, now, t }: ApprovalView): readonly string[] {
  const names = request.approvals.map((approval) => approvedLine(approval, now, t));
  return [
    ...(names.length === 0 ? [] : [t('approval.approved.by', { names: names.join(', ') })]),
    ...calledBack({ request, now, t }),
  ];
}

/** Why a held reset didn't wait. */
export function calledBack({
  request: { calledBack: call, target },
  now,
  t,
}: Pick<ApprovalView, 'request' | 'now' | 't'>): readonly string[] {
  if (call === undefined) return [];
  const values = { name: nameOf(call.by), target: nameOf(target), when: when(t, call.at, now) };
  return [t('approval.calledBack', values)];
}

export function headed(
  icon: string,
  tone: Message['tone'],
  status: 'resetting' | 'needsAttention' | 'frozen' | 'completed' | 'cancelled' | 'expired',
  view: ApprovalView,
  paragraphs: readonly string[],
): Message {
  const { request, t } = view;
  const values = { reference: request.reference, it: itOf(view) };
  const heading = t(`approval.${status}.heading`, values);
  return { icon, tone, heading, summary: t(`approval.${status}.summary`, values), paragraphs };
}
