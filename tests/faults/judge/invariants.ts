import type { Case, Deletion, Sight, Tap, Testimony } from './testimony.js';
import { timeOf } from './testimony.js';
import { CLEARED_NOTICE, endIn, namesApprover, noticeOf, toldOnceIn, UNDONE_NOTICE, type End } from './wording.js';

/** Why an invariant does not hold: which request, and what was seen. */
export type Finding = string;

/** I1: no DELETE without enough approvals by others before it, and none at all once another end has won. */
export function approvedFirst(all: Testimony): readonly Finding[] {
  return all.cases.flatMap((one) => {
    const deletions = resetDeletions(all, one);
    const early = deletions.find(({ at }) => approversBefore(all, one, at).length < one.needed);
    const lost = all.taps.find((tap) => tap.requestId === one.requestId && hasEndedIt(tap));
    return [
      ...(early === undefined
        ? []
        : [
            `I1: ${one.reference}: DELETE of ${early.id} at ${time(early.at)} with ` +
              `${approversBefore(all, one, early.at).length} of ${one.needed} approvals; taps: ${tapsOf(all, one)}`,
          ]),
      ...(lost === undefined || deletions.length === 0
        ? []
        : [`I1: ${one.reference}: ${lost.verb} won at ${time(lost.answeredAt)}, yet ${deletions.length} DELETEs came`]),
    ];
  });
}

/** I2: one run: nothing registered since it began is deleted, nothing twice, and nothing once the end was told. */
export function oneRun(all: Testimony): readonly Finding[] {
  return all.cases.flatMap((one) => {
    const begun = begunAt(all, one);
    const end = endsOf(all, one).at(0);
    const deletions = resetDeletions(all, one);
    return deletions.flatMap((each, index) => {
      const lives = all.methods.filter(({ user, id }) => user === each.user && id === each.id);
      const registeredAt = lives.findLast((method) => method.registeredAt <= each.at)?.registeredAt ?? 0;
      const before = deletions
        .slice(0, index)
        .find(({ id, at, applied }) => id === each.id && applied && at >= registeredAt);
      const explained =
        all.listsLag ||
        before?.faulted === true ||
        all.doubts.some(({ at }) => at >= (before?.at ?? 0) && at <= each.at);
      return [
        ...(each.applied && registeredAt > begun
          ? [`I2: ${one.reference}: ${each.id} was deleted, which was registered after the reset had begun`]
          : []),
        ...(before !== undefined && !explained
          ? [
              `I2: ${one.reference}: ${each.id} was deleted at ${time(before.at)} and asked for again at ${time(each.at)}`,
            ]
          : []),
        ...(end !== undefined && end.at < each.at
          ? [
              `I2: ${one.reference}: DELETE of ${each.id} at ${time(each.at)}, after the end was told at ${time(end.at)}`,
            ]
          : []),
      ];
    });
  });
}

/** When the reset had begun: its methods are pinned then. */
function begunAt(all: Testimony, one: Case): number {
  const inTime = timeOf(all, one);
  return all.revocations.find((each) => each.user === one.target && inTime(each))?.at ?? Infinity;
}

/** What a containment does not account for is the reset's to answer for. */
function resetDeletions(all: Testimony, one: Case): readonly Deletion[] {
  const inTime = timeOf(all, one);
  return all.deletions.filter((each) => each.user === one.target && inTime(each) && !isContainment(all, one, each));
}

/**
 * Ordered by IT or security, neither requester nor target, and of what was registered since the reset began and before
 * the sessions were revoked for the containment: with that its own methods are pinned.
 */
function isContainment(all: Testimony, one: Case, { user, id, at }: Deletion): boolean {
  const order = all.taps.find(
    ({ requestId, verb, by, sentAt, answer }) =>
      requestId === one.requestId &&
      verb === 'contain' &&
      sentAt <= at &&
      answer !== 'refusal' &&
      all.responders.has(by) &&
      ![one.requester, one.target].includes(by),
  );
  if (order === undefined) return false;
  const pinned = all.revocations.find((each) => each.user === user && each.at >= order.sentAt)?.at ?? -Infinity;
  const lives = all.methods.filter((method) => method.user === user && method.id === id && method.registeredAt <= at);
  const registeredAt = lives.at(-1)?.registeredAt ?? Infinity;
  return pinned <= at && registeredAt > begunAt(all, one) && registeredAt <= pinned;
}

/** I3, as far as it can be said at any time: never two ends, and none that the test knows nothing of. */
export function oneEnd(all: Testimony): readonly Finding[] {
  const accepted = all.taps.filter(
    ({ verb, answer, lines }) => verb === 'confirm' && answer === 'card' && hasReference(lines),
  );
  const untold = accepted.filter(({ requestId }) => !all.cases.some((one) => one.requestId === requestId));
  return [
    ...untold.map(({ requestId }) => `I3: request ${requestId} was accepted, and the test did not tell of it`),
    ...all.cases.flatMap((one) => {
      const ends = new Set(endsOf(all, one).map(({ end }) => end));
      return ends.size < 2 ? [] : [`I3: ${one.reference} has ${ends.size} ends: ${[...ends].join(' and ')}`];
    }),
  ];
}

