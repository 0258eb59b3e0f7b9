import { nomineeOf } from '../core/nominees.js';
import type { Instant, Reassignment, ResetRequest } from '../core/request.js';
import type { Translate } from './strings.js';
import { nameOf } from './userText.js';
import { people, when } from './wording.js';

/** Who gave whose place to whom, for the sentences that say so. */
export function named({ by, from, to }: Reassignment): { name: string; from: string; to: string } {
  return { name: nameOf(by), from: nameOf(from), to: nameOf(to) };
}

/** Why somebody has it who was not asked at first: as long as they still have it. */
export function whyTheyHaveIt(request: ResetRequest, now: Instant | undefined, t: Translate): readonly string[] {
  const last = request.reassignments?.findLast(({ to }) => nomineeOf(request, to.id) !== undefined);
  if (last === undefined) return [...whoDecidesInstead(request, t), ...whoIsAway(request, t)];
  const key = last.by.id === last.from.id ? 'request.pending.reassigned.own' : 'request.pending.reassigned';
  return [t(key, { ...named(last), when: when(t, last.at, now) }), ...whoIsAway(request, t)];
}

function whoDecidesInstead({ nominees }: ResetRequest, t: Translate): readonly string[] {
  return nominees.flatMap(({ person, for: lender }) =>
    lender === undefined
      ? []
      : [t('request.pending.lent', { delegate: nameOf(person), delegator: nameOf(lender.person) })],
  );
}

/** Why more people were asked than the rule names. */
function whoIsAway({ nominees }: ResetRequest, t: Translate): readonly string[] {
  const away = nominees.filter((nominee) => nominee.away === true).map(({ person }) => person);
  const standIns = nominees.filter(({ standIn }) => standIn === true).map(({ person }) => person);
  if (away.length === 0 || standIns.length === 0) return [];
  const names = { away: people(t, away, 'and'), standIns: people(t, standIns, 'and') };
  return [t('request.pending.away', { ...names, count: away.length })];
}

/** The same, told to the one who has it. */
export function whyYouHaveIt(
  request: ResetRequest,
  viewerId: string,
  now: Instant | undefined,
  t: Translate,
): readonly string[] {
  const lender = nomineeOf(request, viewerId)?.for;
  if (lender !== undefined) return [t('approval.pending.lent', { delegator: nameOf(lender.person) })];
  const own = request.reassignments?.findLast(({ to }) => to.id === viewerId);
  if (own === undefined) return [];
  const key = own.by.id === own.from.id ? 'approval.pending.reassigned.own' : 'approval.pending.reassigned';
  return [t(key, { ...named(own), when: when(t, own.at, now) })];
}
