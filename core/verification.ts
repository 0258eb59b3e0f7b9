import type { CommandOf } from './command.js';
import type { Facts } from './facts.js';
import { WORDS } from './limits.js';
import type { Policy } from './policy.js';
import { refuse, type Refusal } from './refusal.js';
import type { HowVerified, ResetRequest } from './request.js';
import { isRisky } from './risks.js';

/** What the policy asks of whoever approves: to say how they made sure, or the code that the user reads to them. */
export type Verification = 'none' | { readonly ask: 'how' | 'code'; readonly for: 'risky' | 'all' };

/** Wrong codes of one approver, for one request: the chance of a guess is one in 200,000. */
export const CODE_TRIES = 5;

/** What this approval needs, by the policy and by what is known of the target now. */
export function verificationAsked(
  { verification }: Pick<Policy, 'verification'>,
  request: Pick<ResetRequest, 'risks' | 'approvalsNeeded'>,
): 'how' | 'code' | undefined {
  if (verification === 'none') return undefined;
  const due = verification.for === 'all' || isRisky(request) || request.approvalsNeeded === 2;
  return due ? verification.ask : undefined;
}

/** Why what was said does not do. `code` is how the typed one compares, where one was typed. */
export function verificationRefusal(
  request: ResetRequest,
  { by, verified }: CommandOf<'approve'>,
  asked: 'how' | 'code' | undefined,
  code: Facts['code'],
): Refusal | undefined {
  if (asked === undefined) return undefined;
  if (asked === 'code') {
    if (code === undefined) return refuse('verificationMissing');
    const left = triesLeft(request, by.id);
    return code === 'right' ? undefined : refuse('wrongCode', { limit: code === 'wrongAgain' ? left : left - 1 });
  }
  if (verified?.how === undefined) return refuse('verificationMissing');
  const length = Array.from(verified.text.trim()).length;
  if (length > WORDS.max || (verified.how === 'other' && length < WORDS.min)) return refuse('verificationMissing');
  return verified.how === 'called' && !canBeCalled(request) ? refuse('callBackNotEnough') : undefined;
}

/** The same digits once more tell nobody anything new: they cost no try. */
export function isMissed(
  { codeMisses = [] }: Pick<ResetRequest, 'codeMisses'>,
  personId: string,
  mark: string,
): boolean {
  return codeMisses.some((miss) => miss.by.id === personId && miss.mark === mark);
}

export function triesLeft({ codeMisses = [] }: Pick<ResetRequest, 'codeMisses'>, personId: string): number {
  return Math.max(0, CODE_TRIES - codeMisses.filter(({ by }) => by.id === personId).length);
}

/** Whether a call proves anything: a number that was changed lately may be the attacker's own. */
export function canBeCalled({ target, risks }: Pick<ResetRequest, 'target' | 'risks'>): boolean {
  return (target.phone ?? '') !== '' && !risks.some(({ kind }) => kind === 'phoneChangedLately');
}

/** Spoken to on the directory's number: the code as well was asked for there. */
export function isCallBack(how: HowVerified | undefined): boolean {
  return how === 'called' || how === 'code';
}
