import type { ResetRequest } from '../../core/request.js';
import type { Fact } from '../message.js';
import { methodLines } from '../methods.js';
import type { Translate } from '../strings.js';
import { toChat, told, type Context, type Told } from './told.js';
import { describe, nameOf, words } from '../userText.js';
import { quote, rejectionReason } from '../wording.js';

/** In the chat IT has a live card with all of it; a mail has it method by method, what went and what stayed. */
export function needsAttention(context: Context): Told {
  const { request, t, medium } = context;
  const { attention, requester, run, target } = request;
  const values = { target: nameOf(target), requester: nameOf(requester) };
  const heading = t('notice.needsAttention.it.heading');
  const text = t('notice.needsAttention.it.text', values);
  if (medium === 'chat') return told('🛠️', 'attention', heading, [text, t('notice.needsAttention.it.again')]);
  const detail = words(attention?.detail ?? '');
  const lines = methodLines(run, t);
  return told(
    '🛠️',
    'attention',
    heading,
    [text, ...(attention === undefined ? [] : [t(`attention.${attention.reason}`)])],
    {
      facts: [
        { label: t('fact.for'), value: describe(target) },
        ...(detail === '' ? [] : [{ label: t('fact.detail'), value: detail }]),
      ],
      boxes: lines.length === 0 ? [] : [{ title: t('notice.needsAttention.it.methods'), tone: 'emphasis', lines }],
      ...toChat(context),
    },
  );
}

/** Somebody said "this wasn't me": who may stop it has to know how far it got. */
export function frozen(context: Context): Told {
  const { request, t } = context;
  const { target, requester, status } = request;
  return told(
    '🚨',
    'attention',
    t('notice.frozen.team.heading'),
    [
      t('notice.frozen.team.text', { target: nameOf(target), requester: nameOf(requester) }),
      t(status === 'frozen' ? 'notice.frozen.team.stopped' : 'notice.frozen.team.running'),
    ],
    { facts: parties(request, t), ...toChat(context) },
  );
}

export function suspicious({ request, t }: Context): Told {
  const { target, requester, rejection } = request;
  if (rejection === undefined) throw new Error(`request ${request.id} is suspicious without a rejection`);
  const values = { name: nameOf(rejection.by), target: nameOf(target), requester: nameOf(requester) };
  return told('🚨', 'attention', t('notice.suspicious.heading'), [t('notice.suspicious.text', values)], {
    facts: [...parties(request, t), { label: t('fact.reason'), value: rejectionReason(t, rejection) }],
  });
}

/** Whoever has the phone may be in the account already, and the approval can take hours. */
export function stolen({ request, t }: Context): Told {
  const { target, requester, run } = request;
  const values = { target: nameOf(target), requester: nameOf(requester) };
  return told(
    '🚨',
    'attention',
    t('notice.stolen.heading'),
    [
      t('notice.stolen.text', values),
      ...(run === undefined ? [t('notice.stolen.nothingYet'), t('notice.stolen.now')] : [t('notice.stolen.running')]),
    ],
    { facts: parties(request, t) },
  );
}

function parties({ target, requester, justification }: ResetRequest, t: Translate): readonly Fact[] {
  return [
    { label: t('fact.for'), value: describe(target) },
    { label: t('fact.askedBy'), value: describe(requester) },
    { label: t('fact.why'), value: quote(t, justification) },
  ];
}
