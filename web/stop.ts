import type { Support } from '../core/policy.js';
import type { Instant } from '../core/request.js';
import type { StopClaim, StopOutcome, StopState } from '../core/stopping.js';
import { privateAnswer, type Answer } from './answer.js';
import { preferred } from './language.js';
import type { Page } from './pages.js';
import { stopPage, type StopPageState } from './stopPage.js';

export interface StopSettings {
  readonly support: Support;
  readonly https: boolean;
  readonly now: () => Instant;
  readonly read: (token: string, now: Instant) => StopClaim | 'unreadable' | 'tooOld';
  /** Changes nothing. */
  readonly look: (claim: StopClaim) => Promise<StopState>;
  readonly stop: (claim: StopClaim, reference: string) => Promise<StopOutcome>;
}

/** `/stop?t=…`: opening it changes nothing, however often; sending the reference stops. */
export function stopLinkPage(settings: StopSettings): Page {
  const { support, https, now, read } = settings;
  const shown = (state: StopPageState, token: string, language: string | undefined): Answer => {
    const t = preferred(language);
    const headers = { 'Content-Language': t.locale, Vary: 'Accept-Language' };
    return privateAnswer({ status: STATUS[state], body: stopPage(state, token, support, t), headers }, https);
  };
  return {
    path: '/stop',
    async handle({ headers, url = '' }) {
      const token = new URLSearchParams(url.split('?')[1] ?? '').get('t') ?? '';
      const claim = read(token, now());
      const state = typeof claim === 'string' ? claim : await settings.look(claim);
      return shown(state, token, headers['accept-language']);
    },
    async submit({ headers, form }) {
      const token = form.get('t') ?? '';
      const claim = read(token, now());
      const state = typeof claim === 'string' ? claim : await settings.stop(claim, form.get('reference') ?? '');
      return shown(state, token, headers['accept-language']);
    },
  };
}

const STATUS: Readonly<Record<StopPageState, number>> = {
  open: 200,
  stopped: 200,
  told: 200,
  wrong: 422,
  tooMany: 429,
  gone: 404,
  unreadable: 404,
  tooOld: 410,
};
