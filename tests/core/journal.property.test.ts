import { expect } from 'chai';
import fc from 'fast-check';
import { EVENTS, SYSTEM, type Command, type CommandType, type JournalEntry } from '../../core/command.js';
import type { Effect } from '../../core/effects.js';
import type { Facts } from '../../core/facts.js';
import type { Policy } from '../../core/policy.js';
import { verificationAsked, type Verification } from '../../core/verification.js';
import { isRefusal, type RefusalCode } from '../../core/refusal.js';
import { hasEnded, type PinnedMethod, type ResetRequest, type ResetRun, type Risk } from '../../core/request.js';
import { decide, transitions, type State } from '../../core/transitions.js';
import {
  agent,
  ASKED,
  backup,
  command,
  containRun,
  DAY,
  facts,
  guard,
  HOUR,
  manager,
  MINUTE,
  NEW_PIN,
  nominee,
  PIN,
  policy,
  requester,
  run,
  SECOND,
  SECURITY_GROUP,
  standing,
  stranger,
  submission,
  submissionFacts,
  target,
} from '../fakes/rows.js';

const PEOPLE = [requester, target, manager, backup, guard, agent, stranger];
const COMMANDS = Object.keys(EVENTS) as CommandType[];
/** Who gives a command when it is not somebody at random. */
const USUAL: Record<CommandType, readonly (typeof SYSTEM)[]> = {
  submit: [requester],
  approve: [manager, guard],
  missCode: [manager],
  reject: [manager],
  notForMe: [manager],
  nudge: [requester],
  note: [requester],
  ask: [manager],
  answer: [requester],
  reassign: [agent, manager],
  returnPlace: [SYSTEM],
  addBackup: [agent],
  cancel: [requester, agent],
  undo: [manager, guard],
  recordCallBack: [manager, guard],
  hold: [SYSTEM],
  remind: [SYSTEM],
  escalate: [SYSTEM],
  expire: [SYSTEM],
  freeze: [target],
  release: [agent],
  resetStarted: [SYSTEM],
  resetProgressed: [SYSTEM],
  resetFinished: [SYSTEM],
  resetFailed: [SYSTEM],
  retry: [agent],
  close: [agent],
  registered: [SYSTEM],
  suspect: [SYSTEM],
  advise: [SYSTEM],
  handOver: [SYSTEM],
  passIssued: [agent],
  contain: [agent, guard],
  containStarted: [SYSTEM],
  containProgressed: [SYSTEM],
  containFinished: [SYSTEM],
  containFailed: [SYSTEM],
  followUp: [agent],
  claim: [agent],
  takeOver: [agent],
  handBack: [agent],
  reply: [requester],
  sorted: [requester],
  stillLockedOut: [requester],
  erase: [SYSTEM],
};

/** What IT and the requester write to each other, in any state. */
const IN_TOUCH: readonly CommandType[] = [
  ...(['followUp', 'claim', 'takeOver', 'handBack', 'reply', 'sorted', 'stillLockedOut'] as const),
];

const PASSWORD: Risk = { kind: 'passwordChangedLately', level: 'warning' };
const PHONE: Risk = { kind: 'phoneChangedLately', level: 'warning' };

const most = fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) });
const seldom = most.map((value) => !value);

/** One thing that happens: who does what, after how long, and how the world is then. */
const step = fc.record({
  /** The next step towards a reset, one of those the state has, or any command at all. */
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constant('forward' as const) },
    { weight: 3, arbitrary: fc.constant('allowed' as const) },
    { weight: 1, arbitrary: fc.constant('any' as const) },
  ),
  anybody: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  pick: fc.nat(1_000),
  who: fc.nat(1_000),
  other: fc.constantFrom(...PEOPLE),
  wait: fc.constantFrom(0, 0, SECOND, 10 * SECOND, 10 * SECOND, MINUTE, 6 * MINUTE, 6 * MINUTE, 15 * MINUTE, HOUR, DAY),
  paused: seldom,
  /** More resets were begun than is usual. */
  crowded: seldom,
  tap: fc.constantFrom('known', 'known', 'unknown'),
  enabled: most,
  eligible: most,
  privileged: seldom,
  /** How the typed code compares, and how they say they made sure. */
  code: fc.constantFrom('right', 'right', 'wrong', 'wrong', undefined),
  how: fc.constantFrom('called', 'inPerson', 'other', undefined),
  changed: fc.constantFrom<readonly Risk[]>([], [], [], [], [PASSWORD], [PHONE]),
  outcome: fc.constantFrom<PinnedMethod['outcome']>('removed', 'removed', 'pending', 'refused', 'keptNewlyRegistered'),
  otherPins: seldom,
  unknownType: seldom,
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const story = fc.record({
  privileged: fc.boolean(),
  risky: fc.boolean(),
  /** An approval that is held may outlast the request's time. */
  hasty: fc.boolean(),
  noItGroup: seldom,
  verification: fc.constantFrom<Verification>(
    'none',
    'none',
    { ask: 'how', for: 'all' },
    { ask: 'code', for: 'all' },
    { ask: 'code', for: 'risky' },
  ),
  /** Without a number, or with one that was changed lately, a call back counts for nothing. */
  phone: fc.constantFrom('known', 'known', 'known', 'changed', 'none'),
  steps: fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }),
});

