import type { ResetRequest } from '../../core/request.js';
import type { Box } from '../message.js';
import type { Key, Translate } from '../strings.js';
import { nameOf } from '../userText.js';
import { whatIsCleared, type Cleared } from '../wording.js';

/** What the requester says to the colleague, ready to be read out. */
export function passOn(request: Pick<ResetRequest, 'target' | 'clearing' | 'lost' | 'pass'>, t: Translate): Box {
  const what = whatIsCleared(request);
  return {
    title: t('passOn.title'),
    tone: 'emphasis',
    lines: [
      t('passOn.how', { target: nameOf(request.target) }),
      t('passOn.methods', { what }),
      ...(request.pass === undefined ? steps[what] : PASS).map((key) => t(key)),
    ],
  };
}

/** Whoever keeps some methods is asked to set up new ones only where none of them will do. */
const steps: Record<Cleared, readonly Key[]> = {
  all: ['passOn.install', 'passOn.signIn', 'passOn.notAsked'],
  phone: ['passOn.install', 'passOn.signIn', 'passOn.phone.notAsked'],
  securityKey: ['passOn.securityKey.signIn', 'passOn.securityKey.add'],
};

/** Where the policy has IT issue a pass. */
const PASS: readonly Key[] = ['passOn.pass.call', 'passOn.pass.signIn'];
