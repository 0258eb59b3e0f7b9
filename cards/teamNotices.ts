import type { MethodOutcome, ResetRequest } from '../core/request.js';
import type { Fact } from './message.js';
import { methodName } from './methods.js';
import type { Translate } from './strings.js';
import { told, type Context, type Told } from './told.js';
import { describe, nameOf, words } from './userText.js';
import { quote, rejectionReason } from './wording.js';

/** IT sees method by method what went and what stayed. */
export function needsAttention({ request, t }: Context): Told {
  const { attention, requester, run, target } = request;
  const line = (type: string, outcome: MethodOutcome | 'unknown'): string =>
    t('method.line', { method: methodName(type, t), outcome: t(`outcome.${outcome}`) });
  const lines = [
    ...(run?.pins.map(({ type, outcome }) => line(type, outcome)) ?? []),
    ...(run?.unknown.map((type) => line(type, 'unknown')) ?? []),
  ];
  const detail = words(attention?.detail ?? '');
  return told(
    '🛠️',
    'attention',
    t('notice.needsAttention.it.heading'),
    [
      t('notice.needsAttention.it.text', { target: nameOf(target), requester: nameOf(requester) }),
      ...(attention === undefined ? [] : [t(`attention.${attention.reason}`)]),
    ],
    {
      facts: [
        { label: t('fact.for'), value: describe(target) },
        ...(detail === '' ? [] : [{ label: t('fact.detail'), value: detail }]),
      ],
      boxes: lines.length === 0 ? [] : [{ title: t('notice.needsAttention.it.methods'), tone: 'emphasis', lines }],
    },
  );
}

/** Somebody said "this wasn't me": who may stop it has to know how far it got. */
export function frozen({ request, t }: Context): Told {
  const { target, requester, status } = request;
  return told(
    '🚨',
    'attention',
    t('notice.frozen.team.heading'),
    [
      t('notice.frozen.team.text', { target: nameOf(target), requester: nameOf(requester) }),
      t(status === 'frozen' ? 'notice.frozen.team.stopped' : 'notice.frozen.team.running'),
    ],
    { facts: parties(request, t) },
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

function parties({ target, requester, justification }: ResetRequest, t: Translate): readonly Fact[] {
  return [
    { label: t('fact.for'), value: describe(target) },
    { label: t('fact.askedBy'), value: describe(requester) },
    { label: t('fact.why'), value: quote(t, justification) },
  ];
}
