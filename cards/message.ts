import { Template } from 'adaptivecards-templating';
import type { Card } from '../core/ports.js';
import type { Translate } from './strings.js';
import messageTemplate from './templates/message.json' with { type: 'json' };

export type Tone = 'default' | 'emphasis' | 'good' | 'attention' | 'warning' | 'accent';

/** What every card is made of, and every mail. People's words may stand anywhere but in the heading and titles. */
export interface Message {
  readonly icon: string;
  readonly tone: Tone;
  readonly heading: string;
  /** The line a notification shows: who and what, never why. */
  readonly summary: string;
  readonly subtitle?: string;
  readonly paragraphs?: readonly string[];
  readonly facts?: readonly Fact[];
  readonly boxes?: readonly Box[];
  /** Where a mail leads, at most one place; a card has actions of its own. */
  readonly button?: Button;
  /** A second place, where the first is not the only thing that can't wait. */
  readonly link?: Button;
  readonly footer?: readonly string[];
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface Box {
  readonly title: string;
  readonly tone: Tone;
  readonly lines: readonly string[];
}

export interface Button {
  readonly title: string;
  readonly url: string;
}

/** A template that is parsed once: expanding a kept one costs 0.1 ms, a new one over 1 ms. */
export function template(json: object): (data: object) => object {
  const kept = new Template(json);
  return (data) => kept.expand({ $root: data }) as object;
}

/** Beside the message: what can be filled in and tapped, and who gets it refreshed. */
export interface Extras {
  readonly inputs?: readonly object[];
  readonly actions?: readonly object[];
  readonly refresh?: object | undefined;
}

export function cardOf(message: Message, t: Translate, { inputs = [], actions = [], refresh }: Extras = {}): Card {
  const expanded = expand({
    lang: t.locale,
    fallback: t('fallback'),
    tone: message.tone,
    icon: message.icon,
    heading: message.heading,
    subtitle: message.subtitle ?? '',
    paragraphs: texts(message.paragraphs),
    facts: message.facts ?? [],
    boxes: (message.boxes ?? []).map((box) => ({ ...box, lines: texts(box.lines) })),
    footer: texts(message.footer),
  }) as { readonly body: readonly object[] };
  return {
    content: {
      ...expanded,
      ...(refresh === undefined ? {} : { refresh }),
      body: [...expanded.body, ...inputs],
      // At card level: iOS drew nothing at all of cards with an ActionSet (msteams-docs #10278).
      ...(actions.length === 0 ? {} : { actions }),
    },
    summary: message.summary,
  };
}

const expand = template(messageTemplate);

function texts(lines: readonly string[] = []): readonly { readonly text: string }[] {
  return lines.map((text) => ({ text }));
}
