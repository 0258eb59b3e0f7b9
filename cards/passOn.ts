import type { Person } from '../core/request.js';
import type { Box } from './message.js';
import type { Translate } from './strings.js';
import { nameOf } from './userText.js';

/** What the requester says to the colleague, ready to be read out. */
export function passOn(target: Person, t: Translate): Box {
  return {
    title: t('passOn.title'),
    tone: 'emphasis',
    lines: [
      t('passOn.how', { target: nameOf(target) }),
      t('passOn.methods'),
      t('passOn.install'),
      t('passOn.signIn'),
      t('passOn.notAsked'),
    ],
  };
}
