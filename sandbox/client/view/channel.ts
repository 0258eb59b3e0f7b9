import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Page } from '../page.js';
import { personBy } from '../state.js';
import { messageView } from './message.js';

/** The channel of IT's team: what the bot posts there, and what its members get when they tap. */
export function channelView(page: Page): TemplateResult {
  const { data, reader } = page.state;
  const members = (data?.channel.members ?? []).flatMap((id) => personBy(page.state, id) ?? []);
  const reading = members.find(({ id }) => id === reader) ?? members[0];
  const posts = (data?.channel.posts ?? []).filter(({ deleted }) => !deleted);
  const pick = (event: Event): void => {
    page.state.reader = (event.target as HTMLSelectElement).value;
    page.update();
  };
  return html`<h2>IT’s channel</h2>
    <p>
      In Teams it is “${data?.channel.name}”. Security reads it as well, so that a post says no more than it must; the
      details come to whoever is of IT, in their own chat.
    </p>
    <label>
      Who reads it
      <select .value=${reading?.id ?? ''} @change=${pick}>
        ${members.map(
          ({ id, name, part = '' }) =>
            html`<option value=${id} ?selected=${id === reading?.id}>
              ${name}${part === '' ? '' : ` – ${part}`}
            </option>`,
        )}
      </select>
    </label>
    <div class="posts" role="log" aria-label="Posts in IT’s channel">
      ${
        posts.length === 0
          ? html`<p class="empty">
              Nothing yet. Say “locked out right now” when you ask for a reset, or tap “Still locked out” when it is
              done.
            </p>`
          : nothing
      }
      ${repeat(
        reading === undefined ? [] : posts,
        ({ id }) => `${reading?.id ?? ''} ${id}`,
        (post) => (reading === undefined ? nothing : messageView(page, reading, post)),
      )}
    </div>`;
}
