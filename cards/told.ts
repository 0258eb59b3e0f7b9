import type { Support } from '../core/policy.js';
import type { ResetRequest } from '../core/request.js';
import type { Message, Tone } from './message.js';
import type { Translate } from './strings.js';

/** Where a notice is read: a chat shows the card it speaks of, a mail has to lead there. */
export type Medium = 'chat' | 'mail';

export interface Context {
  readonly request: ResetRequest;
  readonly t: Translate;
  readonly support: Support;
  readonly medium: Medium;
}

/** A notice without what each of them has: the reference under the heading and in the summary. */
export type Told = Omit<Message, 'summary' | 'subtitle'>;

/** What most notices are: a heading and some sentences. */
export function told(
  icon: string,
  tone: Tone,
  heading: string,
  paragraphs: readonly string[],
  more: Pick<Message, 'facts' | 'boxes' | 'footer'> = {},
): Told {
  return { icon, tone, heading, paragraphs, ...more };
}
