import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { DialogView } from '../../page/protocol.js';
import { renderCard } from '../card/renderCard.js';
import type { Page } from '../page.js';
import { personBy } from '../state.js';

/** The cards of open dialogs as they were drawn, so that what is being typed survives whatever happens elsewhere. */
const drawn = new Map<string, { readonly key: string; readonly element: HTMLElement }>();

/** The dialogs of apps, each over the whole page: whoever has one open in Teams can do nothing else there. */
export function dialogsView(page: Page): TemplateResult {
  return html`${repeat(
    Object.entries(page.state.data?.dialogs ?? {}),
    ([person]) => person,
    ([person, dialog]) => dialogView(page, person, dialog),
  )}`;
}

/**
 * To be called after a drawing. The browser's own modal dialog keeps the focus in it and everything else out. While a
 * story plays it is somebody else's: then it can be looked at, and the page goes on being usable.
 */
export function showDialogs({ state }: Page): void {
  for (const dialog of document.querySelectorAll('dialog')) {
    if (dialog.open) continue;
    if (state.data?.play?.state === 'playing') dialog.show();
    else dialog.showModal();
    dialog.querySelector<HTMLElement>('.dialog-card')?.focus({ preventScroll: true });
  }
}

function dialogView(page: Page, person: string, dialog: DialogView): TemplateResult {
  const { busy, notes, data } = page.state;
  const note = notes.get(`dialog ${person}`);
  const name = personBy(page.state, person)?.name ?? '';
  const playing = data?.play?.state === 'playing';
  const close = (): unknown => page.closeDialog(person);
  return html`<dialog
    class="dialog"
    aria-labelledby=${`dialog-${person}`}
    aria-busy=${busy.has(`dialog ${person}`)}
    @cancel=${(event: Event) => {
      event.preventDefault();
      close();
    }}
  >
    <div class="dialog-head">
      <h2 id=${`dialog-${person}`}>${dialog.title} <span>· ${name}</span></h2>
      ${playing ? nothing : html`<button class="quiet" aria-label="Close the dialog" @click=${close}>✕</button>`}
    </div>
    <div class="dialog-card" tabindex="-1">
      ${dialog.card === undefined ? html`<p role="alert">${dialog.text}</p>` : cardOf(page, person, dialog, dialog.card)}
    </div>
    ${note === undefined ? nothing : html`<p class=${note.ok ? 'note' : 'note bad'} role="status">${note.text}</p>`}
  </dialog>`;
}

function cardOf(page: Page, person: string, { shown }: DialogView, card: Record<string, unknown>): HTMLElement {
  const key = `${String(page.state.data?.world)} ${shown}`;
  const known = drawn.get(person);
  if (known?.key === key) return known.element;
  const element = renderCard(card, {
    act: (action, inputs) => {
      page.dialogTap({ person, shown, action, inputs }).catch(() => undefined);
    },
    open: (url) => {
      page
        .closeDialog(person)
        .then(() => {
          page.open(url, person);
        })
        .catch(() => undefined);
    },
    findPeople: (typed) => page.people(typed),
    personById: (wanted) => Promise.resolve(page.state.data?.people.find((one) => one.id === wanted)),
  });
  drawn.set(person, { key, element });
  return element;
}