const HASTY = { remindAfter: 5 * MINUTE, escalateAfter: 10 * MINUTE, expireAfter: 20 * MINUTE };

interface Taken {
  readonly before: ResetRequest | undefined;
  readonly next: ResetRequest;
  readonly command: Command;
  readonly facts: Facts;
  readonly entry: JournalEntry;
  readonly effects: readonly Effect[];
}

interface Told {
  readonly taken: readonly Taken[];
  /** The row after each step, and the keys of the effects that are still to come, where there is an outbox. */
  readonly moments: readonly { readonly row: ResetRequest; readonly waiting: readonly string[] }[];
  /** The row when everything that was to come has come, and no person does anything any more. */
  readonly leftAlone: ResetRequest;
}
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

/** What the accepted commands of a story do; with an outbox, the timers and the reset happen when they are due. */
function play({ privileged, risky, hasty, noItGroup, phone, verification, steps }: Story, outbox: boolean): Told {
  const taken: Taken[] = [];
  const moments: { row: ResetRequest; waiting: string[] }[] = [];
  const waiting = new Map<string, Effect>();
  let row: ResetRequest | undefined;
  let now = ASKED;

  /** Why not, where it is refused. */
  function give(given: Command, known: Facts): RefusalCode | undefined {
    const outcome = decide(row, given, known);
    if (isRefusal(outcome)) return outcome.refused;
    taken.push({ before: row, command: given, facts: known, ...outcome });
    row = outcome.next;
    if (outbox) for (const effect of outcome.effects) if (!waiting.has(effect.key)) waiting.set(effect.key, effect);
    return undefined;
  }

  /** The pump: a timer that is refused is done with; a reset that may not start needs attention. */
  function pump(until: number, how: Step): void {
    for (;;) {
      const due = [...waiting.values()].filter(({ dueAt }) => dueAt <= until).sort((a, b) => a.dueAt - b.dueAt)[0];
      if (due === undefined) return;
      waiting.delete(due.key);
      now = Math.max(now, due.dueAt);
      if (due.kind === 'remind' || due.kind === 'escalate' || due.kind === 'expire')
        give(command(due.kind, { at: now, by: SYSTEM }), known(SYSTEM, due.kind, how));
      if (due.kind === 'resetMethods' && row?.attempt === due.attempt && isToReset(row)) {
        // As the handler does it: what is kept waiting looks again later.
        if (how.paused || (how.crowded && row.run === undefined)) waiting.set(due.key, { ...due, dueAt: until + 1 });
        else start(how);
      }
    }
  }

  function start(how: Step): void {
    const given = { at: now, by: SYSTEM };
    const run = runFor(row, { ...how, otherPins: false });
    const no = give(command('resetStarted', { ...given, run }), known(SYSTEM, 'resetStarted', how));
    if (no === 'changedLately') give(command('hold', given), known(SYSTEM, 'hold', how));
    else if (no !== undefined)
      give(command('resetFailed', { ...given, reason: 'rightsChanged' }), known(SYSTEM, 'resetFailed', how));
  }

  /** What is under way comes to its end, and what waits to its time; no person does anything. */
  function leaveAlone(how: Step): void {
    const calm = { ...how, paused: false, crowded: false, otherPins: false };
    const finish = (): void => {
      if (row?.status !== 'resetting' || row.run === undefined) return;
      const run = runFor(row, calm);
      const no = give(command('resetFinished', { at: now, by: SYSTEM, run }), known(SYSTEM, 'resetFinished', calm));
      if (no !== undefined)
        give(command('resetFailed', { at: now, by: SYSTEM, run }), known(SYSTEM, 'resetFailed', calm));
    };
    finish();
    while (waiting.size > 0) {
      pump(Math.min(...[...waiting.values()].map(({ dueAt }) => dueAt)), calm);
      finish();
    }
  }

  const inForce = policy({ verification, ...(hasty ? HASTY : {}), ...(noItGroup ? { itGroup: null } : {}) });
  const known = (by: typeof SYSTEM, type: CommandType, how: Step): Facts => knownTo(by, type, row, how, inForce);
  const asked = submission({
    nominees: [nominee(manager), ...(privileged ? [nominee(guard, 'security', SECURITY_GROUP)] : [])],
    target: phone === 'none' ? target : { ...target, phone: '+44 20 7946 0000' },
    risks: [
      ...(risky ? [{ kind: 'declinedRecently', level: 'warning' } as const] : []),
      ...(phone === 'changed' ? [{ kind: 'phoneChangedLately', level: 'warning' } as const] : []),
    ],
  });
  give(
    command('submit', { submission: asked }),
    facts({
      policy: inForce,
      submission: submissionFacts({ privileges: privileged ? ['role'] : [] }),
    }),
  );
  for (const each of steps) {
    if (outbox) pump(now + each.wait, each);
    now = Math.max(now, now + each.wait);
    const type = typeOf(row, each);
    const by = each.anybody ? PEOPLE[each.who % PEOPLE.length]! : usual(row, type, each);
    give(commandOf(row, type, by, now, each), known(by, type, each));
    moments.push({ row: row!, waiting: [...waiting.keys()] });
  }
  if (outbox) leaveAlone(steps.at(-1)!);
  return { taken, moments, leftAlone: row! };
}

