import { userText } from '../cards/userText.js';
import type { Support } from '../core/policy.js';
import { html } from './html.js';
import { callLink, webLink, type Link } from './links.js';

/** As text cleaned for showing, since it is looked for in sentences that show it. */
export function supportLinks({ phone, portal, passwordReset }: Support): readonly Link[] {
  const shown = (text: string): string => userText(text, 200);
  return [
    ...(phone === undefined ? [] : [callLink(shown(phone))]),
    ...[portal, passwordReset].map((address) => webLink(shown(address ?? ''))),
  ].filter((link) => link !== undefined);
}

/** The service's sign. */
export const SHIELD = html`<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
  <path
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linejoin="round"
    d="M12 3l7 2.5v6c0 4.5-3 7.7-7 9.5-4-1.8-7-5-7-9.5v-6z"
  />
  <path
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    d="M8.8 12l2.3 2.3 4.3-4.6"
  />
</svg>`;
