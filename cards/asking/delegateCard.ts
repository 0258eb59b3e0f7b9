import type { Card } from '../../core/ports.js';
import type { Person } from '../../core/request.js';
import type { Delegation } from '../../core/rows.js';
import { execute } from '../action.js';
import { cardOf } from '../message.js';
import type { Translate } from '../strings.js';
import { describe, nameOf } from '../userText.js';
import { when } from '../wording.js';
import { choiceInput, withoutMarkdown } from './choices.js';

export interface DelegateView {
  readonly delegator: Person;
  /** Whether it is the reader's own place. */
  readonly own: boolean;
  readonly people: readonly Person[];
  /** `2026-12-24`, by the reader's clock: the first day that may be chosen. */
  readonly today: string;
  readonly t: Translate;
}

/** Who decides for a while, and from when until when. Every answer is a claim. */
export function delegateCard({ delegator, own, people, today, t }: DelegateView): Card {
  const name = nameOf(delegator);
  const choices = people.map((person) => ({ title: withoutMarkdown(describe(person)), value: person.id }));
  const date = (id: string, label: string): object => ({ type: 'Input.Date', id, label, min: today, value: today });
  return cardOf(
    {
      icon: '🔀',
      tone: 'accent',
      heading: t('delegate.heading'),
      summary: t('delegate.summary'),
      paragraphs: [t(own ? 'delegate.text' : 'delegate.it.text', { name }), t('delegate.waiting')],
    },
    t,
    {
      inputs: [
        choiceInput({ id: 'to', label: t('delegate.to'), choices, missing: t('delegate.missing') }),
        date('begins', t('delegate.begins')),
        date('ends', t('delegate.ends')),
      ],
      actions: [execute({ verb: 'delegate', title: t('delegate.send'), person: delegator.id, style: 'positive' })],
    },
  );
}

/** What is arranged, and how to end it. */
export function delegationCard({ delegation, now, t }: { delegation: Delegation; now: number; t: Translate }): Card {
  const { delegator, to, from, until } = delegation;
  const values = {
    delegator: nameOf(delegator),
    delegate: nameOf(to),
    from: when(t, from, now),
    until: when(t, until, now),
  };
  const over = until <= now;
  const key = over ? 'delegate.over' : from <= now ? 'delegate.runs' : 'delegate.planned';
  return cardOf(
    {
      icon: '🔀',
      tone: over ? 'default' : 'accent',
      heading: t(over ? 'delegate.over.heading' : 'delegate.set.heading'),
      summary: t('delegate.summary'),
      paragraphs: [t(key, values)],
    },
    t,
    { actions: over ? [] : [execute({ verb: 'stopDelegating', title: t('delegate.stop'), person: delegator.id })] },
  );
}