function isToReset({ status }: ResetRequest): boolean {
  return status === 'approved' || status === 'resetting';
}

/** Whoever takes the place of an approver approves as they would, and who approved calls back. */
function usual(row: ResetRequest | undefined, type: CommandType, { who }: Step): typeof SYSTEM {
  const asked = type === 'approve' ? (row?.nominees.map(({ person }) => person) ?? []) : [];
  const approvers = type === 'recordCallBack' ? (row?.approvals.map(({ by }) => by) ?? []) : [];
  const people = [...asked, ...approvers, ...USUAL[type]];
  return people[who % people.length]!;
}

const CONTAINING = [
  'contain',
  'contain',
  'containStarted',
  'containStarted',
  'containFinished',
  'containFailed',
] as const;
const FORWARD: Readonly<Record<State, readonly CommandType[]>> = {
  unsubmitted: ['submit'],
  awaitingApproval: ['approve', 'approve', 'approve', 'approve', 'approve', 'undo', 'reassign'],
  approved: [
    ...(['resetStarted', 'resetStarted', 'resetStarted', 'resetStarted', 'recordCallBack', 'recordCallBack'] as const),
    ...(['resetFailed', 'undo', 'freeze'] as const),
  ],
  resetting: ['resetProgressed', 'resetFinished', 'resetFailed', 'resetStarted'],
  needsAttention: ['retry', 'retry', 'retry', 'retry', 'cancel', 'expire', 'freeze', ...CONTAINING],
  frozen: ['release'],
  completed: ['registered', 'suspect', 'freeze', ...CONTAINING],
  rejected: COMMANDS,
  cancelled: COMMANDS,
  expired: COMMANDS,
};

function typeOf(row: ResetRequest | undefined, { kind, pick }: Step): CommandType {
  const state = row?.status ?? 'unsubmitted';
  const here = Object.keys(transitions[state]) as CommandType[];
  const among = kind === 'forward' ? FORWARD[state] : kind === 'any' || here.length === 0 ? COMMANDS : here;
  return among[pick % among.length]!;
}

