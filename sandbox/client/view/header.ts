import { html, type TemplateResult } from 'lit-html';
import type { Page } from '../page.js';
import { type Theme, themes } from '../state.js';

const states = { starting: 'is starting', running: 'is running', stopped: 'is down' } as const;

export function headerView(page: Page): TemplateResult {
  const { data, connected, moving, theme } = page.state;
  const bot = data?.bot.state ?? 'starting';
  const busy = moving.size > 0;
  return html`<header>
    <h1>MFA reset sandbox</h1>
    <p class="bot" role="status">
      <span class="dot ${connected ? bot : 'stopped'}" aria-hidden="true"></span>
      ${connected ? `The bot ${states[bot]}` : 'The sandbox has ended'}
    </p>
    ${
      bot === 'stopped'
        ? html`<button class="primary" ?disabled=${busy} @click=${() => page.move('bot', 'start', {})}>
            Start the bot
          </button>`
        : html`<button ?disabled=${busy || bot !== 'running'} @click=${() => page.move('bot', 'kill', {})}>
            kill -9
          </button>`
    }
    <button ?disabled=${busy} @click=${() => page.move('all', 'startOver', {})}>Start over</button>
    <label>
      Theme
      <select
        .value=${theme}
        @change=${(event: Event) => {
          page.state.theme = (event.target as HTMLSelectElement).value as Theme;
          page.update();
        }}
      >
        ${themes.map((one) => html`<option value=${one} ?selected=${one === theme}>${one}</option>`)}
      </select>
    </label>
  </header>`;
}
