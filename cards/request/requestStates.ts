import type { Status } from '../../core/request.js';
import type { Message } from '../message.js';
import { completed, pending, rejected } from './requestOutcomes.js';
import type { RequestView } from './requestView.js';
import { isKeptWaiting } from '../standstill.js';
import { supportLine, supportLines } from '../support.js';
import { nameOf } from '../userText.js';
import { approvers, people, whatIsCleared, when, itOf } from '../wording.js';

/** What the requester reads in each status. */
export const requestStates: Record<Status, (view: RequestView) => Message> = {
  awaitingApproval: pending,
  approved: ({ request, now, t, standstill }) => {
    const { reference, executeAt, held } = request;
    const names = people(t, approvers(request), 'and');
    const later = held === true && executeAt !== undefined && (now === undefined || now < executeAt);
    const key = later ? 'request.held' : 'request.approved';
    return {
      icon: later ? '⏸️' : '👍',
      tone: 'accent',
      heading: t(`${key}.heading`),
      summary: t(`${key}.summary`, { reference }),
      paragraphs: [
        t('request.approved.by', { names }),
        ...(later ? [t('request.held.until', { when: when(t, executeAt, now) })] : []),
        ...(later || isKeptWaiting(request, standstill) ? [] : [t('request.approved.soon')]),
      ],
    };
  },
  resetting: ({ request, t }) => {
    const { heading, summary, paragraphs = [] } = plain('resetting', { request, t });
    const clearing = t('cleared.doing', { target: nameOf(request.target), what: whatIsCleared(request) });
    return { icon: '🔄', tone: 'accent', heading, summary, paragraphs: [clearing, ...paragraphs] };
  },
  needsAttention: (view) => ({
    icon: '🛠️',
    tone: 'warning',
    ...plain('needsAttention', view),
    footer: [supportLine(view.support, view.t)],
  }),
  frozen: ({ request, t, support }) => ({
    icon: '⏸️',
    tone: 'warning',
    ...plain('frozen', { request, t }),
    footer: [supportLine(support, t)],
  }),
  completed,
  rejected,
  cancelled: ({ request, t }) => {
    const { reference, cancelledBy, requester } = request;
    const byYou = cancelledBy === undefined || cancelledBy.id === requester.id;
    return {
      icon: '🚫',
      tone: 'default',
      heading: t('request.cancelled.heading'),
      summary: t('request.cancelled.summary', { reference }),
      paragraphs: [byYou ? t('request.cancelled.byYou') : t('request.cancelled.by', { name: nameOf(cancelledBy) })],
    };
  },
  expired: ({ request: { reference }, t, support }) => ({
    icon: '⌛',
    tone: 'warning',
    heading: t('request.expired.heading'),
    summary: t('request.expired.summary', { reference }),
    paragraphs: [t('request.expired.text'), t('request.expired.next')],
    footer: supportLines(support, t),
  }),
};

type Plain = 'resetting' | 'needsAttention' | 'frozen';
function plain(
  status: Plain,
  view: Pick<RequestView, 'request' | 't' | 'noIt'>,
): Pick<Message, 'heading' | 'summary' | 'paragraphs'> {
  const { request, t } = view;
  const values = { reference: request.reference, target: nameOf(request.target), it: itOf(view) };
  return {
    heading: t(`request.${status}.heading`, values),
    summary: t(`request.${status}.summary`, values),
    paragraphs: [t(`request.${status}.text`, values)],
  };
}