function commandOf(
  row: ResetRequest | undefined,
  type: CommandType,
  by: typeof SYSTEM,
  at: number,
  how: Step,
): Command {
  const different: Record<string, object> = {
    approve: { verified: { how: how.how, text: 'words', code: how.code } },
    reassign: {
      from: by === manager ? by.id : row?.nominees[how.who % row.nominees.length]?.person.id,
      to: how.other.id,
    },
    resetStarted: { run: runFor(row, how) },
    resetProgressed: { run: runFor(row, how) },
    resetFinished: { run: runFor(row, how) },
    resetFailed: how.outcome === 'pending' ? {} : { run: runFor(row, how) },
    containStarted: { run: containRunFor(how) },
    containProgressed: { run: containRunFor(how) },
    containFinished: { run: containRunFor(how) },
    containFailed: how.outcome === 'pending' ? {} : { run: containRunFor(how) },
  };
  return command(type, { at, by, ...different[type] });
}

function runFor(row: ResetRequest | undefined, { outcome, otherPins, unknownType }: Step): ResetRun {
  const pins = row?.run?.pins ?? [PIN, { ...PIN, type: 'fido2AuthenticationMethod', id: 'key-1' }];
  const changed = pins.map((pin, index) => ({ ...pin, outcome: index === 0 ? outcome : ('removed' as const) }));
  return run({
    pins: otherPins ? [...changed, { ...PIN, id: 'registered since', outcome: 'removed' }] : changed,
    unknown: unknownType ? ['palmAuthenticationMethod'] : [],
  });
}

function containRunFor({ outcome, otherPins, pick }: Step): ResetRun {
  const pins = [{ ...NEW_PIN, outcome }];
  return containRun({ pins: otherPins ? [...pins, { ...NEW_PIN, id: `key-${pick}`, outcome: 'removed' }] : pins });
}

function knownTo(
  by: typeof SYSTEM,
  type: CommandType,
  row: ResetRequest | undefined,
  how: Step,
  inForce: Policy,
): Facts {
  const now = { enabled: how.enabled, eligible: how.eligible };
  const targetNow = { enabled: true, guest: false, privileges: how.privileged ? ['role'] : [] };
  const approvers = (row?.approvals ?? []).map((each, index) => standing(each.by.id, index === 0 ? now : {}));
  // Whatever the directory says: also requester, target, and those who are asked already.
  const found = [how.other, PEOPLE[how.pick % PEOPLE.length]!].map((who) =>
    nominee(who, who === guard ? 'security' : 'backup'),
  );
  return facts({
    policy: inForce,
    paused: how.paused,
    pace: { exceeded: how.crowded },
    actor: groupsOf(by.id, inForce),
    pool: { rule: found.slice(0, 1), backups: found.slice(1) },
    ...(type === 'approve' || type === 'reject'
      ? { atTap: how.tap === 'unknown' ? 'unknown' : { approver: standing(by.id, now), target: targetNow } }
      : {}),
    ...(type === 'containStarted'
      ? {
          atContainment: {
            id: how.anybody ? how.other.id : (row?.containment?.by.id ?? ''),
            enabled: how.enabled,
            ...groupsOf(how.anybody ? how.other.id : (row?.containment?.by.id ?? ''), inForce),
          },
        }
      : {}),
    ...(type === 'approve' && how.code !== undefined ? { code: how.code } : {}),
    ...(type === 'resetStarted' || type === 'hold'
      ? { atExecution: { approvers, target: targetNow, warnings: how.changed } }
      : {}),
  });
}

const groupsOf = (id: string, { itGroup }: Policy) => ({
  it: itGroup !== null && id === agent.id,
  security: id === guard.id,
});

const RUNS = { numRuns: 1_000 };
/** For what goes wrong only when a timer fires at a certain time in a certain state. */
const MANY = { numRuns: 5_000 };
const always = (holds: (told: Told) => void, outbox = false, runs = RUNS): void => {
  fc.assert(
    fc.property(story, (told) => {
      holds(play(told, outbox));
    }),
    runs,
  );
};

