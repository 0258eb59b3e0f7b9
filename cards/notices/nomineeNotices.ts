import { decision } from '../approval/approvalDecision.js';
import { asked, said } from '../asked.js';
import { named } from '../reassigned.js';
import { toChat, told, type Context, type Told } from './told.js';
import { describe, nameOf } from '../userText.js';
import { quote, when } from '../wording.js';

/** Everything that is weighed, as on the card, and the way to its buttons. No mail decides anything. */
export const approvalWanted = whileOpen((context) => {
  const { request, t, support, links } = context;
  const { requester, target } = request;
  // A mail may be read on any day: of a day long ago, every date is written out.
  const message = decision({ request, viewer: NOBODY, now: 0, t, support, links });
  const { icon, tone, heading, paragraphs = [], facts = [], boxes = [], footer = [] } = message;
  return told(icon, tone, heading, [...paragraphs, t('notice.approvalWanted.how')], {
    facts: [
      { label: t('fact.askedBy'), value: describe(requester) },
      ...asked(request, target, t),
      ...facts,
      ...said(request, t),
    ],
    boxes,
    footer,
    ...toChat(context),
  });
});

const NOBODY = { id: '', name: '' };

export const approvalReminder = whileOpen((context) => asksAgain(context, 'approvalReminder'));

/** The requester had them reminded. */
export const approvalNudge = whileOpen((context) => asksAgain(context, 'approvalNudge'));

export const noteAdded = whileOpen((context) => {
  const { request, t } = context;
  const note = request.notes.at(-1);
  if (note === undefined) throw new Error(`request ${request.id} has no note to tell of`);
  return told('📝', 'accent', t('notice.noteAdded.heading'), [t('notice.noteAdded.text', parties(context))], {
    facts: [{ label: t('fact.note'), value: quote(t, note.text) }],
    ...toChat(context),
  });
});

export const answered = whileOpen((context) => {
  const { request, t } = context;
  const question = request.questions.findLast(({ answer }) => answer !== undefined);
  if (question?.answer === undefined) throw new Error(`request ${request.id} has no answer to tell of`);
  return told('💬', 'accent', t('notice.answered.heading'), [t('notice.answered.text', parties(context))], {
    facts: [
      { label: t('fact.question'), value: quote(t, question.text) },
      { label: t('fact.answer'), value: quote(t, question.answer.text) },
    ],
    ...toChat(context),
  });
});

function asksAgain(context: Context, notice: 'approvalReminder' | 'approvalNudge'): Told {
  const { t, medium } = context;
  const text = t(`notice.${notice}.${medium === 'chat' ? 'text' : 'mail'}`, parties(context));
  return told('🔔', 'accent', t(`notice.${notice}.heading`), [text], toChat(context));
}

/** One that arrives after the decision asks for nothing. */
function whileOpen(sentence: (context: Context) => Told) {
  return (context: Context): Told => {
    const { request, t } = context;
    if (request.status === 'awaitingApproval') return sentence(context);
    const text = t('notice.overtaken.text', { target: nameOf(request.target) });
    return told('ℹ️', 'default', t('approval.elsewhere.heading'), [text]);
  };
}

function parties({ request: { requester, target } }: Context): { readonly requester: string; readonly target: string } {
  return { requester: nameOf(requester), target: nameOf(target) };
}

/** Whose place somebody else gave away. */
export function replaced({ request, t }: Context): Told {
  const last = request.reassignments?.at(-1);
  if (last === undefined) throw new Error(`request ${request.id} was never reassigned`);
  const text = t('notice.reassigned.nominee', { target: nameOf(request.target), ...named(last) });
  return told('🔀', 'default', t('notice.reassigned.heading'), [text]);
}

/** What nobody had weighed makes it wait. Of a day long ago, as in any mail, the date is written out. */
export function held(context: Context): Told {
  const { request, t } = context;
  const { executeAt, risks } = request;
  const target = nameOf(request.target);
  const lines = risks.filter(({ level }) => level === 'warning').map(({ kind }) => t(`risk.${kind}`));
  const starts = executeAt === undefined ? [] : [t('approval.held.text', { when: when(t, executeAt, 0), target })];
  return told('⏸️', 'warning', t('notice.held.heading'), [t('notice.held.text', { target }), ...starts], {
    boxes: [{ title: t('notice.held.found'), tone: 'warning', lines }],
    footer: [t('notice.held.undo')],
    ...toChat(context),
  });
}

/** Where the policy names no IT, it is for whoever approved to put it right. */
export function needsAttention(context: Context): Told {
  const { request, t, medium } = context;
  const text = t('notice.needsAttention.nominee.text', { target: nameOf(request.target) });
  const how = t(medium === 'chat' ? 'notice.needsAttention.it.again' : 'notice.needsAttention.nominee.how');
  return told('🛠️', 'attention', t('notice.needsAttention.it.heading'), [text, how], {
    ...toChat(context, 'notice.button.chat'),
  });
}
