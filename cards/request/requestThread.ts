import { openFollowUp } from '../it/thread.js';
import type { Fact } from '../message.js';
import { lockedOutHelp } from '../support.js';
import { nameOf } from '../userText.js';
import { quote, when } from '../wording.js';
import { isLockedOut, type RequestView } from './requestView.js';

/** That IT knows, and where to turn meanwhile. */
export function lockoutTexts({ request, now, t, support }: RequestView): readonly string[] {
  const { lockout, target, registeredAt } = request;
  // Registered again, the card says so.
  if (lockout === undefined || (lockout.sortedAt !== undefined && registeredAt !== undefined)) return [];
  if (lockout.sortedAt !== undefined) return [t('request.lockout.sorted', { when: when(t, lockout.sortedAt, now) })];
  if (!isLockedOut(request)) return [];
  const told = t('request.lockout.told', { when: when(t, lockout.at, now), target: nameOf(target) });
  return [told, ...lockedOutHelp(request, support, t)];
}

/** What IT wrote and nobody has answered yet; the fields for it are on the message of its own. */
export function fromIt({ request, t }: RequestView): readonly Fact[] {
  const message = openFollowUp(request);
  if (message === undefined) return [];
  const value = t('fact.by', { quote: quote(t, message.text), name: nameOf(message.by) });
  return [{ label: t('fact.fromIt'), value }];
}
