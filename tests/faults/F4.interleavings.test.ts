import { expect } from 'chai';
import fc from 'fast-check';
import { hasEnded, type ResetRequest, type Status } from '../../core/request.js';
import { MINUTE, requester, SECOND, target } from '../fakes/rows.js';
import { play, story, type Told } from './interleavings.js';
import { seeded, seeds } from './seeds.js';

/** 10,000 in all in `npm run faults`; `npm test` has seconds. */
const RUNS = process.env['FAULT_SEEDS'] === undefined ? 1_000 : Math.max(1_000, 10_000 / seeds().length);

describe('F4 what people and the clock do at the same time', () => {
  seeded('has one end, and nothing is deleted if another than approve won', async (_random, seed) => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(story, fc.scheduler(), async (given, scheduler) => {
        const told = await play(given, scheduler);
        judge(told);
        for (const what of [told.request.status, ...told.entries.map(({ event }) => event)])
          seen.set(what, 1 + (seen.get(what) ?? 0));
      }),
      { seed, numRuns: RUNS },
    );
    // What never happened was not judged.
    for (const [what, least] of Object.entries(LEAST))
      expect(seen.get(what) ?? 0, what).to.be.at.least((least * RUNS) / 1_000);
  });
});

/** Of a thousand stories at least so many, and usually some times as many. */
const LEAST = {
  completed: 150,
  rejected: 60,
  cancelled: 80,
  expired: 200,
  needsAttention: 30,
  undone: 8,
  frozen: 60,
  released: 10,
  passedOn: 8,
  reassigned: 15,
  backupAdded: 20,
  escalated: 60,
  retried: 4,
  held: 15,
  followedUp: 60,
  takenOver: 10,
  handedBack: 1,
  replied: 4,
  stillLockedOut: 25,
  containOrdered: 4,
  containFinished: 3,
  codeMissed: 10,
};

/** Holds what the store and the user's methods saw against the journal, read as a model of its own. */
function judge(told: Told): void {
  const { request, entries, effects, deletedIn, history, left } = told;
  expect(history, 'the journal on the disk').to.deep.equal(entries);
  const model = fold(entries, request);
  expect(rowOf(request), 'the row').to.deep.equal(model.row);

  for (const { id, status, after } of deletedIn) {
    const reset = status === 'resetting';
    // The plan that was at work then, as the journal has it.
    const plan = entries.slice(0, after).findLast(({ event }) => event === (reset ? 'resetStarted' : 'containStarted'));
    expect(status, 'a DELETE').to.be.oneOf(['resetting', 'completed', 'needsAttention']);
    expect(pinned(plan), 'a DELETE').to.include(id);
    if (!reset) expect(id, 'a DELETE of a containment').to.match(/^new-/);
  }
  const run = model.happened.has('resetStarted');
  const old = left.filter((id) => !id.startsWith('new-'));
  expect(deletedIn.length > 0, 'deleted only in a run that began').to.equal(run);
  if (!run) expect(old).to.deep.equal(['phone', 'key']);
  if (request.status === 'completed' && request.closedByHand === undefined) expect(old).to.deep.equal([]);
  if (request.containment?.ended?.outcome === 'contained')
    for (const id of pinned(entries.findLast(({ event }) => event === 'containStarted')))
      expect(left).to.not.include(id);
  if (request.status !== 'completed' && request.status !== 'needsAttention') expect(run).to.equal(false);

  // Left alone it has ended, or IT has methods to look after.
  if (!hasEnded(request)) expect([request.status, run]).to.deep.equal(['needsAttention', true]);
  for (const end of ['completed', 'declined', 'cancelled', 'expired'] as const)
    expect(
      effects.filter((effect) => effect.kind === 'tell' && effect.notice === end).length,
      `${end} is told`,
    ).to.equal(END_OF[end] === request.status ? 1 : 0);
  const keys = effects.map(({ key }) => key);
  expect(new Set(keys).size, 'effects').to.equal(keys.length);
}

/** Ids of the methods that an entry pins. */
function pinned(entry: Told['entries'][number] | undefined): readonly string[] {
  const pins = entry?.data?.['pins'];
  return Array.isArray(pins) ? pins.map((pin: string) => pin.split('/')[1] ?? '') : [];
}

const IT = ['agent', 'boss'];
/** What is said in any state, and leaves it where it is. */
const IN_TOUCH = ['followedUp', 'takenOver', 'handedBack', 'replied', 'stillLockedOut'];
const END_OF = { completed: 'completed', declined: 'rejected', cancelled: 'cancelled', expired: 'expired' } as const;

interface Folded {
  readonly status: Status | undefined;
  readonly approvals: readonly string[];
  readonly nominees: readonly string[];
  readonly endedBy: string | undefined;
  /** Who of IT has it. */
  readonly claimedBy: string | undefined;
}

function rowOf({ status, approvals, nominees, rejection, cancelledBy, closedByHand, claim }: ResetRequest): Folded {
  const endedBy = status === 'rejected' ? rejection : status === 'cancelled' ? { by: cancelledBy } : closedByHand;
  return {
    status,
    approvals: approvals.map(({ by }) => by.id),
    nominees: nominees.map(({ person }) => person.id).sort(),
    endedBy: endedBy?.by?.id,
    claimedBy: claim?.by.id,
  };
}

