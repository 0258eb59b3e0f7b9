import { html, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { CallView } from '../../page/protocol.js';
import type { Page } from '../page.js';
import { exactTimeOf } from './time.js';

const services: Readonly<Record<CallView['service'], string>> = {
  teams: 'Teams calls the bot',
  connector: 'The bot writes to Teams',
  graph: 'The bot asks Graph',
  mail: 'The bot sends mail',
  login: 'The bot is refused a token',
};

/** Everything that went over the wire, as the cloud saw it. */
export function logView(page: Page): TemplateResult {
  const { data, service } = page.state;
  const calls = (data?.calls ?? []).filter((call) => service === '' || call.service === service);
  return html`<h2>Log</h2>
    <p>Every call between the bot and the Microsoft cloud that is simulated here.</p>
    <label>
      Show
      <select
        .value=${service}
        @change=${(event: Event) => {
          page.state.service = (event.target as HTMLSelectElement).value;
          page.update();
        }}
      >
        <option value="">Everything</option>
        ${Object.entries(services).map(
          ([name, label]) => html`<option value=${name} ?selected=${name === service}>${label}</option>`,
        )}
      </select>
    </label>
    <ol class="log" data-stick tabindex="0" aria-label="Calls, the newest last">
      ${repeat(
        calls,
        ({ number }) => number,
        (call) =>
          html`<li>
            <span class="meta">${exactTimeOf(call.at)} · ${services[call.service]}</span>
            <code>${call.method} ${call.what}</code>
            <span class=${call.status >= 400 || call.status === 0 ? 'tag bad' : 'tag'}>
              ${call.status === 0 ? 'no answer' : call.status}${call.fault ? ' · lever' : ''}
            </span>
          </li>`,
      )}
    </ol>`;
}
