import type { Console } from '../../core/console.js';
import { MOST_COUNTED } from '../../core/effects.js';
import type { Card } from '../../core/ports.js';
import type { Instant } from '../../core/request.js';
import { execute } from '../action.js';
import { cardOf } from '../message.js';
import type { Translate } from '../strings.js';
import { nameOf } from '../userText.js';
import { quote, when } from '../wording.js';

export interface ConsoleView {
  readonly console: Console;
  readonly now: Instant;
  readonly t: Translate;
}

/** How the service stands, and the few things that are done to all of it. */
export function consoleCard(view: ConsoleView): Card {
  const { console, t } = view;
  const { open, late, stopped, parked, pause, paused, tripped, limit } = console;
  const halted = paused || tripped !== undefined;
  return cardOf(
    {
      icon: halted ? '⏸️' : '🧭',
      tone: halted ? 'warning' : 'accent',
      heading: t('console.heading'),
      summary: t('console.summary', { open, late }),
      paragraphs: state(view),
      facts: [
        ...(pause === undefined ? [] : [{ label: t('fact.why'), value: quote(t, pause.why) }]),
        { label: t('console.open'), value: t('console.count', { count: open }) },
        { label: t('console.late'), value: t('console.count', { count: late }) },
        { label: t('console.stopped'), value: t('console.count', { count: stopped }) },
        { label: t('console.parked'), value: counted(parked, t) },
        { label: t('console.limit'), value: t('console.count', { count: limit }) },
      ],
      footer: [t('console.help')],
    },
    t,
    { actions: actions(view) },
  );
}

/** A count that stops somewhere says so. */
export function counted(count: number, t: Translate): string {
  return t(count >= MOST_COUNTED ? 'console.many' : 'console.count', { count });
}

function state({ console: { paused, pause, tripped }, now, t }: ConsoleView): readonly string[] {
  if (!paused && tripped === undefined) return [t('console.running')];
  return [
    ...(!paused
      ? []
      : [
          pause === undefined
            ? t('console.pausedBefore')
            : t('console.paused', { name: nameOf(pause.by), when: when(t, pause.at, now) }),
        ]),
    ...(tripped === undefined
      ? []
      : [
          t('console.tripped', { when: when(t, tripped.at, now), resets: tripped.resets, limit: tripped.limit }),
          t('console.agreed', { agreed: tripped.agreed.length }),
        ]),
  ];
}

function actions({ console: { open, late, parked, paused, tripped }, t }: ConsoleView): readonly object[] {
  return [
    ...(tripped === undefined
      ? []
      : [execute({ verb: 'allowResets', title: t('console.allow'), as: 'it', style: 'positive' })]),
    paused
      ? execute({ verb: 'resume', title: t('console.resume') })
      : execute({ verb: 'pause', title: t('console.pause') }),
    ...(open === 0 ? [] : [execute({ verb: 'list', title: t('console.show.open'), page: { list: 'open' } })]),
    ...(late === 0
      ? []
      : [execute({ verb: 'list', title: t('console.show.late'), page: { list: 'late' }, secondary: true })]),
    ...(parked === 0 ? [] : [execute({ verb: 'parked', title: t('console.show.parked'), secondary: true })]),
    execute({ verb: 'console', title: t('console.refresh'), secondary: true }),
  ];
}
