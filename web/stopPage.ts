import { supportLines } from '../cards/support.js';
import type { Key, Translate } from '../cards/strings.js';
import type { Support } from '../core/policy.js';
import type { StopOutcome } from '../core/stopping.js';
import { html, type Html } from './html.js';
import { direction } from './language.js';
import { linked } from './links.js';
import { SHIELD, supportLinks } from './parts.js';

/** `unreadable`: the link was cut off or changed. */
export type StopPageState = StopOutcome | 'unreadable' | 'tooOld';

/**
 * The page behind "This wasn't me" in a mail. It says nothing about anybody: whoever has only the link, such as a
 * scanner, reads no name and no reference, and can send nothing that counts.
 */
export function stopPage(state: StopPageState, token: string, support: Support, t: Translate): string {
  const asks = state === 'open' || state === 'wrong';
  const lines = TEXTS[state].map((key) => html`<p>${t(key)}</p>`);
  const ways = supportLinks(support);
  const help = supportLines(support, t).map((line) => html`<li>${linked(line, ways)}</li>`);

  return html`<!doctype html>
    <html lang="${t.locale}" dir="${direction(t.locale)}">
      <head>
        <meta charset="utf-8" />
        <title>${t(HEADINGS[state])}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="assets/page.css" />
      </head>
      <body>
        <header>
          <p class="service">${SHIELD}${t('next.service')}</p>
          <h1>${t(HEADINGS[state])}</h1>
        </header>
        <main>
          <section aria-label="${t(HEADINGS[state])}">${lines} ${asks ? form(state, token, t) : html``}</section>
          ${asks ? html`<aside><p>${t('stop.known')}</p></aside>` : html``}
          <section id="help" aria-labelledby="helpHeading">
            <h2 id="helpHeading">${t('next.help')}</h2>
            <ul role="list">
              ${help}
            </ul>
          </section>
        </main>
        <footer><p>${t('stop.footer')}</p></footer>
      </body>
    </html> `.markup;
}

function form(state: 'open' | 'wrong', token: string, t: Translate): Html {
  const wrong = state === 'wrong';
  const field = html`<input
    id="reference"
    name="reference"
    required
    maxlength="20"
    autocomplete="off"
    autocapitalize="characters"
    spellcheck="false"
    aria-describedby="hint"
    aria-invalid="${wrong ? 'true' : 'false'}"
  />`;
  return html`<form method="post" action="stop">
    <input type="hidden" name="t" value="${token}" />
    <label for="reference">${t('stop.reference')}</label>
    <p id="hint" class="hint">${t('stop.hint')}</p>
    ${field}
    <button type="submit">${t('stop.send')}</button>
  </form>`;
}

const HEADINGS: Readonly<Record<StopPageState, Key>> = {
  open: 'stop.open.heading',
  wrong: 'stop.wrong.heading',
  tooMany: 'stop.tooMany.heading',
  stopped: 'notice.objected.stopped.heading',
  told: 'notice.objected.told.heading',
  gone: 'stop.gone.heading',
  unreadable: 'stop.gone.heading',
  tooOld: 'stop.gone.heading',
};

const TEXTS: Readonly<Record<StopPageState, readonly Key[]>> = {
  open: ['stop.open.text', 'stop.open.how'],
  wrong: ['stop.wrong.text'],
  tooMany: ['stop.tooMany.text', 'stop.call'],
  stopped: ['stop.stopped.text', 'stop.given', 'stop.call'],
  told: ['stop.told.text', 'stop.given', 'stop.call'],
  gone: ['stop.gone.text', 'stop.call'],
  unreadable: ['stop.unreadable.text', 'stop.call'],
  tooOld: ['stop.tooOld.text', 'stop.call'],
};
