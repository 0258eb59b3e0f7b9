import type { Card } from '../../core/ports.js';
import type { ResetRequest, Status } from '../../core/request.js';
import { open } from '../action.js';
import { cardOf, type Message } from '../message.js';
import type { RequestView } from '../request/requestView.js';
import type { Translate } from '../strings.js';
import { supportLine, supportLines } from '../support.js';
import { objection } from './objection.js';
import { afterObjecting, objectedHeading, objectedTexts } from './targetIncidents.js';
import { askedTexts, clearedTexts, nextSteps, notYou } from './targetNotices.js';
import { nameOf } from '../userText.js';
import { itOf } from '../wording.js';

/** What somebody reads who asks about the reset of their own MFA, and the one thing that is theirs to do about it. */
export function targetCard(view: RequestView): Card {
  const { request, t, support, links } = view;
  const { reference, status, registeredAt } = request;
  const state = request.disputedAt === undefined ? states[status](request, t, itOf(view)) : objected(request, t);
  const toDo = status === 'completed' && registeredAt === undefined && request.disputedAt === undefined;
  const help = toDo || request.disputedAt !== undefined;
  const title = t('notice.button.next');
  return cardOf(
    {
      ...state,
      summary: t('notice.summary', { reference, heading: state.heading }),
      subtitle: t('reference.plain', { reference }),
      footer: [notYou(request, t), ...(help ? supportLines(support, t) : [supportLine(support, t)])],
    },
    t,
    {
      actions: [
        ...(toDo && links.next !== undefined ? [open(title, links.next)] : []),
        ...(objection({ request, t, links }).actions ?? []),
      ],
    },
  );
}

type State = Pick<Message, 'icon' | 'tone' | 'heading' | 'paragraphs' | 'boxes'>;

const states: Record<Status, (request: ResetRequest, t: Translate, it: 'none' | 'some') => State> = {
  awaitingApproval: (request, t) => ({
    icon: '🔔',
    tone: 'warning',
    heading: t('notice.resetAsked.heading'),
    paragraphs: askedTexts(request, t),
  }),
  approved: (request, t) =>
    request.run === undefined
      ? {
          icon: '🔔',
          tone: 'warning',
          heading: t('target.approved.heading'),
          paragraphs: [t('target.approved.text', { requester: nameOf(request.requester) })],
        }
      : running(t),
  resetting: (_request, t) => running(t),
  needsAttention: ({ run }, t, it) => ({
    icon: '🛠️',
    tone: 'warning',
    heading: t('target.needsAttention.heading', { it }),
    paragraphs: [t(run === undefined ? 'target.needsAttention.stopped' : 'target.needsAttention.text', { it })],
  }),
  frozen: objected,
  completed: (request, t) =>
    request.registeredAt === undefined
      ? {
          icon: '🔓',
          tone: 'warning',
          heading: t('notice.methodsCleared.heading'),
          paragraphs: clearedTexts(request, t),
          boxes: [nextSteps(request, t)],
        }
      : {
          icon: '✅',
          tone: 'good',
          heading: t('target.registered.heading'),
          paragraphs: [t('target.registered.text'), t('target.registered.second')],
        },
  rejected: unchanged('rejected'),
  cancelled: unchanged('cancelled'),
  expired: unchanged('expired'),
};

function objected(request: ResetRequest, t: Translate): State {
  return {
    icon: '🛑',
    tone: 'warning',
    heading: objectedHeading(request, t),
    paragraphs: objectedTexts(request, t),
    boxes: [afterObjecting(request, t)],
  };
}

function running(t: Translate): State {
  return {
    icon: '🔄',
    tone: 'warning',
    heading: t('target.resetting.heading'),
    paragraphs: [t('target.resetting.text')],
  };
}

function unchanged(status: 'rejected' | 'cancelled' | 'expired') {
  return ({ requester }: ResetRequest, t: Translate): State => ({
    icon: '✔️',
    tone: 'default',
    heading: t('target.unchanged.heading'),
    paragraphs: [t(`target.${status}.text`, { requester: nameOf(requester) })],
  });
}
