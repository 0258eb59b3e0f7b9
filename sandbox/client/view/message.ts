import { html, nothing, type TemplateResult } from 'lit-html';
import { unsafeHTML } from 'lit-html/directives/unsafe-html.js';
import type { MessageView, PersonView } from '../../page/protocol.js';
import { markdownHtml } from '../card/markdown.js';
import { renderCard } from '../card/renderCard.js';
import type { Page } from '../page.js';
import { timeOf } from './time.js';

interface Drawn {
  readonly revision: number;
  readonly element: HTMLElement;
}

/** Cards as they were drawn, so that what somebody has typed into one survives everything but a new card. */
const drawn = new Map<string, Drawn>();

export function messageView(page: Page, person: PersonView, message: MessageView): TemplateResult {
  const { busy, notes } = page.state;
  const note = notes.get(message.id);
  const mine = message.from === 'user';
  return html`<article
    class=${mine ? 'message mine' : 'message'}
    data-message=${message.id}
    tabindex="-1"
    aria-busy=${busy.has(message.id)}
    aria-label=${`${mine ? person.name : 'MFA Reset'}, ${timeOf(message.at)}`}
  >
    <p class="meta">
      ${mine ? 'You' : 'MFA Reset'} · ${timeOf(message.at)}${message.edited ? ' · Edited' : ''}
      ${message.undelivered ? html`<span class="bad"> · The bot did not get this</span>` : nothing}
    </p>
    ${message.text === '' ? nothing : html`<div class="bubble">${textOf(message)}</div>`}
    ${message.card === undefined ? nothing : cardOf(page, person, message)}
    ${note === undefined ? nothing : html`<p class=${note.ok ? 'note' : 'note bad'} role="status">${note.text}</p>`}
  </article>`;
}

function textOf({ text, format }: MessageView): unknown {
  // The renderer of Markdown lets no HTML through.
  return format === 'markdown' ? unsafeHTML(markdownHtml(text)) : html`<p class="plain" dir="auto">${text}</p>`;
}

function cardOf(page: Page, person: PersonView, { id, revision, card = {} }: MessageView): HTMLElement {
  const key = `${String(page.state.data?.world)} ${person.id} ${id}`;
  const known = drawn.get(key);
  if (known?.revision === revision) return known.element;
  const element = renderCard(card, {
    act: (action, inputs) => {
      page.tap({ person: person.id, message: id, revision, action, inputs }).catch(() => undefined);
    },
    open: (url) => {
      page.open(url, person.id);
    },
    findPeople: (typed) => page.people(typed),
    personById: (wanted) => Promise.resolve(page.state.data?.people.find((one) => one.id === wanted)),
  });
  drawn.set(key, { revision, element });
  // Teams lets a card refresh itself when it comes into sight.
  if (typeof card['refresh'] === 'object' && known === undefined)
    page.act('look', { person: person.id, message: id }).catch(() => undefined);
  return element;
}
