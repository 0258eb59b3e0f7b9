import type { Draft } from '../core/rows.js';
import type { Person, Question, ResetRequest } from '../core/request.js';
import type { Fact } from './message.js';
import type { Translate } from './strings.js';
import { describe, nameOf, WORDS_LENGTH } from './userText.js';
import { quote } from './wording.js';

/** For whom, why, what was lost: the same lines on every card about a request. */
export function asked(
  { justification, lost, urgent }: Pick<Draft, 'justification' | 'lost' | 'urgent'>,
  target: Person,
  t: Translate,
): readonly Fact[] {
  return [
    { label: t('fact.for'), value: describe(target) },
    { label: t('fact.why'), value: quote(t, justification) },
    { label: t('fact.lost'), value: t(`lost.${lost}`) },
    ...(urgent ? [{ label: t('fact.urgent'), value: t('urgent.yes') }] : []),
  ];
}

/** What was said since: questions with their answers, and what the requester added. */
export function said({ questions, notes }: Pick<ResetRequest, 'questions' | 'notes'>, t: Translate): readonly Fact[] {
  const shown = questions.slice(-3);
  const texts = [...shown.map(({ text, answer }) => text + (answer?.text ?? '')), ...notes.map(({ text }) => text)];
  const length = Buffer.byteLength(JSON.stringify(texts)) <= ROOM ? WORDS_LENGTH : SHORT;
  const quoted = (text: string): string => quote(t, text, length);
  return [
    ...shown.flatMap(({ by, text, answer }) => [
      { label: t('fact.question'), value: t('fact.by', { quote: quoted(text), name: nameOf(by) }) },
      ...(answer === undefined ? [] : [{ label: t('fact.answer'), value: quoted(answer.text) }]),
    ]),
    ...notes.map(({ text }) => ({ label: t('fact.note'), value: quoted(text) })),
  ];
}

/** The one that waits for an answer; core lets nobody ask another meanwhile. */
export function openQuestion({ questions }: Pick<ResetRequest, 'questions'>): Question | undefined {
  return questions.find(({ answer }) => answer === undefined);
}

/** Bytes for all of it: Teams takes 28 KB for a message, and a text of 500 characters may have 2 KB. */
const ROOM = 8000;
const SHORT = 120;
