import { told, type Context, type Told } from './told.js';
import { completed as done, pending, rejected } from './requestOutcomes.js';
import { asked } from './asked.js';
import { supportLine, supportLines } from './support.js';
import { nameOf } from './userText.js';
import { notApproved, people, quote } from './wording.js';

/** The *Pending* mail, where the card did not arrive. */
export function requestPending({ request, t, support }: Context): Told {
  return {
    ...pending({ request, t, support }),
    heading: t('notice.requestPending.heading'),
    facts: asked(request, request.target, t),
  };
}

export function approverReminded({ request, t, support }: Context): Told {
  const waiting = notApproved(request);
  const values = { names: people(t, waiting, 'and'), target: nameOf(request.target) };
  return told('⏰', 'accent', t('notice.approverReminded.heading'), [t('notice.approverReminded.text', values)], {
    footer: [t('notice.approverReminded.next', { names: people(t, waiting, 'or') }), ...supportLines(support, t)],
  });
}

export function escalated({ request, t }: Context): Told {
  const values = { names: people(t, notApproved(request), 'and'), target: nameOf(request.target) };
  return told('👥', 'accent', t('notice.escalated.heading'), [t('notice.escalated.text', values)]);
}

export function approvalUndone({ request, t }: Context): Told {
  return told('↩️', 'warning', t('notice.approvalUndone.heading'), [
    t('notice.approvalUndone.text', { target: nameOf(request.target) }),
  ]);
}

export function completed({ request, t, support }: Context): Told {
  return { ...done({ request, t, support }), heading: t('notice.completed.heading') };
}

export function declined({ request, t, support }: Context): Told {
  return { ...rejected({ request, t, support }), heading: t('notice.declined.heading') };
}

export function cancelled({ request, t }: Context): Told {
  const { cancelledBy, requester } = request;
  return told('🚫', 'default', t('notice.cancelled.heading'), [
    cancelledBy === undefined || cancelledBy.id === requester.id
      ? t('request.cancelled.byYou')
      : t('request.cancelled.by', { name: nameOf(cancelledBy) }),
  ]);
}

export function expired({ t, support }: Context): Told {
  return told('⌛', 'warning', t('notice.expired.heading'), [t('request.expired.text'), t('request.expired.next')], {
    footer: supportLines(support, t),
  });
}

export function needsAttention({ request, t, support }: Context): Told {
  const text = t('request.needsAttention.text', { target: nameOf(request.target) });
  return told('🛠️', 'warning', t('notice.needsAttention.heading'), [text], { footer: [supportLine(support, t)] });
}

export function question({ request, t }: Context): Told {
  const asked = request.questions.at(-1);
  if (asked === undefined) throw new Error(`request ${request.id} has no question to tell of`);
  const values = { name: nameOf(asked.by), target: nameOf(request.target) };
  return told('💬', 'accent', t('notice.question.heading'), [t('notice.question.text', values)], {
    facts: [{ label: t('fact.question'), value: quote(t, asked.text) }],
  });
}

export function frozen({ t, support }: Context): Told {
  return told('⏸️', 'warning', t('notice.frozen.heading'), [t('request.frozen.text')], {
    footer: [supportLine(support, t)],
  });
}
