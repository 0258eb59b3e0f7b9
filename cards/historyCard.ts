import type { Listed, Wanted } from '../core/history.js';
import type { Card } from '../core/ports.js';
import type { Instant, Person, ResetRequest } from '../core/request.js';
import { execute } from './action.js';
import { choiceInput, withoutMarkdown } from './asking/choices.js';
import { statusKey } from './asking/listCard.js';
import { cardOf } from './message.js';
import type { Translate } from './strings.js';
import { describe, nameOf } from './userText.js';
import { when } from './wording.js';
import { withoutInputs } from './withoutInputs.js';

export interface HistoryView {
  readonly listed: Listed;
  readonly now: Instant;
  readonly t: Translate;
}

/** One page of requests, a line each; one of them can be shown, and the pages beside it. */
export function historyCard({ listed, now, t }: HistoryView): Card {
  const { list, about, requests } = listed;
  const heading = t(`history.${list}.heading`);
  const whose = about === undefined ? undefined : personOn(requests, about);
  return cardOf(
    {
      icon: list === 'late' ? '⏰' : '🗂️',
      tone: 'accent',
      heading,
      summary: heading,
      paragraphs: [
        ...(whose === undefined ? [] : [t('history.about', { name: nameOf(whose) })]),
        ...(requests.length === 0 ? [t(`history.${list}.none`)] : []),
      ],
      facts: requests.map((request) => ({ label: request.reference, value: line(request, now, t) })),
      footer: requests.length === 0 ? [] : [t('history.page')],
    },
    t,
    { inputs: choice(requests, t), actions: actions(listed, t) },
  );
}

/** Several people have the name that was typed. Which one is a claim; what may be seen of them is told again. */
export function whoseHistoryCard({
  people,
  list,
  t,
}: {
  readonly people: readonly Person[];
  readonly list: Wanted['list'];
  readonly t: Translate;
}): Card {
  const choices = people.map((person) => ({ title: withoutMarkdown(describe(person)), value: person.id }));
  return cardOf(
    {
      icon: '👥',
      tone: 'accent',
      heading: t('choice.heading'),
      summary: t('choice.summary'),
      paragraphs: [t('choice.text')],
    },
    t,
    {
      inputs: [choiceInput({ id: 'about', label: t('choice.label'), choices, missing: t('choice.missing') })],
      actions: [execute({ verb: 'list', title: t('list.show'), page: { list }, style: 'positive' })],
    },
  );
}

function line(request: ResetRequest, now: Instant, t: Translate): string {
  const { target, requester, submittedAt } = request;
  return t('history.line', {
    target: nameOf(target),
    requester: nameOf(requester),
    status: t(statusKey(request, now)),
    when: when(t, submittedAt, now),
  });
}

function choice(requests: readonly ResetRequest[], t: Translate): readonly object[] {
  if (requests.length < 2) return [];
  const choices = requests.map(({ id, reference, target }) => ({
    title: withoutMarkdown(t('list.choice', { reference, target: nameOf(target) })),
    value: id,
  }));
  return [choiceInput({ id: 'requestId', label: t('list.label'), choices, missing: t('list.missing') })];
}

function actions({ list, about, requests, older, newer }: Listed, t: Translate): readonly object[] {
  const [first] = requests;
  const last = requests.at(-1);
  if (first === undefined || last === undefined) return [];
  const page = { list, ...(about !== undefined && { about }) };
  return [
    execute({
      ...{ verb: 'show', title: t('list.show'), style: 'positive' },
      ...(requests.length === 1 && { requestId: first.id }),
    }),
    ...(newer
      ? [withoutInputs(execute({ verb: 'list', title: t('history.newer'), page: { ...page, after: first.id } }))]
      : []),
    ...(older
      ? [withoutInputs(execute({ verb: 'list', title: t('history.older'), page: { ...page, before: last.id } }))]
      : []),
  ];
}

function personOn(requests: readonly ResetRequest[], id: string): Person | undefined {
  return requests.flatMap(({ target, requester }) => [target, requester]).find((person) => person.id === id);
}
