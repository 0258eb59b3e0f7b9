import type { Instant, ResetRequest } from '../core/request.js';
import type { Message } from './message.js';
import { passOn } from './passOn.js';
import type { RequestView } from './requestView.js';
import type { Translate } from './strings.js';
import { supportLine, supportLines } from './support.js';
import { nameOf } from './userText.js';
import { approvers, notApproved, people, rejectionReason, when } from './wording.js';

/** Who has it now, and what happens next if they don't answer. */
export function pending({ request, now, t, support }: RequestView): Message {
  const { reference, approvals, target } = request;
  const waiting = notApproved(request);
  const names = people(t, waiting, 'or');
  return {
    icon: '⏳',
    tone: 'accent',
    heading: t('request.pending.heading'),
    summary: t('request.pending.summary', { reference }),
    paragraphs: [
      waiting.length === 0
        ? t('request.pending.nobody')
        : approvals.length === 0
          ? t(request.approvalsNeeded === 2 ? 'request.pending.two' : 'request.pending.who', {
              names: people(t, waiting, request.approvalsNeeded === 2 ? 'and' : 'or'),
            })
          : t('request.pending.second', {
              approved: people(t, approvers(request), 'and'),
              names,
            }),
      ...timetable(request, waiting.length > 0, now, t),
      t('request.pending.told', { target: nameOf(target) }),
      ...(request.urgent ? [t('request.pending.urgent')] : []),
    ],
    footer: request.urgent ? supportLines(support, t) : [supportLine(support, t)],
  };
}

function timetable(request: ResetRequest, asked: boolean, now: Instant | undefined, t: Translate): readonly string[] {
  const { remindAt, remindedAt, escalateAt, escalatedAt, expireAt } = request;
  const at = now ?? request.submittedAt;
  const done = [
    remindedAt === undefined ? [] : [t('request.pending.reminded', { when: when(t, remindedAt, now) })],
    escalatedAt === undefined ? [] : [t('request.pending.escalated', { when: when(t, escalatedAt, now) })],
  ].flat();
  const next =
    asked && remindedAt === undefined && escalatedAt === undefined && at < remindAt
      ? t('request.pending.remind', { when: when(t, remindAt, now) })
      : escalatedAt === undefined && at < escalateAt
        ? t('request.pending.escalate', { when: when(t, escalateAt, now) })
        : t('request.pending.expire', { when: when(t, expireAt, now) });
  return [...done, next];
}

export function completed({ request, t, support }: RequestView): Message {
  const { reference, target, closedByHand, registeredAt } = request;
  const values = { reference, target: nameOf(target) };
  if (registeredAt !== undefined)
    return {
      icon: '✅',
      tone: 'good',
      heading: t('request.registered.heading'),
      summary: t('request.registered.summary', values),
      paragraphs: [t('request.registered.text', values)],
    };
  return {
    icon: '✅',
    tone: 'good',
    heading: t('request.completed.heading'),
    summary: t('request.completed.summary', values),
    // IT's note stays with IT: it may name methods.
    paragraphs: [
      closedByHand === undefined
        ? t('request.completed.text', values)
        : t('request.completed.byHand', { ...values, name: nameOf(closedByHand.by) }),
    ],
    boxes: [passOn(target, t)],
    footer: [supportLine(support, t)],
  };
}

export function rejected({ request, now, t, support }: RequestView): Message {
  const { reference, rejection } = request;
  if (rejection === undefined) throw new Error(`request ${request.id} is rejected without a rejection`);
  const name = nameOf(rejection.by);
  return {
    icon: '⛔',
    tone: 'attention',
    heading: t('request.rejected.heading'),
    summary: t('request.rejected.summary', { reference }),
    paragraphs: [
      t('request.rejected.by', { name, when: when(t, rejection.at, now) }),
      t('request.rejected.next', { name }),
    ],
    facts: [{ label: t('fact.reason'), value: rejectionReason(t, rejection) }],
    footer: [supportLine(support, t)],
  };
}
