import { WORDS } from '../core/limits.js';
import { notApproved } from '../core/nominees.js';
import type { Card } from '../core/ports.js';
import type { Person, ResetRequest } from '../core/request.js';
import { execute } from './action.js';
import { openQuestion } from './asked.js';
import { lastFollowUp } from './it/thread.js';
import { cardOf, template, type Fact } from './message.js';
import type { Key, Translate } from './strings.js';
import wordsTemplate from './templates/words.json' with { type: 'json' };
import { nameOf } from './userText.js';
import { withoutInputs } from './withoutInputs.js';
import { people, quote } from './wording.js';

/** The buttons that need a sentence of whoever taps them. */
export type WordsVerb = 'ask' | 'note' | 'answer' | 'close' | 'followUp' | 'reply' | 'release';

export interface WordsView {
  readonly verb: WordsVerb;
  readonly request: ResetRequest;
  readonly t: Translate;
  /** It takes the place of IT's card. */
  readonly as?: 'it' | undefined;
}

/** The form that takes the card's place when such a button is tapped: beside Approve its field could stop the approval. */
export function wordsCard({ verb, request, t, as }: WordsView): Card {
  const { id: requestId, reference } = request;
  const input = expand({
    maxLength: WORDS.max,
    label: t(`words.${verb}.label`),
    hint: t(`words.${verb}.hint`),
    missing: t('words.missing', { ...WORDS }),
  });
  return cardOf(
    {
      icon: icons[verb],
      tone: 'accent',
      heading: t(`words.${verb}.heading`),
      summary: t(`words.${verb}.summary`, { reference }),
      subtitle: t('reference.plain', { reference }),
      paragraphs: [context(verb, request, t)],
      facts: toAnswer(verb, request, t),
    },
    t,
    {
      inputs: [input],
      actions: [
        execute({ verb, title: t(`words.${verb}.send`), requestId, as, style: 'positive' }),
        withoutInputs(execute({ verb: 'refresh', title: t('words.back'), requestId, as })),
      ],
    },
  );
}

const icons: Record<WordsVerb, string> = {
  ask: '💬',
  note: '📝',
  answer: '💬',
  close: '🛠️',
  followUp: '💬',
  reply: '💬',
  release: '▶️',
};

/** What was asked last, for whoever answers it or asks on. */
function toAnswer(verb: WordsVerb, request: ResetRequest, t: Translate): readonly Fact[] {
  const line = (label: Key, said: { readonly text: string; readonly by: Person } | undefined): readonly Fact[] =>
    said === undefined
      ? []
      : [{ label: t(label), value: t('fact.by', { quote: quote(t, said.text), name: nameOf(said.by) }) }];
  if (verb === 'ask' || verb === 'answer') return line('fact.question', openQuestion(request));
  return verb === 'reply' ? line('fact.message', lastFollowUp(request)) : [];
}

/** Who reads it, and what follows. */
function context(verb: WordsVerb, request: ResetRequest, t: Translate): string {
  const { requester, target } = request;
  const names = people(t, notApproved(request), 'and') || t('people.nobody');
  return t(`words.${verb}.text`, { requester: nameOf(requester), target: nameOf(target), names });
}

const expand = template(wordsTemplate);
