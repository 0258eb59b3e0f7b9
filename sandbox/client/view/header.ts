import { html, type TemplateResult } from 'lit-html';
import type { Page } from '../page.js';
import { type Theme, themes } from '../state.js';

const states = { starting: 'is starting', running: 'is running', stopped: 'is down' } as const;

export function headerView(page: Page): TemplateResult {
  const { data, connected, moving, theme } = page.state;
  const bot = data?.bot.state ?? 'starting';
  const busy = moving.size > 0;
  const isDown = bot === 'stopped';
  // A button that is disabled while it works would lose the focus: these do nothing, and say so.
  const turn = (): unknown => busy || bot === 'starting' || page.move('bot', isDown ? 'start' : 'kill', {});
  return html`<header>
    <h1>MFA reset sandbox</h1>
    <p class="bot" role="status">
      <span class="dot ${connected ? bot : 'stopped'}" aria-hidden="true"></span>
      ${connected ? `The bot ${states[bot]}` : 'The sandbox has ended'}
    </p>
    <button class=${isDown ? 'primary' : ''} aria-disabled=${busy || bot === 'starting'} @click=${turn}>
      ${isDown ? 'Start the bot' : html`Kill the bot<span> (kill -9)</span>`}
    </button>
    <button aria-disabled=${busy} @click=${() => busy || page.move('all', 'startOver', {})}>Start over</button>
    <label>
      <span>Theme</span>
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
