import type { Message } from '../message.js';
import layout from '../templates/mail.json' with { type: 'json' };

/** What a mail has beside its message. */
export interface Frame {
  /** BCP 47. */
  readonly lang: string;
  readonly title: string;
  readonly signature: string;
}

/** The message in the one layout of all mails (cards/templates/mail.mjml). Every word in it is text, never markup. */
export function mailHtml(message: Message, frame: Frame): string {
  const {
    icon,
    tone,
    heading,
    subtitle = '',
    paragraphs = [],
    facts = [],
    boxes = [],
    button,
    link,
    footer = [],
  } = message;
  return fill('page', {
    ...frame,
    preheader: paragraphs[0] ?? message.summary,
    heading: fill(`heading.${tone}`, {
      icon,
      heading,
      subtitle: subtitle === '' ? NOTHING : fill('subtitle', { subtitle }),
    }),
    paragraph: joined(paragraphs.map((text) => fill('paragraph', { text }))),
    facts:
      facts.length === 0
        ? NOTHING
        : fill('facts', { fact: joined(facts.map(({ label, value }) => fill('fact', { label, value }))) }),
    box: joined(
      boxes.map((box) =>
        fill(`box.${box.tone}`, { title: box.title, line: joined(box.lines.map((text) => fill('line', { text }))) }),
      ),
    ),
    button: button === undefined ? NOTHING : fill('button', { title: button.title, url: button.url }),
    link: link === undefined ? NOTHING : fill('link', { title: link.title, url: link.url }),
    footer: joined(footer.map((text) => fill('footer', { text }))),
  }).html;
}

/** Made by `fill` alone, so nobody's words get past the escaping. */
class Html {
  constructor(readonly html: string) {}
}

const NOTHING = new Html('');

/** One pass: what is filled in is not looked through for slots again. */
function fill(part: keyof typeof layout, values: Readonly<Record<string, string | Html>>): Html {
  const html = layout[part].replace(/\{\{(\w+)\}\}/g, (_slot, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`nothing fills the slot ${name} of the mail layout’s part ${part}`);
    return value instanceof Html ? value.html : escaped(value);
  });
  return new Html(html);
}

function joined(parts: readonly Html[]): Html {
  return new Html(parts.map(({ html }) => html).join(''));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
