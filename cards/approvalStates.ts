import type { Status } from '../core/request.js';
import { decision } from './approvalDecision.js';
import { mayDecide, mayUndo, type ApprovalView } from './approvalView.js';
import type { Message } from './message.js';
import { nameOf } from './userText.js';
import { approvers, duration, notApproved, people, rejectionReason, when } from './wording.js';

/** What a nominee reads in each status. */
export const approvalStates: Record<Status, (view: ApprovalView) => Message> = {
  awaitingApproval: (view) => (mayDecide(view.request, view.viewer, view.now) ? decision(view) : waiting(view)),
  approved,
  resetting: (view) => plain('🔄', 'accent', 'resetting', view),
  needsAttention: (view) => plain('🛠️', 'warning', 'needsAttention', view),
  frozen: (view) => plain('⏸️', 'warning', 'frozen', view),
  completed: (view) => plain('✅', 'good', 'completed', view),
  rejected: ({ request, now, t }) => {
    const { reference, rejection, requester } = request;
    if (rejection === undefined) throw new Error(`request ${request.id} is rejected without a rejection`);
    const name = nameOf(rejection.by);
    return {
      icon: '⛔',
      tone: 'attention',
      heading: t('approval.rejected.heading'),
      summary: t('approval.rejected.summary', { reference, name }),
      paragraphs: [t('approval.rejected.by', { name, when: when(t, rejection.at, now), requester: nameOf(requester) })],
      facts: [{ label: t('fact.reason'), value: rejectionReason(t, rejection) }],
    };
  },
  cancelled: (view) => plain('🚫', 'default', 'cancelled', view),
  expired: (view) => plain('⌛', 'default', 'expired', view),
};

/** This viewer has approved already, or it has gone to somebody else. */
function waiting({ request, viewer, now, t }: ApprovalView): Message {
  const { reference, approvals } = request;
  const own = approvals.find(({ by }) => by.id === viewer.id);
  const left = notApproved(request);
  const names = left.length === 0 ? t('people.nobody') : people(t, left, 'or');
  return own === undefined
    ? {
        icon: 'ℹ️',
        tone: 'default',
        heading: t('approval.elsewhere.heading'),
        summary: t('approval.elsewhere.summary', { reference }),
        paragraphs: [t('approval.elsewhere.text', { names })],
      }
    : {
        icon: '👍',
        tone: 'accent',
        heading: t('approval.waiting.heading'),
        summary: t('approval.waiting.summary', { reference }),
        paragraphs: [t('approval.waiting.text', { when: when(t, own.at, now), names })],
      };
}

function approved({ request, viewer, now, t }: ApprovalView): Message {
  const { reference, approvals, executeAt, held, target } = request;
  const names = people(t, approvers(request), 'and');
  const by = approvals.map((approval) =>
    t('approval.approvedBy', { name: nameOf(approval.by), when: when(t, approval.at, now) }),
  );
  const later = held === true && executeAt !== undefined && now < executeAt;
  const last = approvals.at(-1);
  const undo = mayUndo(request, viewer, now) && executeAt !== undefined && last !== undefined;
  return {
    icon: later ? '⏸️' : '👍',
    tone: 'accent',
    heading: later ? t('approval.held.heading') : t('approval.approved.heading'),
    summary: t('approval.approved.summary', { reference, names }),
    paragraphs: [
      t('approval.approved.by', { names: by.join(', ') }),
      later
        ? t('approval.held.text', { when: when(t, executeAt, now), target: nameOf(target) })
        : t('approval.approved.soon'),
      ...(undo
        ? [
            later
              ? t('approval.held.undo')
              : t('approval.approved.undo', { duration: duration(t, executeAt - last.at) }),
          ]
        : []),
      ...(approvals.some(({ checkPending }) => checkPending) ? [t('approval.checkPending')] : []),
    ],
  };
}

type Plain = 'resetting' | 'needsAttention' | 'frozen' | 'completed' | 'cancelled' | 'expired';
function plain(icon: string, tone: Message['tone'], status: Plain, { request, t }: ApprovalView): Message {
  const { reference, requester, target, cancelledBy } = request;
  const values = {
    reference,
    requester: nameOf(requester),
    target: nameOf(target),
    name: nameOf(cancelledBy ?? requester),
  };
  return {
    icon,
    tone,
    heading: t(`approval.${status}.heading`),
    summary: t(`approval.${status}.summary`, values),
    paragraphs: [t(`approval.${status}.text`, values)],
  };
}
