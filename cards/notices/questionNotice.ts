import type { Question, ResetRequest } from '../../core/request.js';
import { execute } from '../action.js';
import { openQuestion } from '../asked.js';
import type { Translate } from '../strings.js';
import { toChat, told, type Context, type Told } from './told.js';
import { nameOf, WORDS_LENGTH } from '../userText.js';
import { quote } from '../wording.js';

/** The question, and in the chat the field for its answer. */
export function question(context: Context): Told {
  const { request, t } = context;
  const asked = stillOpen(request);
  const heading = t('notice.question.heading');
  if (asked === undefined) return told('💬', 'default', heading, [t('notice.question.closed')]);
  const values = { name: nameOf(asked.by), target: nameOf(request.target) };
  return told('💬', 'accent', heading, [t('notice.question.text', values)], {
    facts: [{ label: t('fact.question'), value: quote(t, asked.text) }],
    footer: [t('notice.question.next')],
    ...toChat(context, 'notice.button.answer'),
    ...answerForm(request, t),
  });
}

/** What was asked and answered. */
export function answered(request: ResetRequest, t: Translate): Told {
  const last = request.questions.findLast(({ answer }) => answer !== undefined);
  if (last?.answer === undefined) throw new Error(`request ${request.id} has no answer to show`);
  const text = t('notice.question.answered.text', { name: nameOf(last.by) });
  return told('💬', 'good', t('notice.question.answered.heading'), [text], {
    facts: [
      { label: t('fact.question'), value: quote(t, last.text) },
      { label: t('fact.answer'), value: quote(t, last.answer.text) },
    ],
  });
}

function stillOpen(request: ResetRequest): Question | undefined {
  return request.status === 'awaitingApproval' ? openQuestion(request) : undefined;
}

function answerForm({ id: requestId }: ResetRequest, t: Translate): Pick<Told, 'inputs' | 'actions'> {
  return {
    inputs: [
      {
        type: 'Input.Text',
        id: 'text',
        label: t('notice.question.label'),
        isMultiline: true,
        maxLength: WORDS_LENGTH,
        // The only button of its card, so that a required field stops nothing else.
        isRequired: true,
        errorMessage: t('notice.question.missing'),
      },
    ],
    actions: [execute({ verb: 'answer', title: t('notice.question.send'), requestId, style: 'positive' })],
  };
}
