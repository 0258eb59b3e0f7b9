import { html, nothing, type TemplateResult } from 'lit-html';
import type { EntryView } from '../../page/protocol.js';
import type { Page } from '../page.js';
import { exactTimeOf } from './time.js';

/** What the bot has written to its journal about a request: each line is on the disk before anything is done about it. */
export function timelineView(page: Page): TemplateResult {
  const entries = (page.state.data?.entries ?? []).filter(({ reference }) => reference !== '');
  const made = entries.filter(({ event }) => event === 'submitted').toReversed();
  const chosen = made.find(({ reference }) => reference === page.state.reference) ?? made[0];
  if (chosen === undefined)
    return html`<h2>Timeline</h2>
      <p class="empty">No request has been made yet.</p>`;
  const pick = (event: Event): void => {
    page.state.reference = (event.target as HTMLSelectElement).value;
    page.update();
  };
  return html`<h2>Timeline</h2>
    <p>The bot’s journal: each line is on the disk before anything is done about it.</p>
    <label>
      Request
      <select .value=${chosen.reference} @change=${pick}>
        ${made.map(
          ({ reference, target }) =>
            html`<option value=${reference} ?selected=${reference === chosen.reference}>
              ${reference} for ${target}
            </option>`,
        )}
      </select>
    </label>
    <ol class="timeline">
      ${entries.filter(({ reference }) => reference === chosen.reference).map(entryView)}
    </ol>`;
}

function entryView({ at, by, event, from, to, text }: EntryView): TemplateResult {
  return html`<li>
    <span class="meta">${exactTimeOf(at)}</span>
    <p>
      <strong>${inWords(event)}</strong> ${by === '' ? nothing : html`by ${by}`}
      ${from === to ? nothing : html`<span class="tag">${inWords(to)}</span>`}
    </p>
    ${text === '' ? nothing : html`<p class="said" dir="auto">“${text}”</p>`}
  </li>`;
}

/** `needsAttention` is “needs attention”. */
function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
