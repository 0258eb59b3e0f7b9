import type { Approval } from '../core/request.js';
import type { Box } from './message.js';
import type { Translate } from './strings.js';
import { nameOf } from './userText.js';
import { quote, when } from './wording.js';

/** Who approved, when, and how they made sure, where the policy asks for it. */
export function approvedLine({ by, at, verified }: Approval, now: number, t: Translate): string {
  const line = t('approval.approvedBy', { name: nameOf(by), when: when(t, at, now) });
  if (verified === undefined) return line;
  const { how, text } = verified;
  const words = text === '' && how !== 'other' ? '' : quote(t, text);
  const said = words === '' ? t(`verified.${how}`) : t('verified.words', { how: t(`verified.${how}`), words });
  return t('verified.line', { approved: line, how: said });
}

/** For the requester alone, and only on the card: a mail is read by more people, and stays. */
export function codeBox(code: string, target: string, t: Translate): Box {
  return {
    title: t('request.code.title'),
    tone: 'emphasis',
    lines: [`${code.slice(0, 3)} ${code.slice(3)}`, t('request.code.how', { target }), t('request.code.never')],
  };
}
