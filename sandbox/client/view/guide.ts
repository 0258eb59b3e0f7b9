import { html, nothing, type TemplateResult } from 'lit-html';
import { type Step, tours, type Tour } from '../tours.js';
import type { Page } from '../page.js';

/** What to do first, step by step, each ticked off when it has really happened; then the stories. */
export function guideView(page: Page): TemplateResult {
  const first = tours.find(({ steps }) => !steps.every((step) => step.isDone(page.state)));
  return html`<h2>Guide</h2>
    <p>
      Whoever loses their phone can’t sign in any more: the second factor (MFA) was on it. This bot gets them back in.
      Somebody asks, an approver decides, and the bot clears the old sign-in methods.
    </p>
    <p>
      ${page.state.wide ? 'On the left are' : 'Under “Chats” are'} several people’s Teams chats with the bot, and you
      are all of them. Nothing here leaves this machine.
    </p>
    ${playView(page)} ${tours.map((tour) => tourView(page, tour, tour === first))} ${storiesView(page)}`;
}

function tourView(page: Page, { title, steps }: Tour, isFirst: boolean): TemplateResult {
  const { state } = page;
  const next = steps.find((step) => !step.isDone(state));
  return html`<section class=${isFirst ? 'tour first' : 'tour'} aria-label=${title} tabindex="-1">
    <h3>${title}</h3>
    ${next === undefined ? html`<p class="good" role="status">✓ All of it happened.</p>` : nothing}
    <ol>
      ${steps.map((step) => stepView(page, step, step === next, isFirst))}
    </ol>
  </section>`;
}

function stepView(page: Page, step: Step, isNext: boolean, isFirst: boolean): TemplateResult {
  const done = step.isDone(page.state);
  return html`<li class=${done ? 'done' : isNext ? 'next' : 'later'} aria-current=${isNext ? 'step' : nothing}>
    <p>${done ? html`<span aria-hidden="true">✓ </span><span class="hidden">Done: </span>` : nothing}${step.text}</p>
    ${
      isNext && step.buttons !== undefined
        ? step
            .buttons(page)
            .map(
              ({ label, press }) => html`<button class=${isFirst ? 'primary' : ''} @click=${press}>${label}</button>`,
            )
        : nothing
    }
  </li>`;
}

function playView(page: Page): TemplateResult | typeof nothing {
  const play = page.state.data?.play;
  if (play === undefined) return nothing;
  const said = {
    playing: 'Now playing',
    done: 'Played to its end, all as promised',
    failed: 'This did not go as promised',
  } as const;
  return html`<section class="play" aria-label="The story that is played">
    <h3>${play.title}</h3>
    <p role="status">${said[play.state]}</p>
    <ol data-stick tabindex="0" aria-label="What has happened so far">
      ${play.lines.map((line) => html`<li>${line}</li>`)}
    </ol>
  </section>`;
}

function storiesView(page: Page): TemplateResult {
  const { data, moving } = page.state;
  return html`<section aria-label="Stories">
    <h3>Stories</h3>
    <p>Lean back: each begins with a new tenant, where nothing has happened yet, and plays by itself.</p>
    <ul class="stories">
      ${data?.stories.map(
        ({ id, title, about }) =>
          html`<li>
            <strong>${title}</strong>
            <p>${about}</p>
            <button
              aria-label=${`Play: ${title}`}
              aria-disabled=${moving.size > 0}
              @click=${() => moving.size > 0 || page.move('play', 'play', { story: id })}
            >
              ▶ Play
            </button>
          </li>`,
      )}
    </ul>
  </section>`;
}
