import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { PersonView } from '../../page/protocol.js';
import type { Page } from '../page.js';

/** Where somebody types: what the bot suggests to tap, the list of commands, and the box. */
export function composeView(page: Page, person: PersonView): TemplateResult {
  const { state } = page;
  const last = state.data?.chats[person.id]?.filter(({ deleted }) => !deleted).at(-1);
  const send = (): unknown => page.say(person.id, state.drafts.get(person.id) ?? '');
  const isOpen = state.commands === person.id;
  return html`${
      (last?.suggested.length ?? 0) === 0
        ? nothing
        : html`<div class="suggested" role="group" aria-label="Suggestions">
            ${last?.suggested.map(
              (title) =>
                html`<button @click=${() => page.act('suggest', { person: person.id, message: last.id, title })}>
                  ${title}
                </button>`,
            )}
          </div>`
    }
    ${isOpen ? html`${commandList(page, person)}${extensionList(page, person)}` : nothing}
    <form
      class="compose"
      @submit=${(event: Event) => {
        event.preventDefault();
        send();
      }}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape' && isOpen) toggle(page, person);
      }}
    >
      <button
        type="button"
        aria-expanded=${isOpen}
        aria-label="What I can say"
        title="What I can say"
        @click=${() => {
          toggle(page, person);
        }}
      >
        ☰
      </button>
      <textarea
        rows="1"
        aria-label=${`Write as ${person.name}`}
        placeholder="Type a message"
        .value=${live(state.drafts.get(person.id) ?? '')}
        ?disabled=${!person.installed}
        @input=${(event: Event) => {
          state.drafts.set(person.id, (event.target as HTMLTextAreaElement).value);
        }}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      ></textarea>
      <button ?disabled=${!person.installed}>Send</button>
    </form>`;
}

function toggle(page: Page, { id }: PersonView): void {
  const opens = page.state.commands !== id;
  page.state.commands = opens ? id : undefined;
  page.lookAt(`[data-person="${CSS.escape(id)}"] ${opens ? '.commands button' : '.compose button'}`);
}

/** Up and down the commands, around the ends; Escape closes them. */
function walk(page: Page, person: PersonView, event: KeyboardEvent): void {
  const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll('button')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + buttons.length }[event.key];
  if (event.key === 'Escape') toggle(page, person);
  else if (to === undefined) return;
  else buttons[to % buttons.length]?.focus();
  event.preventDefault();
}

/** As Teams lists the commands of the app's manifest: one is put into the box, and can be added to. */
function commandList(page: Page, person: PersonView): TemplateResult {
  const pick = (title: string, event: Event): void => {
    page.state.drafts.set(person.id, title);
    page.state.commands = undefined;
    const box = (event.target as HTMLElement).closest('.chat')?.querySelector('textarea');
    page.update();
    box?.focus();
  };
  return html`<ul
    class="commands"
    aria-label="Commands"
    @keydown=${(event: KeyboardEvent) => {
      walk(page, person, event);
    }}
  >
    ${page.state.data?.commands.map(
      ({ title, description }) =>
        html`<li>
          <button
            ?disabled=${!person.installed}
            @click=${(event: Event) => {
              pick(title, event);
            }}
          >
            <strong>${title}</strong> ${description}
          </button>
        </li>`,
    )}
  </ul>`;
}

/** What apps offer beside the compose box: here one command, which opens a dialog. */
function extensionList(page: Page, person: PersonView): TemplateResult {
  const { title = '', description = '' } = page.state.data?.extension ?? {};
  return html`<ul
    class="commands"
    aria-label="Apps"
    @keydown=${(event: KeyboardEvent) => {
      walk(page, person, event);
    }}
  >
    <li>
      <button ?disabled=${!person.installed} @click=${() => page.command(person.id)}>
        <strong><span aria-hidden="true">＋ </span>${title}</strong> ${description}
      </button>
    </li>
  </ul>`;
}
