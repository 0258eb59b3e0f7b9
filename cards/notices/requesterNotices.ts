import { notApproved } from '../../core/nominees.js';
import { help, toChat, toNext, told, type Context, type Told } from './told.js';
import { completed as done, pending, rejected } from '../request/requestOutcomes.js';
import { asked } from '../asked.js';
import { supportLine, supportLines } from '../support.js';
import { describe, nameOf } from '../userText.js';
import { named } from '../reassigned.js';
import { people, itOf } from '../wording.js';

/** The *Pending* mail. What happened since it was queued is on the card. */
export function requestPending(context: Context): Told {
  const { request, t, support, links } = context;
  const waiting = request.status === 'awaitingApproval';
  const { icon, tone, paragraphs = [] } = pending({ request, t, support, links });
  return {
    icon,
    tone,
    paragraphs: waiting ? [...paragraphs, t('notice.requestPending.where')] : [t('notice.requestPending.since')],
    heading: t('notice.requestPending.heading'),
    facts: asked(request, request.target, t),
    footer: supportLines(support, t),
    ...toChat(context, 'notice.button.status'),
  };
}

export function approverReminded(context: Context): Told {
  const { request, t, support } = context;
  const waiting = notApproved(request);
  const values = { names: people(t, waiting, 'and'), target: nameOf(request.target) };
  return told('⏰', 'accent', t('notice.approverReminded.heading'), [t('notice.approverReminded.text', values)], {
    footer: [t('notice.approverReminded.next', { names: people(t, waiting, 'or') }), ...supportLines(support, t)],
    ...toChat(context, 'notice.button.status'),
  });
}

export function escalated(context: Context): Told {
  const { request, t } = context;
  const values = { names: people(t, notApproved(request), 'and'), target: nameOf(request.target) };
  return told('👥', 'accent', t('notice.escalated.heading'), [t('notice.escalated.text', values)], {
    ...toChat(context, 'notice.button.status'),
  });
}

/** Who has it now, and why. */
export function reassigned(context: Context): Told {
  const { request, t } = context;
  const last = request.reassignments?.at(-1);
  if (last === undefined) throw new Error(`request ${request.id} was never reassigned`);
  const own = last.by.id === last.from.id;
  const values = { target: nameOf(request.target), names: people(t, notApproved(request), 'and'), ...named(last) };
  const text = t(own ? 'notice.reassigned.requester.own' : 'notice.reassigned.requester', values);
  return told('🔀', 'accent', t('notice.reassigned.heading'), [text], toChat(context, 'notice.button.status'));
}

export function approvalUndone(context: Context): Told {
  const { request, t } = context;
  const text = t('notice.approvalUndone.text', { target: nameOf(request.target) });
  return told('↩️', 'warning', t('notice.approvalUndone.heading'), [text], toChat(context, 'notice.button.status'));
}

export function completed(context: Context): Told {
  const { request, t, support, links } = context;
  return {
    ...done({ request, t, support, links }),
    heading: t('notice.completed.heading'),
    footer: help(context),
    ...toNext(context, 'notice.button.passOn'),
  };
}

export function registeredAgain(context: Context): Told {
  const { request, t } = context;
  const target = nameOf(request.target);
  return told(
    '✅',
    'good',
    t('notice.registeredAgain.heading'),
    [t('notice.registeredAgain.text', { target }), t('notice.registeredAgain.second')],
    toNext(context, 'notice.button.passOn'),
  );
}

export function declined(context: Context): Told {
  const { request, t, support, links } = context;
  const { facts = [], ...state } = rejected({ request, t, support, links });
  return {
    ...state,
    heading: t('notice.declined.heading'),
    facts: [forWhom(context), ...facts],
    footer: help(context),
  };
}

export function cancelled(context: Context): Told {
  const { request, t } = context;
  const { cancelledBy, requester } = request;
  const text =
    cancelledBy === undefined || cancelledBy.id === requester.id
      ? t('request.cancelled.byYou')
      : t('request.cancelled.by', { name: nameOf(cancelledBy) });
  return told('🚫', 'default', t('notice.cancelled.heading'), [text], { facts: [forWhom(context)] });
}

export function expired(context: Context): Told {
  const { t, support, links } = context;
  return told('⌛', 'warning', t('notice.expired.heading'), [t('request.expired.text'), t('request.expired.next')], {
    facts: [forWhom(context)],
    footer: supportLines(support, t),
    button: { title: t('notice.button.form'), url: links.form },
  });
}

export function needsAttention(context: Context): Told {
  const { request, t } = context;
  const it = itOf(context);
  const text = t('request.needsAttention.text', { target: nameOf(request.target), it });
  return told('🛠️', 'warning', t('notice.needsAttention.heading', { it }), [text], {
    footer: help(context),
    ...toChat(context, 'notice.button.status'),
  });
}

export function frozen(context: Context): Told {
  const { t, support } = context;
  return told('⏸️', 'warning', t('notice.frozen.heading'), [t('request.frozen.text')], {
    footer: [supportLine(support, t)],
    ...toChat(context, 'notice.button.status'),
  });
}

function forWhom({ request, t }: Context): { readonly label: string; readonly value: string } {
  return { label: t('fact.for'), value: describe(request.target) };
}
