import { told, type Context, type Told } from './told.js';
import { asked } from './asked.js';
import { callBack } from './approvalDecision.js';
import { describe, nameOf } from './userText.js';
import { quote, when } from './wording.js';

/** Where the card did not arrive: the same facts, and the way to the buttons. No mail decides anything. */
export function approvalWanted({ request, t }: Context): Told {
  const { requester, target, expireAt } = request;
  const values = { requester: nameOf(requester), target: nameOf(target) };
  return told(
    '🔐',
    'accent',
    t('approval.pending.heading'),
    [t('approval.pending.text', values), t('notice.approvalWanted.how')],
    {
      facts: [
        { label: t('fact.askedBy'), value: describe(requester) },
        ...asked(request, target, t),
        callBack(target, t),
      ],
      footer: [t('approval.pending.expire', { when: when(t, expireAt) })],
    },
  );
}

export function approvalReminder({ request, t, medium }: Context): Told {
  const values = { requester: nameOf(request.requester), target: nameOf(request.target) };
  const where = medium === 'chat' ? 'text' : 'mail';
  return told('🔔', 'accent', t('notice.approvalReminder.heading'), [t(`notice.approvalReminder.${where}`, values)]);
}

export function answered({ request, t }: Context): Told {
  const { requester, target, questions } = request;
  const question = questions.findLast(({ answer }) => answer !== undefined);
  if (question?.answer === undefined) throw new Error(`request ${request.id} has no answer to tell of`);
  const values = { requester: nameOf(requester), target: nameOf(target) };
  return told('💬', 'accent', t('notice.answered.heading'), [t('notice.answered.text', values)], {
    facts: [
      { label: t('fact.question'), value: quote(t, question.text) },
      { label: t('fact.answer'), value: quote(t, question.answer.text) },
    ],
  });
}
