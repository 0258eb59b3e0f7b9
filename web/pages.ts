import type { IncomingMessage } from 'node:http';
import type { Support } from '../core/policy.js';
import { answer, type Answer } from './answer.js';
import { preferred } from './language.js';
import { nextPage } from './nextPage.js';
import { pageCss } from './pageCss.js';
import { stopLinkPage, type StopSettings } from './stop.js';

type Headers = Pick<IncomingMessage, 'headers'>;

/** An address and what it answers to GET and HEAD; to POST only where it has `submit`. */
export interface Page {
  readonly path: string;
  readonly handle: (request: Headers & { readonly url?: string | undefined }) => Answer | Promise<Answer>;
  readonly submit?: (request: Headers & { readonly form: URLSearchParams }) => Promise<Answer>;
}

export interface PageSettings {
  readonly support: Support;
  /** Where users reach the service; always https. */
  readonly publicUrl: string | undefined;
  /** What the links of mails can do. */
  readonly stopping: Omit<StopSettings, 'support' | 'https'>;
}

/** The pages that anybody may read, signed in or not. */
export function createPages({ support, publicUrl, stopping }: PageSettings): readonly Page[] {
  const https = publicUrl !== undefined;
  return [
    {
      path: '/next',
      handle: ({ headers }) => {
        const t = preferred(headers['accept-language']);
        const language = { 'Content-Language': t.locale, Vary: 'Accept-Language' };
        const body = nextPage(support, t);
        return answer({ type: 'text/html', body, headers: language }, headers['if-none-match'], https);
      },
    },
    stopLinkPage({ support, https, ...stopping }),
    {
      path: '/assets/page.css',
      handle: ({ headers }) => answer({ type: 'text/css', body: pageCss }, headers['if-none-match'], https),
    },
  ];
}
