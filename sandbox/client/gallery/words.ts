import { textsOf } from '../../cloud/teams/card.js';
import type { Shown } from './shown.js';

/** Everything that can be read in it, for the filter. */
export function wordsOf(shown: Shown): string {
  if ('card' in shown) return textsOf(shown.card).join('\n');
  return `${shown.mail.subject}\n${shown.mail.text}`;
}
