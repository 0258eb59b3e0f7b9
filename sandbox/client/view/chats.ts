import { html, nothing, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { repeat } from 'lit-html/directives/repeat.js';
import type { PersonView } from '../../page/protocol.js';
import type { Page } from '../page.js';
import { personBy } from '../state.js';
import { composeView } from './compose.js';
import { messageView } from './message.js';

/** Several people's chats with the bot: side by side, or on a small screen one at a time. */
export function chatsView(page: Page): TemplateResult {
  const { state } = page;
  if (state.wide)
    return html`<div class="chats">
      ${state.columns.slice(0, state.seats).map((person, column) => columnView(page, person, column))}
    </div>`;
  const chosen = state.columns[state.column] ?? '';
  return html`<div class="who" role="group" aria-label="Whose chat">
      ${state.columns.map(
        (person) =>
          html`<button
            aria-pressed=${person === chosen}
            @click=${() => {
              page.show(person);
            }}
          >
            ${personBy(state, person)?.name.split(' ')[0] ?? ''}${unread(page, person)}
          </button>`,
      )}
    </div>
    ${columnView(page, chosen, state.column)}`;
}

function columnView(page: Page, id: string, column: number): TemplateResult {
  const person = personBy(page.state, id);
  if (person === undefined) return html``;
  return html`<section
    class="chat"
    aria-label=${`${person.name}’s chat`}
    data-person=${person.id}
    @focusin=${() => {
      page.state.column = column;
    }}
  >
    <h2 class="hidden">${person.name}’s chat</h2>
    ${chooser(page, person, column)} ${received(page, person)}
    ${keyed(`${String(page.state.data?.world)} ${id}`, messages(page, person))} ${composeView(page, person)}
  </section>`;
}

/** What a colleague wrote last, in another chat, with the app's command as in the menu of any message. */
function received(page: Page, { id }: PersonView): TemplateResult | typeof nothing {
  const message = page.state.data?.received[id];
  if (message === undefined) return nothing;
  return html`<div class="received" role="group" aria-label=${`${message.from} wrote, in another chat`}>
    <p><strong>${message.from}</strong>, in another chat: <q dir="auto">${message.text}</q></p>
    <button @click=${() => page.command(id, message.id)}>
      <span aria-hidden="true">⋯ </span>${page.state.data?.extension.title}
    </button>
  </div>`;
}

function messages(page: Page, person: PersonView): TemplateResult {
  const all = (page.state.data?.chats[person.id] ?? []).filter(({ deleted }) => !deleted);
  return html`<div class="messages" role="log" tabindex="0" data-stick aria-label=${`Messages of ${person.name}`}>
    ${repeat(
      all,
      ({ id }) => id,
      (message) => messageView(page, person, message),
    )}
    ${page.state.typing.has(person.id) ? html`<p class="typing">MFA Reset is typing …</p>` : nothing}
    ${
      person.installed
        ? nothing
        : html`<p class="empty">
            ${person.name} has not got the app.
            <button @click=${() => page.act('install', { person: person.id })}>Add it</button>
          </p>`
    }
  </div>`;
}

function chooser(page: Page, chosen: PersonView, column: number): TemplateResult {
  const people = page.state.data?.people ?? [];
  const options = (group: readonly PersonView[]): readonly TemplateResult[] =>
    group.map(({ id, name, part }) => {
      const waiting = page.state.unread.get(id) ?? 0;
      return html`<option value=${id} ?selected=${id === chosen.id}>
        ${name}${part === undefined || id === chosen.id ? '' : ` – ${part}`}${waiting === 0 ? '' : ` (${waiting} new)`}
      </option>`;
    });
  const pick = (event: Event): void => {
    page.choose(column, (event.target as HTMLSelectElement).value);
  };
  return html`<div class="chooser">
    <span class="avatar" aria-hidden="true">${initials(chosen.name)}</span>
    <div>
      <select aria-label=${`Whose chat is in column ${column + 1}`} .value=${chosen.id} @change=${pick}>
        <optgroup label="With a part to play">${options(people.filter(({ part }) => part !== undefined))}</optgroup>
        <optgroup label="Everybody else">${options(people.filter(({ part }) => part === undefined))}</optgroup>
      </select>
      <p>${[chosen.title, chosen.part, chosen.blocked ? 'has blocked the bot' : ''].filter(Boolean).join(' · ')}</p>
    </div>
  </div>`;
}

function unread({ state }: Page, person: string): TemplateResult | typeof nothing {
  const count = state.unread.get(person) ?? 0;
  return count === 0 ? nothing : html` <span class="badge">${count}<span class="hidden"> new</span></span>`;
}

export function initials(name: string): string {
  return name
    .split(' ')
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('');
}
