import type { Card } from '../../core/ports.js';
import { hasEnded, type ResetRequest } from '../../core/request.js';
import { execute } from '../action.js';
import { cardOf, type Message } from '../message.js';
import type { Key, Translate } from '../strings.js';
import { nameOf } from '../userText.js';

export interface ChannelView {
  readonly request: ResetRequest;
  readonly t: Translate;
}

/**
 * The post in IT's channel, where others may read: reference, urgency and for whom, and nothing more. Who asked, why and
 * what became of it in detail is behind the button, after a look whether somebody is of IT.
 */
export function channelCard({ request, t }: ChannelView): Card {
  const { id, reference, target, status } = request;
  const message = state(request, t);
  return cardOf(
    {
      ...message,
      summary: t('notice.summary', { reference, heading: message.heading }),
      subtitle: t('reference.plain', { reference }),
      paragraphs: [...(message.paragraphs ?? []), t(where(status))],
      facts: [{ label: t('fact.for'), value: nameOf(target) }],
      footer: [t('channel.where')],
    },
    t,
    { actions: [execute({ verb: 'details', title: t('channel.details'), requestId: id })] },
  );
}

function state(request: ResetRequest, t: Translate): Pick<Message, 'icon' | 'tone' | 'heading' | 'paragraphs'> {
  const { lockout } = request;
  if (lockout !== undefined && lockout.sortedAt === undefined)
    return {
      icon: '🚨',
      tone: 'attention',
      heading: t('channel.lockout.heading'),
      paragraphs: [
        t('channel.stillLockedOut', { target: nameOf(request.target) }),
        ...(lockout.outOfHours ? [t('channel.outOfHours')] : []),
      ],
    };
  return lockout !== undefined || hasEnded(request)
    ? { icon: '✔️', tone: 'good', heading: t('channel.sorted.heading') }
    : { icon: '🔔', tone: 'warning', heading: t('channel.urgent.heading') };
}

function where(status: ResetRequest['status']): Key {
  return status === 'approved' || status === 'resetting' ? 'channel.running' : `channel.${status}`;
}
