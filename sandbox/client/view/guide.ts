import { html, nothing, type TemplateResult } from 'lit-html';
import { type Step, tours, type Tour } from '../tours.js';
import type { Page } from '../page.js';

/** What to do first, step by step, each ticked off when it has really happened; then the stories. */
export function guideView(page: Page): TemplateResult {
  return html`<h2>Guide</h2>
    <p>
      On the left are the Teams chats of several people with the bot; you are all of them. Nothing here leaves this
      machine.
    </p>
    ${playView(page)} ${tours.map((tour) => tourView(page, tour))} ${storiesView(page)}`;
}

function tourView(page: Page, { title, steps }: Tour): TemplateResult {
  const { state } = page;
  const next = steps.find((step) => !step.isDone(state));
  return html`<section class="tour" aria-label=${title}>
    <h3>${title}</h3>
    ${next === undefined ? html`<p class="good" role="status">✓ All of it happened.</p>` : nothing}
    <ol>
      ${steps.map((step) => stepView(page, step, step === next))}
    </ol>
  </section>`;
}

function stepView(page: Page, step: Step, isNext: boolean): TemplateResult {
  const done = step.isDone(page.state);
  return html`<li class=${done ? 'done' : isNext ? 'next' : 'later'} aria-current=${isNext ? 'step' : nothing}>
    <p>${done ? html`<span aria-hidden="true">✓ </span><span class="hidden">Done: </span>` : nothing}${step.text}</p>
    ${
      isNext && step.buttons !== undefined
        ? step.buttons(page).map(({ label, press }) => html`<button class="primary" @click=${press}>${label}</button>`)
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
    <p>Each begins with a new tenant and plays by itself.</p>
    <ul class="stories">
      ${data?.stories.map(
        ({ id, title, about }) =>
          html`<li>
            <strong>${title}</strong>
            <p>${about}</p>
            <button
              aria-label=${`Play: ${title}`}
              ?disabled=${moving.size > 0}
              @click=${() => page.move('play', 'play', { story: id })}
            >
              ▶ Play
            </button>
          </li>`,
      )}
    </ul>
  </section>`;
}