/** The rules once more, from what the journal tells alone. */
function fold(
  entries: Told['entries'],
  { approvalsNeeded: needed, risks, codeMisses = [] }: ResetRequest,
): { readonly row: Folded; readonly happened: Set<string> } {
  const risky = risks.length > 0;
  let status: Status | undefined;
  let approvals: string[] = [];
  let nominees: string[] = [];
  let endedBy: string | undefined;
  let claimedBy: string | undefined;
  let alarmedAt = -Infinity;
  // Those that it began with are the manager's.
  const before = codeMisses.length - entries.filter(({ event }) => event === 'codeMissed').length;
  const misses: string[] = Array.from({ length: before }, () => 'manager');
  const gave: string[] = [];
  let disputed = false;
  let objector: string | undefined;
  let mayStart = Infinity;
  const happened = new Set<string>();
  const among = (list: unknown): string[] => (Array.isArray(list) ? (list as string[]) : []);

  for (const { event, from, to, by, at, data } of entries) {
    if (event === 'attemptRefused') continue;
    happened.add(event);
    expect(from, `${event} comes after what was there`).to.equal(status);
    const ended = status !== undefined && ['completed', 'rejected', 'cancelled', 'expired'].includes(status);
    if (ended) expect(to, 'after the end').to.equal(status);
    if (ended && !event.startsWith('contain')) expect(['frozen', ...IN_TOUCH], 'after the end').to.include(event);
    switch (event) {
      case 'submitted':
        nominees = among(data?.['nominees']);
        break;
      case 'approved':
        expect(from).to.equal('awaitingApproval');
        expect(nominees).to.include(by);
        expect(approvals).to.not.include(by);
        approvals.push(by);
        expect(to).to.equal(approvals.length >= needed ? 'approved' : 'awaitingApproval');
        if (to === 'approved' && needed === 2) expect(approvals).to.include('guard');
        expect(misses.filter((each) => each === by).length, 'wrong codes before an approval').to.be.lessThan(5);
        // Whoever had the code read out has called.
        mayStart = at + (risky && data?.['verified'] !== 'code' ? 15 * MINUTE : 10 * SECOND);
        break;
      case 'codeMissed':
        expect(nominees).to.include(by);
        misses.push(by);
        expect(misses.filter((each) => each === by).length, 'wrong codes').to.be.at.most(5);
        break;
      case 'rejected':
        expect(from).to.be.oneOf(['awaitingApproval', 'approved']);
        expect(nominees).to.include(by);
        if (from === 'approved') expect(approvals).to.not.include(by);
        endedBy = by;
        break;
      case 'undone':
        expect(approvals).to.include(by);
        approvals = approvals.filter((each) => each !== by);
        break;
      case 'held':
        expect(from).to.equal('approved');
        mayStart = at + 15 * MINUTE;
        break;
      case 'callBackRecorded':
        expect(approvals).to.include(by);
        mayStart = at + 10 * SECOND;
        break;
      case 'frozen':
        expect(['target', 'guard', ...IT]).to.include(by);
        disputed = true;
        objector = by;
        break;
      case 'containOrdered':
        expect(['guard', ...IT]).to.include(by);
        expect(disputed, 'contained without an objection').to.equal(true);
        expect(by, 'contained by whoever objected').to.not.equal(objector);
        break;
      case 'released':
        expect(IT).to.include(by);
        approvals = [];
        disputed = false;
        break;
      case 'passedOn':
        expect(approvals).to.not.include(by);
        nominees = [...nominees.filter((each) => each !== by), ...among(data?.['added'])];
        break;
      case 'reassigned':
        expect(data?.['to'], 'whom they name').to.not.equal(by);
        gave.push(by);
        expect(gave, 'who gave a place away before').to.not.include(data?.['to']);
        nominees = [...nominees.filter((each) => each !== data?.['from']), String(data?.['to'])];
        break;
      case 'backupAdded':
      case 'escalated':
        for (const each of among(data?.['added'])) expect(gave, 'who gave a place away before').to.not.include(each);
        nominees = [...nominees, ...among(data?.['added'])];
        break;
      case 'cancelled':
        expect(['requester', ...IT]).to.include(by);
        endedBy = by;
        break;
      case 'closed':
        endedBy = by;
        break;
      case 'retried':
        expect(disputed, 'retried against an objection').to.equal(false);
        break;
      case 'followedUp':
        expect(IT).to.include(by);
        expect([undefined, by], 'two of IT write').to.include(claimedBy);
        claimedBy = by;
        break;
      case 'takenOver':
        expect(IT).to.include(by);
        expect(data?.['from'], 'whose it was').to.equal(claimedBy ?? '');
        claimedBy = by;
        break;
      case 'handedBack':
        expect(by).to.equal(claimedBy);
        claimedBy = undefined;
        break;
      case 'replied':
        expect(by).to.equal('requester');
        break;
      case 'stillLockedOut':
        expect(by).to.equal('requester');
        expect(at - alarmedAt, 'alarms').to.be.at.least(15 * MINUTE);
        alarmedAt = at;
        break;
      case 'resetStarted':
        expect(['approved', 'resetting']).to.include(from);
        expect(at, 'begun too early').to.be.at.least(mayStart);
        expect(disputed, 'begun against an objection').to.equal(false);
        expect(new Set(approvals).size).to.be.at.least(needed);
        break;
      default:
    }
    for (const people of [approvals, nominees]) {
      expect(people).to.not.include(requester.id).and.not.include(target.id);
      expect(new Set(people).size, 'nobody twice').to.equal(people.length);
    }
    status = to;
  }
  return { row: { status, approvals, nominees: [...nominees].sort(), endedBy, claimedBy }, happened };
}
