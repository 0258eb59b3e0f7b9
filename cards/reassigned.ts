import { nomineeOf } from '../core/nominees.js';
import type { Instant, Reassignment, ResetRequest } from '../core/request.js';
import type { Translate } from './strings.js';
import { nameOf } from './userText.js';
import { when } from './wording.js';

/** Who gave whose place to whom, for the sentences that say so. */
export function named({ by, from, to }: Reassignment): { name: string; from: string; to: string } {
  return { name: nameOf(by), from: nameOf(from), to: nameOf(to) };
}

/** Why somebody has it who was not asked at first: as long as they still have it. */
export function whyTheyHaveIt(request: ResetRequest, now: Instant | undefined, t: Translate): readonly string[] {
  const last = request.reassignments?.findLast(({ to }) => nomineeOf(request, to.id) !== undefined);
  if (last === undefined) return [];
  const key = last.by.id === last.from.id ? 'request.pending.reassigned.own' : 'request.pending.reassigned';
  return [t(key, { ...named(last), when: when(t, last.at, now) })];
}

/** The same, told to the one who has it. */
export function whyYouHaveIt(
  { reassignments }: ResetRequest,
  viewerId: string,
  now: Instant | undefined,
  t: Translate,
): readonly string[] {
  const own = reassignments?.findLast(({ to }) => to.id === viewerId);
  if (own === undefined) return [];
  const key = own.by.id === own.from.id ? 'approval.pending.reassigned.own' : 'approval.pending.reassigned';
  return [t(key, { ...named(own), when: when(t, own.at, now) })];
}
