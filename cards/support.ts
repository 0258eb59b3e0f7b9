import type { Support } from '../core/policy.js';
import type { ResetRequest } from '../core/request.js';
import type { Translate } from './strings.js';
import { userText } from './userText.js';

const LENGTH = 200;

/** How to reach people, in one line: phone first, since who reads it may be locked out. */
export function supportLine(support: Support, t: Translate): string {
  const { phone, hours, portal } = cleaned(support);
  const ways = [
    phone === undefined
      ? []
      : hours === undefined
        ? [t('support.phone', { phone })]
        : [t('support.phoneHours', { phone, hours })],
    portal === undefined ? [] : [t('support.portal', { portal })],
  ].flat();
  return ways.length === 0 ? t('support.none') : ways.join(' ');
}

/** Everything the policy knows about support, a sentence each. */
export function supportLines(support: Support, t: Translate): readonly string[] {
  const { phone, outOfHours, passwordReset, escalation } = cleaned(support);
  return [
    supportLine(support, t),
    ...(phone === undefined ? [] : [t('support.lockout')]),
    ...(outOfHours === undefined ? [] : [t('support.outOfHours', { outOfHours: withoutFullStop(outOfHours) })]),
    ...(passwordReset === undefined ? [] : [t('support.passwordReset', { passwordReset })]),
    ...(escalation === undefined ? [] : [t('support.escalation', { escalation })]),
  ];
}

/** For somebody who is locked out and has told IT: out of hours, what the policy says of that. */
export function lockedOutHelp(
  { lockout }: Pick<ResetRequest, 'lockout'>,
  support: Support,
  t: Translate,
): readonly string[] {
  const { phone, outOfHours } = cleaned(support);
  return [
    ...(lockout?.outOfHours === true ? [t('request.lockout.outOfHours')] : []),
    ...(lockout?.outOfHours === true && outOfHours !== undefined
      ? [t('support.outOfHours', { outOfHours: withoutFullStop(outOfHours) })]
      : []),
    supportLine(support, t),
    ...(phone === undefined ? [] : [t('support.lockout')]),
  ];
}

function cleaned(support: Support): Support {
  return Object.fromEntries(
    Object.entries(support)
      .map(([key, value]: [string, string | undefined]) => [key, userText(value ?? '', LENGTH)] as const)
      .filter(([, value]) => value !== ''),
  );
}

/** It is written as a sentence by some, and the string brings its own. */
function withoutFullStop(line: string): string {
  return line.replace(/\.$/u, '');
}