describe('whatever happens to a request', () => {
  it('it is never reset without enough distinct approvals, none of them by requester or target', () => {
    let resets = 0;
    always(({ taken }) => {
      /** Kept from the journal alone. */
      const approvers = new Set<string>();
      for (const { before, next, entry, facts: known } of taken) {
        if (entry.event === 'approved') {
          expect(before?.nominees.map(({ person }) => person.id)).to.include(entry.by);
          if (typeof known.atTap === 'object')
            expect(known.atTap.approver).to.include({ enabled: true, eligible: true });
          approvers.add(entry.by);
        }
        if (entry.event === 'undone') approvers.delete(entry.by);
        if (entry.event === 'released') approvers.clear();
        expect([...approvers])
          .to.not.include(requester.id)
          .and.not.include(target.id);
        if (entry.event !== 'resetStarted') continue;
        resets++;
        const rights = known.atExecution!;
        const standings = rights.approvers.filter(({ id }) => approvers.has(id));
        expect(approvers.size).to.be.at.least(next.approvalsNeeded);
        expect(standings).to.have.length(approvers.size);
        for (const each of standings) expect(each).to.include({ enabled: true, eligible: true });
        if (before?.status === 'approved') expect(next.risks).to.include.deep.members([...rights.warnings]);
        if (next.approvalsNeeded === 2) expect(standings.some(({ security }) => security)).to.be.true;
        else expect(rights.target.privileges).to.deep.equal([]);
      }
      // The row says the same as the journal.
      expect(new Set(taken.at(-1)!.next.approvals.map(({ by }) => by.id))).to.deep.equal(approvers);
    });
    expect(resets, 'stories that get as far as a reset').to.be.above(RUNS.numRuns / 10);
  });

  it('it has one end at most, and what is heard afterwards leaves it there', () => {
    const ends = new Set<string>();
    always(({ taken }) => {
      let end: ResetRequest | undefined;
      for (const { next, command: given } of taken) {
        expect(hasEnded(next)).to.equal(next.endedAt !== undefined);
        if (end !== undefined) {
          const heard = end.status === 'completed' ? Object.keys(transitions.completed) : ['freeze'];
          expect([...heard, ...IN_TOUCH]).to.include(given.type);
          expect(next).to.include({ status: end.status, endedAt: end.endedAt });
        }
        if (hasEnded(next)) end ??= next;
        if (hasEnded(next)) ends.add(next.status);
      }
    });
    expect(ends).to.deep.equal(new Set(['completed', 'rejected', 'cancelled', 'expired']));
  });

  it('its pins never change once they are set', () => {
    let pinned = 0;
    always(({ taken }) => {
      let fixed: string | undefined;
      for (const { next } of taken) {
        const now = next.run?.pins.map(({ type, id, fingerprint }) => `${type} ${id} ${fingerprint}`).join();
        if (fixed !== undefined) expect(now).to.equal(fixed);
        fixed ??= now;
      }
      if (fixed !== undefined) pinned++;
    });
    expect(pinned).to.be.above(RUNS.numRuns / 10);
  });

  it('who asked for whom, when, and until when never changes', () => {
    always(({ taken }) => {
      const constant = ({ next }: Taken): object => {
        const { id, reference, requester: who, target: whom, targetAddresses, justification, lost, clearing } = next;
        const { submittedAt, remindAt, escalateAt, expireAt, approvalsNeeded, policyHash } = next;
        return {
          id,
          reference,
          who,
          whom,
          targetAddresses,
          justification,
          lost,
          clearing,
          submittedAt,
          remindAt,
          escalateAt,
          expireAt,
          approvalsNeeded,
          policyHash,
        };
      };
      for (const each of taken) expect(constant(each)).to.deep.equal(constant(taken[0]!));
      for (const { before, next, entry } of taken) {
        // What was found later is added, and nothing is forgotten.
        const [known = next.risks, found] = [before?.risks, next.risks];
        expect(found.slice(0, known.length)).to.deep.equal(known);
        expect(found.length > known.length).to.equal(entry.event === 'held');
        expect(new Set(found.map(({ kind }) => kind)).size).to.equal(found.length);
      }
    });
  });

  it('nobody is asked twice, and neither requester nor target is', () => {
    always(({ taken }) => {
      for (const { next } of taken) {
        const asked = next.nominees.map(({ person }) => person.id);
        expect(new Set(asked).size).to.equal(asked.length);
        expect(asked).to.not.include(requester.id).and.not.include(target.id);
      }
    });
  });

  it('its journal is a chain of states, in the order of time, that ends where the row is', () => {
    always(({ taken }) => {
      let status: string | undefined;
      let at = 0;
      for (const { entry, next, command: given } of taken) {
        expect(entry.from).to.equal(status);
        expect(entry.to).to.equal(next.status);
        expect(entry.event).to.equal(EVENTS[given.type]);
        expect(entry.at).to.be.at.least(at);
        status = entry.to;
        at = entry.at;
      }
    });
  });

  it('the same commands make the same row', () => {
    always(({ taken }) => {
      let row: ResetRequest | undefined;
      for (const { command: given, facts: known } of taken) {
        const outcome = decide(row, given, known);
        expect(outcome).to.have.property('next');
        if (!isRefusal(outcome)) row = outcome.next;
      }
      expect(row).to.deep.equal(taken.at(-1)!.next);
    });
  });

  it('each reset it queues has a key and an attempt of its own, and waits until it may', () => {
    always(({ taken }) => {
      const queued = taken.flatMap(({ effects, next }) =>
        effects.flatMap((effect) => (effect.kind === 'resetMethods' ? [{ effect, next }] : [])),
      );
      expect(new Set(queued.map(({ effect }) => effect.key)).size).to.equal(queued.length);
      expect(queued.map(({ effect }) => effect.attempt)).to.deep.equal(queued.map((_, index) => index + 1));
      for (const { effect, next } of queued) {
        expect(isToReset(next)).to.equal(true);
        expect(effect.attempt).to.equal(next.attempt);
        expect(effect.dueAt).to.be.at.least(next.executeAt!);
      }
    });
  });

  it('it is not reset before the undo window, or the hold of a risky one, is over, unless somebody called back', () => {
    let sooner = 0;
    let heldSince = 0;
    always(
      ({ taken }) => {
        /** Kept from the journal alone. */
        let approvedAt = 0;
        let calledBackAt: number | undefined;
        for (const { before, next, entry } of taken) {
          if (entry.event === 'approved') [approvedAt, calledBackAt] = [entry.at, next.calledBack && entry.at];
          if (entry.event === 'held') [approvedAt, calledBackAt] = [entry.at, undefined];
          if (entry.event === 'callBackRecorded') calledBackAt = entry.at;
          if (entry.event !== 'resetStarted' || before?.status !== 'approved') continue;
          if (taken.some(({ entry: { event } }) => event === 'held')) heldSince++;
          const held = next.risks.length > 0 && calledBackAt === undefined;
          expect(entry.at - (calledBackAt ?? approvedAt)).to.be.at.least(held ? 15 * MINUTE : 10 * SECOND);
          if (next.risks.length > 0 && entry.at - approvedAt < 15 * MINUTE) sooner++;
        }
      },
      false,
      MANY,
    );

    expect(sooner, 'holds that a call back ended').to.be.above(0);
    expect(heldSince, 'holds for what was changed since').to.be.above(0);
  });

  it('a call back is by somebody who approved, of a target that can be called, while it is held', () => {
    let recorded = 0;
    always(
      ({ taken }) => {
        for (const { before, next, entry } of taken) {
          const called = entry.data?.['verified'] === 'called' || entry.data?.['verified'] === 'code';
          // Somebody who approves having called need not say so again; of two, it may have been the first.
          if (entry.event === 'approved' && next.calledBack !== undefined) {
            expect(next.approvals.length === 2 || called).to.be.true;
            expect(next.target.phone).to.be.a('string');
            expect(next.risks.map(({ kind }) => kind)).to.not.include('phoneChangedLately');
          }
          // It is about the present approval: what leads back to a decision forgets it.
          if (next.status === 'awaitingApproval') expect(next.calledBack).to.equal(undefined);
          if (next.calledBack !== undefined) expect(next.held).to.be.false;
          if (entry.event !== 'callBackRecorded') continue;
          recorded++;
          expect(before!.approvals.map(({ by }) => by.id)).to.include(entry.by);
          expect(before).to.include({ status: 'approved', held: true });
          expect(before!.target.phone).to.be.a('string');
          expect(before!.risks.map(({ kind }) => kind)).to.not.include('phoneChangedLately');
          expect(next.calledBack).to.deep.include({ at: entry.at });
        }
      },
      false,
      MANY,
    );

    expect(recorded).to.be.above(RUNS.numRuns / 50);
  });

  it('nobody approves without what the policy asks for, nor after five wrong codes', () => {
    const said = { how: 0, code: 0, missed: 0 };
    always(({ taken }) => {
      const misses = new Map<string, number>();
      for (const { before, entry, facts: known } of taken) {
        if (entry.event === 'codeMissed') misses.set(entry.by, 1 + (misses.get(entry.by) ?? 0));
        if (entry.event === 'codeMissed') said.missed++;
        if (entry.event !== 'approved' || before === undefined) continue;
        const asked = verificationAsked(known.policy, before);
        if (asked === undefined) expect(entry.data).to.not.have.property('verified');
        else said[asked]++;
        if (asked === 'how') expect(entry.data?.['verified']).to.be.oneOf(['called', 'inPerson', 'other']);
        if (asked === 'code') expect(entry.data).to.include({ verified: 'code' });
        if (asked === 'code') expect(known.code).to.equal('right');
        if (asked === 'code') expect(misses.get(entry.by) ?? 0).to.be.lessThan(5);
      }
      expect(Math.max(0, ...misses.values())).to.be.at.most(5);
    });
    expect(Math.min(said.how, said.code, said.missed)).to.be.above(RUNS.numRuns / 50);
  });

  it('the requester has the approvers disturbed within bounds', () => {
    const heard = { nudged: 0, noteAdded: 0 };
    always(({ taken }) => {
      let nudgedAt = -Infinity;
      for (const { before, next, entry } of taken) {
        expect(next.notes.length).to.be.at.most(5);
        expect(next.notes.slice(0, before?.notes.length ?? 0)).to.deep.equal(before?.notes ?? []);
        if (entry.event !== 'nudged' && entry.event !== 'noteAdded') continue;
        heard[entry.event]++;
        expect(entry.by).to.equal(requester.id);
        if (entry.event === 'nudged') expect(entry.at - nudgedAt).to.be.at.least(15 * MINUTE);
        if (entry.event === 'nudged') nudgedAt = entry.at;
      }
    });

    expect(Math.min(heard.nudged, heard.noteAdded)).to.be.above(RUNS.numRuns / 50);
  });

  it('it goes on by itself: what is open expires, what is approved is reset', () => {
    let waitedFor = 0;
    always(
      ({ moments }) => {
        for (const { row, waiting } of moments) {
          if (hasEnded(row) || (row.run !== undefined && ['resetting', 'needsAttention'].includes(row.status)))
            continue;
          waitedFor++;
          const expires = waiting.some((key) => key.startsWith(`expire:${row.id}:`));
          // An approval that was held past the end of its time has no timer left; taking it back arms another.
          if (isToReset(row)) expect(waiting).to.include(`resetMethods:${row.id}:${row.attempt}`);
          else expect(expires, row.status).to.be.true;
        }
      },
      true,
      MANY,
    );
    expect(waitedFor).to.be.above(RUNS.numRuns);
  });

  it('left alone it ends, or it waits for IT with methods that may be gone', () => {
    const ends = new Map<string, number>();
    always(
      ({ leftAlone }) => {
        ends.set(leftAlone.status, 1 + (ends.get(leftAlone.status) ?? 0));
        if (hasEnded(leftAlone)) return;
        expect(leftAlone.status).to.equal('needsAttention');
        expect(leftAlone.run).to.not.equal(undefined);
      },
      true,
      MANY,
    );
    expect([...ends.keys()]).to.include.members(['completed', 'expired', 'cancelled', 'needsAttention']);
  });

  for (const outbox of [false, true])
    it(`two decisions never share an effect, in the same millisecond as well${outbox ? ', with an outbox' : ''}`, () => {
      let sameTime = 0;
      always(({ taken }) => {
        const keys = taken.flatMap(({ effects }) => effects.map(({ key }) => key));
        expect(new Set(keys).size).to.equal(keys.length);
        expect(taken.map(({ next }) => next.revision)).to.deep.equal(taken.map((_, index) => index + 1));
        sameTime += taken.filter(({ entry }, index) => entry.at === taken[index - 1]?.entry.at).length;
      }, outbox);
      expect(sameTime).to.be.above(RUNS.numRuns / 10);
    });

  it('with methods that may be gone it is being reset, needs attention, or is completed', () => {
    let withRun = 0;
    always(({ taken }) => {
      let pinned = false;
      for (const { next } of taken) {
        pinned ||= next.run !== undefined;
        expect(next.run !== undefined).to.equal(pinned);
        if (!pinned) continue;
        withRun++;
        expect(['resetting', 'needsAttention', 'completed']).to.include(next.status);
      }
    });
    expect(withRun).to.be.above(RUNS.numRuns / 10);
  });

  it('nobody comes in whom the policy would not ask, and whoever approved keeps their place', () => {
    const came = new Set<string>();
    always(({ taken }) => {
      for (const { before, next, entry, command: given, facts: known } of taken) {
        const ids = (row: ResetRequest | undefined) => row?.nominees.map(({ person }) => person.id) ?? [];
        expect(ids(next)).to.include.members(next.approvals.map(({ by }) => by.id));
        if (before === undefined) continue;
        const added = next.nominees.filter(({ person }) => !ids(before).includes(person.id));
        const gone = ids(before).filter((id) => !ids(next).includes(id));
        if (added.length > 0) came.add(given.type);
        const gaveAway = taken.filter(({ entry: { event, at } }) => event === 'reassigned' && at <= entry.at);
        for (const { person } of added)
          expect(
            gaveAway.filter(({ next: { revision } }) => revision <= before.revision).map(({ entry: { by } }) => by),
          ).to.not.include(person.id);
        for (const each of added) expect([...known.pool!.rule, ...known.pool!.backups]).to.deep.include(each);
        if (given.type === 'escalate' || given.type === 'addBackup') expect(gone).to.deep.equal([]);
        else expect(gone).to.have.length(added.length);
        if (gone.length > 0 && !known.actor.it) expect(gone).to.deep.equal([entry.by]);
        if (entry.data !== undefined && 'added' in entry.data)
          expect(entry.data.added).to.deep.equal(added.map(({ person }) => person.id));
      }
    });
    expect(came).to.deep.equal(new Set(['notForMe', 'reassign', 'addBackup', 'escalate']));
  });

  it('no reset is started or resumed while the service is paused or the target objects, nor begun above the limit', () => {
    let objections = 0;
    for (const outbox of [false, true])
      always(({ taken }) => {
        for (const { before, entry, facts: known } of taken) {
          if (entry.event === 'frozen') objections++;
          // Each objection is told once.
          if (entry.event === 'frozen' || entry.event === 'resetStarted' || entry.event === 'retried')
            expect(before?.disputedAt).to.equal(undefined);
          if (entry.event === 'resetStarted' || entry.event === 'retried') expect(known.paused).to.be.false;
          if (entry.event === 'resetStarted' && before?.run === undefined)
            expect(known.pace).to.deep.equal({ exceeded: false });
        }
      }, outbox);
    expect(objections).to.be.above(RUNS.numRuns / 10);
  });

  it('it is contained only by IT or security, beside somebody who objected or a sign-in that looks wrong', () => {
    const ended = { contained: 0, partly: 0 };
    always(
      ({ taken }) => {
        /** Kept from the journal alone. */
        let [objector, orderedBy, pins]: [string?, string?, string?] = [];
        let suspected = false;
        for (const { before, entry, next, facts: known } of taken) {
          if (entry.event === 'frozen') objector = entry.by;
          if (entry.event === 'released') objector = undefined;
          if (entry.event === 'registrationSuspected') suspected = true;
          if (entry.event === 'containOrdered') {
            expect(objector !== undefined || suspected).to.be.true;
            expect([requester.id, target.id]).to.not.include(entry.by);
            if (!suspected) expect(entry.by).to.not.equal(objector);
            expect([agent.id, guard.id]).to.include(entry.by);
            // One at a time, and each with a plan of its own.
            expect(before?.containment?.ended === undefined).to.equal(before?.containment === undefined);
            expect(next.containment?.run).to.equal(undefined);
            [orderedBy, pins] = [entry.by, undefined];
          }
          if (entry.event === 'containStarted') {
            expect(known.atContainment).to.deep.include({ id: orderedBy, enabled: true });
            expect(known.atContainment!.it || known.atContainment!.security).to.be.true;
          }
          const { run, ended: end } = next.containment ?? {};
          const now = run?.pins.map(({ type, id, fingerprint }) => `${type} ${id} ${fingerprint}`).join();
          if (pins !== undefined) expect(now).to.equal(pins);
          pins = now;
          if (entry.event === 'containFinished')
            expect(run!.pins.every(({ outcome }) => outcome === 'removed')).to.be.true;
          if (entry.event === 'containFinished' || entry.event === 'containFailed') ended[end!.outcome]++;
        }
      },
      false,
      MANY,
    );
    expect(Math.min(ended.contained, ended.partly)).to.be.above(20);
  });

  it('it is reminded once and escalated once', () => {
    always(({ taken }) => {
      for (const event of ['reminded', 'escalated'])
        expect(taken.filter(({ entry }) => entry.event === event)).to.have.length.at.most(1);
    }, true);
  });
});