/** I3: what has reached no end yet, or whose end was not told. */
export function unended(all: Testimony): readonly Finding[] {
  return all.cases.flatMap((one) => {
    const [first] = endsOf(all, one);
    if (first === undefined) return [`I3: ${one.reference} reached no end; the requester saw: ${lastSeen(all, one)}`];
    const told = (person: string, heading: string): boolean =>
      sightsOf(all, one).some((sight) => sight.person === person && sight.lines.includes(heading));
    return [
      ...(told(one.requester, noticeOf(first.end))
        ? []
        : [`I4: ${one.reference}: the requester was not told of its end`]),
      ...(first.end !== 'completed' || told(one.target, CLEARED_NOTICE)
        ? []
        : [`I4: ${one.reference}: the target was not told that their methods were cleared`]),
    ];
  });
}

/** I4: a notice comes once to each person and by each way; again only where a send was in doubt between. */
export function toldOnce(all: Testimony): readonly Finding[] {
  const first = new Map<string, Sight>();
  const spent = new Set<string>();
  const findings: Finding[] = [];
  for (const sight of all.sights.filter(({ kind }) => kind === 'sent').toSorted((a, b) => a.at - b.at)) {
    const [heading, one] = [toldOnceIn(sight.lines), all.cases.find((each) => mentions(sight, each))];
    if (heading === undefined || one === undefined) continue;
    const key = [sight.person, sight.by, one.reference, heading].join();
    const before = first.get(key);
    first.set(key, sight);
    if (before === undefined) continue;
    // A kill leaves every send in doubt that was under way; a faulted call is about one.
    const doubt = all.doubts.find(({ about, at }) =>
      about === 'everything'
        ? !spent.has(`${key} ${at}`) && at >= before.at - ARRIVING && at <= sight.at
        : about === sight.by && !spent.has(`${about} ${at}`) && at <= sight.at,
    );
    if (doubt !== undefined) spent.add(`${doubt.about === 'everything' ? key : doubt.about} ${doubt.at}`);
    else
      findings.push(
        `I4: ${one.reference}: ${all.names.get(sight.person) ?? sight.person} was told “${heading}” by ${sight.by} at ` +
          `${time(before.at)} and again at ${time(sight.at)}`,
      );
  }
  return findings;
}

/** Milliseconds in which what a killed process had sent may still come in. */
const ARRIVING = 2_000;

export interface SeenEnd {
  readonly end: End;
  readonly at: number;
}

/** The ends that the requester has read of, oldest first. */
export function endsOf(all: Testimony, one: Case): readonly SeenEnd[] {
  return sightsOf(all, one)
    .filter(({ person }) => person === one.requester)
    .flatMap(({ lines, at }) => {
      const end = endIn(lines);
      return end === undefined ? [] : [{ end, at }];
    })
    .toSorted((a, b) => a.at - b.at);
}

const mentions = (sight: Sight, { reference }: Case): boolean => sight.lines.some((line) => line.includes(reference));
const sightsOf = (all: Testimony, one: Case): readonly Sight[] => all.sights.filter((sight) => mentions(sight, one));
const hasReference = (lines: readonly string[]): boolean => lines.some((line) => /MFA-[0-9A-Z]{5}/.test(line));
const time = (at: number): string => new Date(at).toISOString().slice(11, 23);

/** Who may approve it, has, and had not taken it back. */
function approversBefore(all: Testimony, one: Case, at: number): readonly string[] {
  const taps = all.taps.filter(({ requestId, sentAt }) => requestId === one.requestId && sentAt <= at);
  return one.approvers.filter((person) => {
    if (person === one.requester || person === one.target) return false;
    const own = taps.filter(({ by }) => by === person);
    const approved = own.findLast((tap) => tap.verb === 'approve' && counts(all, tap));
    const undone = own.findLast((tap) => tap.verb === 'undo' && tap.answer === 'card' && !counts(all, tap));
    if (approved === undefined || undone === undefined || undone.sentAt < approved.sentAt)
      return approved !== undefined;
    // Of taps that crossed either may have been first: the requester is told of an approval that was taken back.
    return (
      undone.sentAt < approved.answeredAt && !sightsOf(all, one).some(({ lines }) => lines.includes(UNDONE_NOTICE))
    );
  });
}

/** Its answer shows that they have approved; an answer that was lost proves nothing against it. */
function counts({ names }: Testimony, { answer, lines, by }: Tap): boolean {
  return answer === 'sent' || (answer === 'card' && namesApprover(lines, names.get(by) ?? by));
}

/** A reject or a cancel whose answer shows that it won. */
function hasEndedIt({ verb, answer, lines }: Tap): boolean {
  if (answer !== 'card') return false;
  const end = endIn(lines);
  return (verb === 'reject' && end === 'rejected') || (verb === 'cancel' && end === 'cancelled');
}

function tapsOf({ taps, names }: Testimony, { requestId }: Case): string {
  const own = taps.filter((tap) => tap.requestId === requestId && tap.verb !== 'confirm');
  return own
    .map(({ by, verb, answer, sentAt }) => `${names.get(by) ?? by} ${verb} ${time(sentAt)} → ${answer}`)
    .join('; ');
}

function lastSeen(all: Testimony, one: Case): string {
  const seen = sightsOf(all, one).filter(({ person }) => person === one.requester);
  return seen.at(-1)?.lines.slice(0, 3).join(' | ') ?? 'nothing';
}
