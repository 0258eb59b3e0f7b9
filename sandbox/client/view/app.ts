import { html, nothing, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Page } from '../page.js';
import { type Tab, tabs } from '../state.js';
import { channelView } from './channel.js';
import { chatsView } from './chats.js';
import { dialogsView } from './dialogs.js';
import { directoryView } from './directory.js';
import { guideView } from './guide.js';
import { headerView } from './header.js';
import { leversView } from './levers.js';
import { logView } from './log.js';
import { mailView } from './mail.js';
import { timelineView } from './timeline.js';

const panels: Readonly<Record<Tab, (page: Page) => TemplateResult>> = {
  chats: chatsView,
  guide: guideView,
  mail: mailView,
  directory: directoryView,
  channel: channelView,
  timeline: timelineView,
  log: logView,
  levers: leversView,
};
const titles: Readonly<Record<Tab, string>> = {
  chats: 'Chats',
  guide: 'Guide',
  mail: 'Mail',
  directory: 'Directory',
  channel: 'Channel',
  timeline: 'Timeline',
  log: 'Log',
  levers: 'Levers',
};

export function appView(page: Page): TemplateResult {
  const { state } = page;
  if (state.data === undefined)
    return html`<main class="waiting">
      <h1>MFA reset sandbox</h1>
      <p role="status">Waiting for the sandbox …</p>
    </main>`;
  const panel = state.wide && state.tab === 'chats' ? 'guide' : state.tab;
  // Another panel and another mail begin at their top.
  const shown = panel === 'mail' ? `mail ${state.mail ?? ''}` : panel;
  return html`${state.wide ? skipLink(page, panel) : nothing}${headerView(page)}
    <main class=${state.wide ? 'wide' : 'narrow'}>
      ${state.wide ? chatsView(page) : nothing}
      <div class="side">
        ${tabList(page, panel)}
        ${keyed(
          shown,
          html`<div class="panel" role="tabpanel" id="panel" aria-labelledby=${`tab-${panel}`} tabindex="0">
            ${panels[panel](page)}
          </div>`,
        )}
      </div>
    </main>
    ${dialogsView(page)}${toasts(page)}`;
}

/** For who comes by keys: the chats have many stops. */
function skipLink(page: Page, panel: Tab): TemplateResult {
  const skip = (event: Event): void => {
    event.preventDefault();
    page.lookAt('#panel');
  };
  return html`<a class="skip" href="#panel" @click=${skip}>Skip the chats, to: ${titles[panel]}</a>`;
}

function tabList(page: Page, chosen: Tab): TemplateResult {
  const shown = tabs.filter((tab) => tab !== 'chats' || !page.state.wide);
  const turn = (event: KeyboardEvent): void => {
    const at = shown.indexOf(chosen);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1 + shown.length, Home: 0, End: shown.length - 1 }[event.key];
    const next = to === undefined ? undefined : shown[to % shown.length];
    if (next === undefined) return;
    event.preventDefault();
    page.turnTo(next);
    page.lookAt(`#tab-${next}`);
  };
  return html`<div class="tabs" role="tablist" aria-label="What to look at" @keydown=${turn}>
    ${shown.map(
      (tab) =>
        html`<button
          role="tab"
          id=${`tab-${tab}`}
          aria-selected=${tab === chosen}
          aria-controls="panel"
          tabindex=${tab === chosen ? 0 : -1}
          @click=${() => {
            page.turnTo(tab);
          }}
        >
          ${titles[tab]}${badge(page, tab)}
        </button>`,
    )}
  </div>`;
}

function badge({ state }: Page, tab: Tab): TemplateResult | typeof nothing {
  const unread = [...state.unread.values()].reduce((sum, count) => sum + count, 0);
  const counts: Partial<Record<Tab, number>> = { mail: state.newMails, channel: state.newPosts, chats: unread };
  const count = counts[tab] ?? 0;
  return count === 0 ? nothing : html` <span class="badge">${count}<span class="hidden"> new</span></span>`;
}

function toasts(page: Page): TemplateResult {
  return html`<div class="toasts" role="status" aria-live="polite">
    ${repeat(
      page.state.toasts,
      ({ id }) => id,
      ({ id, title, text, button }) =>
        html`<div class="toast">
          <p><strong>${title}</strong> ${text}</p>
          ${
            button === undefined
              ? nothing
              : html`<button
                  @click=${() => {
                    button.press();
                    page.dismiss(id);
                  }}
                >
                  ${button.label}
                </button>`
          }
          <button
            class="quiet"
            aria-label="Close"
            @click=${() => {
              page.dismiss(id);
            }}
          >
            ✕
          </button>
        </div>`,
    )}
  </div>`;
}
