import { callBack } from '../approval/approvalDecision.js';
import { execute } from '../action.js';
import type { ResetRequest } from '../../core/request.js';
import type { Fact } from '../message.js';
import { methodLines } from '../methods.js';
import type { Translate } from '../strings.js';
import { toChat, toItsCard, told, type Context, type Told } from './told.js';
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

export function suspicious({ request, t }: Context): Told {
  const { target, requester, rejection } = request;
  if (rejection === undefined) throw new Error(`request ${request.id} is suspicious without a rejection`);
  const values = { name: nameOf(rejection.by), target: nameOf(target), requester: nameOf(requester) };
  return told('🚨', 'attention', t('notice.suspicious.heading'), [t('notice.suspicious.text', values)], {
    facts: [...parties(request, t), { label: t('fact.reason'), value: rejectionReason(t, rejection) }],
  });
}

/** Nobody registered, and nobody looks any more. */
export function handedOver(context: Context): Told {
  const { request, t } = context;
  const values = { target: nameOf(request.target), requester: nameOf(request.requester) };
  return told('📵', 'warning', t('notice.handedOver.it.heading'), [t('notice.handedOver.it.text', values)], {
    facts: [{ label: t('fact.for'), value: describe(request.target) }, callBack(request, t)],
    footer: [t('notice.handedOver.it.next', values)],
    ...toItsCard(context),
  });
}

/** The steps for a pass. The pass itself has no place here. */
export function passWanted(context: Context): Told {
  const { request, t } = context;
  const values = { target: nameOf(request.target) };
  const heading = t('notice.passWanted.heading');
  if (request.pass?.issued !== undefined)
    return told('🎫', 'default', heading, [t('notice.passWanted.done', values)], toItsCard(context));
  const steps = ['check', 'issue', 'tell', 'note'] as const;
  const { button, actions = [] } = toItsCard(context);
  const issued = { verb: 'passIssued', title: t('it.pass.button'), requestId: request.id, as: 'it' } as const;
  return told('🎫', 'accent', heading, [t('notice.passWanted.text', values)], {
    facts: [{ label: t('fact.for'), value: describe(request.target) }, callBack(request, t)],
    boxes: [
      {
        title: t('notice.passWanted.title'),
        tone: 'emphasis',
        lines: steps.map((step) => t(`notice.passWanted.${step}`, values)),
      },
    ],
    ...(button && { button }),
    actions: [execute({ ...issued, style: 'positive' }), ...actions],
  });
}

/** An approver who guesses, or somebody in their place. */
export function codeMissed(context: Context): Told {
  const { request, t } = context;
  const { target, requester, codeMisses = [] } = request;
  const by = codeMisses.at(-1)?.by;
  if (by === undefined) throw new Error(`nobody missed the code of request ${request.id}`);
  const values = { name: nameOf(by), target: nameOf(target), requester: nameOf(requester) };
  return told('🚨', 'warning', t('notice.codeMissed.heading'), [t('notice.codeMissed.text', values)], {
    facts: parties(request, t),
    ...toChat(context),
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

/** Whom it is about, who asked, and why. */
export function parties({ target, requester, justification }: ResetRequest, t: Translate): readonly Fact[] {
  return [
    { label: t('fact.for'), value: describe(target) },
    { label: t('fact.askedBy'), value: describe(requester) },
    { label: t('fact.why'), value: quote(t, justification) },
  ];
}
