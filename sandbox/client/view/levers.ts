import { html, noChange, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { PersonView } from '../../page/protocol.js';
import type { Page } from '../page.js';
import { named } from '../state.js';

/** What can go wrong, to be tried. */
export function leversView(page: Page): TemplateResult {
  const { data, moving } = page.state;
  const priya = named(page.state, 'Priya Raman');
  const people = (data?.people ?? []).filter(({ part }) => part !== undefined);
  return html`<h2>Levers</h2>
    <p>Let something go wrong, then use the bot: what was decided is carried out all the same, or somebody is told.</p>
    <ul class="levers">
      ${data?.levers.map(
        ({ id, label, help, on }) =>
          html`<li>
            <label class="switch">
              <input
                type="checkbox"
                role="switch"
                .checked=${moving.has(id) ? noChange : live(on)}
                aria-disabled=${moving.has(id)}
                @click=${(event: Event) => {
                  // Disabled it would lose the focus.
                  if (moving.has(id)) event.preventDefault();
                }}
                @change=${(event: Event) => pull(page, id, isOn(event))}
              />
              <strong>${label}</strong>
            </label>
            <p>${help}</p>
          </li>`,
      )}
    </ul>
    <h3>Teams blocks the bot for …</h3>
    <p>The bot can’t write to them any more, and sends a mail instead.</p>
    <ul class="levers short">
      ${people.map((person) => {
        const { id, name, blocked } = person;
        return html`<li>
          <label class="switch">
            <input
              type="checkbox"
              role="switch"
              .checked=${moving.has(id) ? noChange : live(blocked)}
              @change=${(event: Event) => block(page, person, isOn(event))}
            />
            ${name}
          </label>
        </li>`;
      })}
    </ul>
    <h3>After a reset</h3>
    <p>The bot looks for what the user registers at the next sign-in.</p>
    <button ?disabled=${priya === undefined} @click=${() => page.act('register', { person: priya?.id ?? '' })}>
      Priya registers again
    </button>`;
}

function pull(page: Page, id: string, on: boolean): Promise<void> {
  return page.move(id, 'lever', { id, on }, () => ({
    kind: 'levers',
    levers: (page.state.data?.levers ?? []).map((lever) => (lever.id === id ? { ...lever, on } : lever)),
  }));
}

function block(page: Page, person: PersonView, on: boolean): Promise<void> {
  return page.move(person.id, 'block', { person: person.id, on }, () => ({
    kind: 'person',
    person: { ...person, blocked: on },
  }));
}

function isOn(event: Event): boolean {
  return (event.target as HTMLInputElement).checked;
}
