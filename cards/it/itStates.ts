import type { Status } from '../../core/request.js';
import { calledBack } from '../approval/approvalRun.js';
import type { ItView } from './itCard.js';
import type { Fact, Message, Tone } from '../message.js';
import { whyTheyHaveIt } from '../reassigned.js';
import { containing } from './containing.js';
import { repairing } from './repair.js';
import { whoHasIt } from '../request/requestOutcomes.js';
import { countries } from '../countries.js';
import { viaOf } from '../notices/targetIncidents.js';
import { isKeptWaiting } from '../standstill.js';
import { nameOf } from '../userText.js';
import { quote, rejectionReason, whatIsCleared, when } from '../wording.js';

/** What IT reads in each status: where it stands, and what is theirs to do. */
export const itStates: Record<Status, (view: ItView) => Message> = {
  awaitingApproval: (view) =>
    state('⏳', 'accent', 'awaitingApproval', view, [
      whoHasIt(view.request, view.t),
      ...whyTheyHaveIt(view.request, view.now, view.t),
    ]),
  approved: (view) => {
    const { request, now, t } = view;
    const { executeAt, held } = request;
    const waits = executeAt !== undefined && now < executeAt;
    const key = held === true ? 'it.approved.held' : 'it.approved.starts';
    return state('👍', 'accent', 'approved', view, [
      ...calledBack(view),
      ...(waits ? [t(key, { when: when(t, executeAt, now) })] : []),
      ...(waits || isKeptWaiting(request, view.standstill) ? [] : [t('approval.approved.soon')]),
    ]);
  },
  resetting: (view) => state('🔄', 'accent', 'resetting', view, [...calledBack(view), view.t('it.resetting.text')]),
  needsAttention: (view) => {
    const { facts = [], boxes = [], paragraphs = [] } = repairing(view.request, view.t);
    const message = state('🛠️', 'attention', 'needsAttention', view, paragraphs, facts);
    return { ...message, boxes: [...(message.boxes ?? []), ...boxes] };
  },
  frozen: (view) => state('⏸️', 'warning', 'frozen', view, [view.t('it.frozen.text')]),
  completed,
  rejected: (view) => {
    const { request, now, t } = view;
    const { rejection } = request;
    if (rejection === undefined) throw new Error(`request ${request.id} is rejected without a rejection`);
    const text = t('it.rejected.text', { name: nameOf(rejection.by), when: when(t, rejection.at, now) });
    const reason = { label: t('fact.reason'), value: rejectionReason(t, rejection) };
    return state('⛔', 'default', 'rejected', view, [text], [reason]);
  },
  cancelled: (view) => {
    const name = nameOf(view.request.cancelledBy ?? view.request.requester);
    return state('🚫', 'default', 'cancelled', view, [view.t('approval.cancelled.text', { name })]);
  },
  expired: (view) => state('⌛', 'default', 'expired', view, [view.t('approval.expired.text')]),
};

function completed(view: ItView): Message {
  const { request, now, t } = view;
  const { target, closedByHand, registeredAt } = request;
  const name = nameOf(target);
  const paragraphs = [
    closedByHand === undefined
      ? t('cleared.done', { target: name, what: whatIsCleared(request) })
      : t('request.completed.byHand', { name: nameOf(closedByHand.by) }),
    ...calledBack(view),
    registeredAt === undefined
      ? t('it.completed.notYet', { target: name })
      : t('it.completed.registered', { target: name, when: when(t, registeredAt, now) }),
    ...afterCare(view),
  ];
  const facts = closedByHand === undefined ? [] : [{ label: t('fact.byHand'), value: quote(t, closedByHand.note) }];
  return state('✅', 'good', 'completed', view, paragraphs, facts);
}

function afterCare({ request, now, t }: ItView): readonly string[] {
  const { target, advisedAt, handedOverAt, pass, registeredAt } = request;
  const issued = pass?.issued;
  return [
    ...(registeredAt !== undefined || advisedAt === undefined
      ? []
      : [t('it.advised', { when: when(t, advisedAt, now) })]),
    ...(registeredAt !== undefined || handedOverAt === undefined
      ? []
      : [t('it.handedOver', { target: nameOf(target) })]),
    ...(issued === undefined ? [] : [t('it.pass.issued', { name: nameOf(issued.by), when: when(t, issued.at, now) })]),
    ...(pass === undefined || issued !== undefined ? [] : [t('it.pass.wanted', { target: nameOf(target) })]),
  ];
}

function state(
  icon: string,
  tone: Tone,
  status: Status,
  view: ItView,
  paragraphs: readonly string[],
  facts: readonly Fact[] = [],
): Message {
  const { request, now, t } = view;
  const heading = t(`it.${status}.heading`);
  const { paragraphs: contained, boxes } = containing(request, t, now);
  return {
    icon,
    tone,
    heading,
    summary: t('notice.summary', { reference: request.reference, heading }),
    paragraphs: [...disputed(view), ...contained, ...paragraphs],
    facts,
    ...(boxes.length > 0 && { boxes }),
  };
}

/** What was said or found against it, before anything else. */
function disputed({ request, now, t }: ItView): readonly string[] {
  const { target, disputedAt, objection, suspicion, released } = request;
  const name = nameOf(target);
  return [
    ...(disputedAt === undefined ? [] : [t('it.disputed', { target: name, when: when(t, disputedAt, now) })]),
    ...(objection === undefined
      ? []
      : [t('it.disputed.by', { via: viaOf(objection, target.id), name: nameOf(objection.by), target: name })]),
    ...(released === undefined
      ? []
      : [t('it.released', { name: nameOf(released.by), when: when(t, released.at, now) })]),
    ...(suspicion === undefined
      ? []
      : [t('it.suspicion', { country: countries([suspicion.country], t), usual: countries(suspicion.usual, t) })]),
  ];
}
