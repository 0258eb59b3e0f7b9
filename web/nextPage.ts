import { supportLines } from '../cards/support.js';
import type { Key, Translate } from '../cards/strings.js';
import type { Support } from '../core/policy.js';
import { html, type Html } from './html.js';
import { direction } from './language.js';
import { linked, type Link } from './links.js';
import { SHIELD, supportLinks } from './parts.js';

/** What somebody does after their MFA was reset, for everybody the same: a whole HTML document. */
export function nextPage(support: Support, t: Translate): string {
  const addresses = [...ADDRESSES, { text: t('next.help'), href: '#help' }];
  const text = (key: Key): Html => linked(t(key), addresses);
  const paragraph = (key: Key): Html => html`<p>${text(key)}</p>`;

  const steps = STEPS.map(
    ([heading, ...lines]) =>
      html`<li>
        <h3>${text(heading)}</h3>
        ${lines.map(paragraph)}
      </li>`,
  );
  const questions = questionsFor(support).map(
    ([question, ...lines]) =>
      html`<details>
        <summary>${text(question)}</summary>
        <div class="answer">${lines.map(paragraph)}</div>
      </details>`,
  );
  const ways = supportLinks(support);
  const help = supportLines(support, t).map((line) => html`<li>${linked(line, ways)}</li>`);

  return html`<!doctype html>
    <html lang="${t.locale}" dir="${direction(t.locale)}">
      <head>
        <meta charset="utf-8" />
        <title>${t('next.title')}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="assets/page.css" />
      </head>
      <body>
        <header>
          <p class="service">${SHIELD}${t('next.service')}</p>
          <h1>${t('next.title')}</h1>
          <p class="lead">${t('next.lead')}</p>
        </header>
        <main>
          <aside aria-labelledby="unexpected">
            <h2 id="unexpected">${t('next.unexpected')}</h2>
            ${paragraph('next.unexpected.stop')} ${paragraph('next.unexpected.tell')}
          </aside>
          <section aria-labelledby="steps">
            <h2 id="steps">${t('next.steps')}</h2>
            <ol role="list">
              ${steps}
            </ol>
          </section>
          <section aria-labelledby="second">
            <h2 id="second">${t('next.second')}</h2>
            ${paragraph('next.second.why')} ${paragraph('next.second.how')}
          </section>
          <section id="help" aria-labelledby="helpHeading">
            <h2 id="helpHeading">${t('next.help')}</h2>
            ${paragraph('next.help.lead')}
            <ul role="list">
              ${help}
            </ul>
          </section>
          <section aria-labelledby="questions">
            <h2 id="questions">${t('next.questions')}</h2>
            ${questions}
          </section>
        </main>
        <footer>${paragraph('next.footer')}</footer>
      </body>
    </html> `.markup;
}

/** A heading or a question, then its paragraphs. */
type Entry = readonly [Key, ...Key[]];

const STEPS: readonly Entry[] = [
  ['next.step.phone', 'next.step.phone.how'],
  ['next.step.install', 'next.step.install.how', 'next.step.install.which'],
  ['next.step.signIn', 'next.step.signIn.how', 'next.step.signIn.password'],
  ['next.step.register', 'next.step.register.how'],
  ['next.step.done', 'next.step.done.how'],
];

function questionsFor({ passwordReset, hours }: Support): readonly Entry[] {
  return [
    ['next.notAsked', 'next.notAsked.signOut', 'next.notAsked.direct'],
    ['next.password', 'next.password.both', passwordReset === undefined ? 'next.password.it' : 'next.password.link'],
    [
      'next.locked',
      'next.locked.private',
      'next.locked.say',
      ...(hours === undefined ? [] : ['next.locked.hours' as const]),
    ],
    ['next.code', 'next.code.never', 'next.code.tell'],
    ['next.noPhone', 'next.noPhone.other'],
    ['next.why', 'next.why.lost', 'next.why.kept'],
    ['next.long', 'next.long.setUp', 'next.long.signOut'],
  ];
}

const ADDRESSES: readonly Link[] = [
  { text: 'login.microsoftonline.com', href: 'https://login.microsoftonline.com/' },
  { text: 'mysignins.microsoft.com/security-info', href: 'https://mysignins.microsoft.com/security-info' },
  { text: 'App Store', href: 'https://apps.apple.com/app/microsoft-authenticator/id983156458' },
  { text: 'Google Play', href: 'https://play.google.com/store/apps/details?id=com.azure.authenticator' },
];
