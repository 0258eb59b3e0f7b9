import type { IncomingMessage } from 'node:http';
import type { Support } from '../core/policy.js';
import { answer, type Answer } from './answer.js';
import { preferred } from './language.js';
import { nextPage } from './nextPage.js';
import { pageCss } from './pageCss.js';

/** An address and what it answers to GET and HEAD. */
export interface Page {
  readonly path: string;
  readonly handle: (request: Pick<IncomingMessage, 'headers'>) => Answer;
}

export interface PageSettings {
  readonly support: Support;
  /** Where users reach the service; always https. */
  readonly publicUrl: string | undefined;
}

/** The pages that anybody may read, signed in or not. */
export function createPages({ support, publicUrl }: PageSettings): readonly Page[] {
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
    {
      path: '/assets/page.css',
      handle: ({ headers }) => answer({ type: 'text/css', body: pageCss }, headers['if-none-match'], https),
    },
  ];
}
