import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { MethodView, PersonView } from '../../page/protocol.js';
import type { Page } from '../page.js';

const FOUND = 20;

/** What everybody can sign in with, as Entra has it at this moment; what has just gone stays to be seen, struck out. */
export function directoryView(page: Page): TemplateResult {
  const { data, search } = page.state;
  const lost = (id: string): number => (data?.methods[id] ?? []).filter(({ gone }) => gone).length;
  const wanted = search.trim().toLowerCase();
  const people = (data?.people ?? [])
    .filter(({ id, name, part }) =>
      wanted === '' ? part !== undefined || lost(id) > 0 : name.toLowerCase().includes(wanted),
    )
    // Whoever has lost methods comes first: that is what somebody came to see.
    .toSorted((one, other) => lost(other.id) - lost(one.id))
    .slice(0, FOUND);
  return html`<h2>Directory</h2>
    <p>What everybody can sign in with at this moment. Watch it while the bot clears somebody’s methods.</p>
    <label>
      Find somebody among ${data?.people.length ?? 0} people
      <input
        type="search"
        .value=${search}
        @input=${(event: Event) => {
          page.state.search = (event.target as HTMLInputElement).value;
          page.update();
        }}
      />
    </label>
    <p class="hidden" role="status">${people.length} people shown</p>
    ${repeat(
      people,
      ({ id }) => id,
      (person) => personView(page, person),
    )}`;
}

function personView(page: Page, person: PersonView): TemplateResult {
  const methods = page.state.data?.methods[person.id] ?? [];
  const first = person.name.split(' ')[0] ?? person.name;
  const again = (): unknown => page.act('register', { person: person.id });
  const block = (): unknown => page.act('block', { person: person.id, on: !person.blocked });
  return html`<section class="person" aria-label=${person.name}>
    <h3>${person.name}</h3>
    <p class="meta">${[person.title, person.department, person.part].filter(Boolean).join(' · ')}</p>
    <ul class="methods">
      ${repeat(methods, ({ id }) => id, methodView)}
    </ul>
    <button @click=${again}>${first} registers again</button>
    <button aria-pressed=${person.blocked} @click=${block}>
      ${person.blocked ? `Let Teams reach ${first} again` : `Teams blocks the bot for ${first}`}
    </button>
  </section>`;
}

function methodView({ name, detail, isDefault, gone }: MethodView): TemplateResult {
  const said = html`${name}${detail === '' ? nothing : html` <span class="meta">${detail}</span>`}${
    isDefault ? html` <span class="tag">default</span>` : nothing
  }`;
  return gone ? html`<li class="gone"><del>${said}</del> <span class="tag">gone</span></li>` : html`<li>${said}</li>`;
}
