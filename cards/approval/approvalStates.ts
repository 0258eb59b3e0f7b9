import { notApproved } from '../../core/nominees.js';
import type { Status } from '../../core/request.js';
import { decision } from './approvalDecision.js';
import { approved, completed, headed, resetting } from './approvalRun.js';
import { mayDecide, type ApprovalView, mayRepair } from './approvalView.js';
import type { Message } from '../message.js';
import { repairing } from '../it/repair.js';
import { nameOf } from '../userText.js';
import { people, rejectionReason, when, itOf } from '../wording.js';

/** What a nominee reads in each status. */
export const approvalStates: Record<Status, (view: ApprovalView) => Message> = {
  awaitingApproval: (view) => (mayDecide(view.request, view.viewer, view.now) ? decision(view) : waiting(view)),
  approved,
  resetting,
  needsAttention: (view) => (mayRepair(view) ? repair(view) : plain('🛠️', 'warning', 'needsAttention', view)),
  frozen: (view) => plain('⏸️', 'warning', 'frozen', view),
  completed,
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

function repair({ request, t }: ApprovalView): Message {
  return {
    icon: '🛠️',
    tone: 'attention',
    heading: t('repair.heading'),
    summary: t('repair.summary', { reference: request.reference }),
    ...repairing(request, t),
  };
}

type Plain = 'needsAttention' | 'frozen' | 'cancelled' | 'expired';
function plain(icon: string, tone: Message['tone'], status: Plain, view: ApprovalView): Message {
  const { cancelledBy, requester } = view.request;
  const name = nameOf(cancelledBy ?? requester);
  return headed(icon, tone, status, view, [view.t(`approval.${status}.text`, { name, it: itOf(view) })]);
}
