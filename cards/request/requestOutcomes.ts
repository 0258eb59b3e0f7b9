import { notApproved } from '../../core/nominees.js';
import type { Instant, ResetRequest } from '../../core/request.js';
import { openQuestion, said } from '../asked.js';
import type { Message } from '../message.js';
import { whyTheyHaveIt } from '../reassigned.js';
import { passOn } from './passOn.js';
import { nudgeAgainAt, type RequestView } from './requestView.js';
import type { Translate } from '../strings.js';
import { supportLine, supportLines } from '../support.js';
import { nameOf } from '../userText.js';
import { aboutHowLong, approvers, people, rejectionReason, whatIsCleared, when, itOf } from '../wording.js';
import { codeBox } from '../verified.js';

/** Who has it now, and what happens next if they don't answer. */
export function pending({ request, now, t, support, usual, code }: RequestView): Message {
  const { reference, target } = request;
  const question = openQuestion(request);
  const key = question === undefined ? 'request.pending' : 'request.question';
  const nobody = notApproved(request).length === 0;
  return {
    icon: question === undefined ? '⏳' : '💬',
    tone: 'accent',
    heading: t(`${key}.heading`),
    summary: t(`${key}.summary`, { reference }),
    paragraphs: [
      ...(question === undefined ? [] : [t('request.question.text', { name: nameOf(question.by) })]),
      question === undefined && !nobody
        ? `${whoHasIt(request, t)} ${t('request.pending.nothing')}`
        : whoHasIt(request, t),
      ...whyTheyHaveIt(request, now, t),
      ...(usual === undefined ? [] : [t('request.pending.usual', { duration: aboutHowLong(t, usual) })]),
      ...timetable(request, !nobody, now, t),
      t('request.pending.told', { target: nameOf(target) }),
      ...(request.urgent ? [t('request.pending.urgent')] : []),
    ],
    facts: said(request, t),
    ...(code !== undefined && { boxes: [codeBox(code, nameOf(target), t)] }),
    footer: request.urgent ? supportLines(support, t) : [supportLine(support, t)],
  };
}

/** One sentence; IT reads it as well. */
export function whoHasIt(request: ResetRequest, t: Translate): string {
  const { approvals, approvalsNeeded } = request;
  const waiting = notApproved(request);
  if (waiting.length === 0) return t('request.pending.nobody');
  if (approvals.length > 0)
    return t('request.pending.second', {
      approved: people(t, approvers(request), 'and'),
      names: people(t, waiting, 'or'),
    });
  return approvalsNeeded === 2
    ? t('request.pending.two', { names: people(t, waiting, 'and') })
    : t('request.pending.who', { names: people(t, waiting, 'or') });
}

/** What was done to get an answer, and what comes next if there is none; `asked`: somebody still has to answer. */
export function timetable(
  request: ResetRequest,
  asked: boolean,
  now: Instant | undefined,
  t: Translate,
): readonly string[] {
  const { remindAt, remindedAt, nudgedAt, escalateAt, escalatedAt, expireAt } = request;
  const at = now ?? request.submittedAt;
  const done = [
    nudgedAt === undefined ? [] : [nudged(nudgedAt, request, now, t)],
    remindedAt === undefined ? [] : [t('request.pending.reminded', { when: when(t, remindedAt, now) })],
    escalatedAt === undefined ? [] : [t('request.pending.escalated', { when: when(t, escalatedAt, now) })],
  ].flat();
  const next =
    asked && remindedAt === undefined && at < remindAt
      ? t('request.pending.remind', { when: when(t, remindAt, now) })
      : escalatedAt === undefined && at < escalateAt
        ? t('request.pending.escalate', { when: when(t, escalateAt, now) })
        : t('request.pending.expire', { when: when(t, expireAt, now) });
  return [...done, next];
}

function nudged(nudgedAt: Instant, request: ResetRequest, now: Instant | undefined, t: Translate): string {
  const [done, again] = [when(t, nudgedAt, now), nudgeAgainAt(request)];
  return now !== undefined && now < again
    ? t('request.pending.nudgedLately', { when: done, again: when(t, again, now) })
    : t('request.pending.nudged', { when: done });
}

export function completed(view: RequestView): Message {
  const { request, t, support } = view;
  const { reference, target, closedByHand, registeredAt } = request;
  const values = { reference, target: nameOf(target), what: whatIsCleared(request) };
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
        ? t('cleared.done', values)
        : t('request.completed.byHand', { name: nameOf(closedByHand.by) }),
      t(request.pass === undefined ? 'request.completed.next' : 'request.completed.pass', values),
      ...notYetRegistered(view),
    ],
    boxes: [passOn(request, t)],
    footer: [supportLine(support, t)],
  };
}

/** What was done because nothing is registered. */
function notYetRegistered(view: RequestView): readonly string[] {
  const { request, t } = view;
  const target = nameOf(request.target);
  if (request.handedOverAt !== undefined) return [t('request.completed.handedOver', { target, it: itOf(view) })];
  return request.advisedAt === undefined ? [] : [t('request.completed.advised', { target })];
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
