import { html, nothing, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import type { MailView, PersonView } from '../../page/protocol.js';
import type { Page } from '../page.js';
import { timeOf } from './time.js';

/** Everybody's mail, newest first; one of them opened as a mail client would. */
export function mailView(page: Page): TemplateResult {
  const { data, mail: opened, mailsOf } = page.state;
  const mails = data?.mails ?? [];
  const reading = mails.find(({ id }) => id === opened);
  if (reading !== undefined) return readView(page, reading);
  const readers = (data?.people ?? []).filter((person) => mails.some((mail) => isTo(mail, person)));
  const reader = readers.find(({ id }) => id === mailsOf);
  const listed = mails.filter((mail) => reader === undefined || isTo(mail, reader)).toReversed();
  return html`<h2>Mail</h2>
    <label>
      Whose mail
      <select
        .value=${mailsOf ?? ''}
        @change=${(event: Event) => {
          page.state.mailsOf = (event.target as HTMLSelectElement).value || undefined;
          page.update();
        }}
      >
        <option value="">Everybody’s</option>
        ${readers.map(({ id, name }) => html`<option value=${id} ?selected=${id === mailsOf}>${name}</option>`)}
      </select>
    </label>
    ${listed.length === 0 ? html`<p class="empty">No mail yet. Each request sends several.</p>` : nothing}
    <ul class="mails">
      ${listed.map(
        (mail) =>
          html`<li>
            <button
              data-mail=${mail.id}
              @click=${() => {
                page.state.mail = mail.id;
                page.update();
              }}
            >
              <span class="meta">${timeOf(mail.at)} · to ${mail.to.join(', ')}</span>
              <strong>${mail.important ? '❗ ' : ''}${mail.subject}</strong>
            </button>
          </li>`,
      )}
    </ul>`;
}

function readView(page: Page, mail: MailView): TemplateResult {
  const back = (): void => {
    page.state.mail = undefined;
    page.lookAt(`[data-mail="${CSS.escape(mail.id)}"]`);
  };
  return html`<button class="back" @click=${back}>← All mail</button>
    <h2>${mail.subject}</h2>
    <p class="meta">${timeOf(mail.at)} · to ${mail.to.join(', ')}</p>
    ${keyed(
      mail.id,
      html`<iframe
        title=${`The mail “${mail.subject}”`}
        sandbox="allow-same-origin"
        srcdoc=${mail.html}
        @load=${(event: Event) => {
          opened(event.target as HTMLIFrameElement, page, mail);
        }}
      ></iframe>`,
    )}
    <details>
      <summary>As plain text</summary>
      <pre>${mail.text}</pre>
    </details>`;
}

/** No script runs in the frame: whoever taps a link in it is led by this page. */
function opened(frame: HTMLIFrameElement, page: Page, mail: MailView): void {
  const inside = frame.contentDocument;
  if (inside === null) return;
  frame.style.height = `${String(inside.documentElement.scrollHeight + 8)}px`;
  inside.addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest('a[href]');
    if (link === null || link === undefined) return;
    event.preventDefault();
    const reader = page.state.data?.people.find((person) => isTo(mail, person));
    page.open(link.getAttribute('href') ?? '', reader?.id ?? '');
  });
}

function isTo({ to }: MailView, { addresses }: PersonView): boolean {
  return to.some((address) => addresses.some((own) => own.toLowerCase() === address.toLowerCase()));
}
