import fc from 'fast-check';
import { act, requestWrite, type Act } from '../../core/approvals.js';
import type { Actor, JournalEntry } from '../../core/command.js';
import type { Effect } from '../../core/effects.js';
import type { Claim, Store } from '../../core/store.js';
import { isRefusal } from '../../core/refusal.js';
import type { ResetRequest, Status } from '../../core/request.js';
import { notApproved } from '../../core/nominees.js';
import { readTapRights } from '../../core/rights.js';
import { decide } from '../../core/transitions.js';
import type { HandlerDeps } from '../../services/effectHandlers/deps.js';
import { containAccount } from '../../services/effectHandlers/containAccount.js';
import { resetMethods } from '../../services/effectHandlers/resetMethods.js';
import { fire } from '../../services/effectHandlers/timers.js';
import type { Outcome } from '../../services/outbox.js';
import { settableClock } from '../fakes/clock.js';
import { fakeDirectory } from '../fakes/directory.js';
import { fakeDisk } from '../fakes/disk.js';
import { openOn } from '../fakes/diskStore.js';
import { collectingLog } from '../fakes/log.js';
import { fakeMethods } from '../fakes/methods.js';
import {
  agent,
  ASKED,
  backup,
  command,
  facts,
  guard,
  HOUR,
  IT_GROUP,
  manager,
  MINUTE,
  nominee,
  person,
  policy,
  requester,
  SECOND,
  SECURITY_GROUP,
  stranger,
  submission,
  submissionFacts,
  target,
} from '../fakes/rows.js';

/** What people and the clock do to one request: moments, and in each what happens at the same time. */
export interface Story {
  readonly privileged: boolean;
  readonly risky: boolean;
  /** One method does not go at first. */
  readonly stubborn: boolean;
  /** The policy asks whoever approves for the code. */
  readonly coded: boolean;
  readonly moments: readonly Moment[];
}
interface Moment {
  /** `due`: when the reset may begin, where it is approved. */
  readonly after: number | 'due';
  readonly together: readonly Deed[];
}
/** `pump` does what is due: the timers and the reset. `forward` is what usually comes next, as the row is then. */
type Deed = Others | { readonly type: 'forward'; readonly pick: number };
type Others =
  | { readonly type: 'pump' }
  | { readonly type: 'methodYields' }
  | { readonly type: 'phoneChanges' }
  | { readonly type: 'somebodyRegisters' }
  | Person;
type Person = Act & { readonly by: Actor };

/** What came of it, as the store and the user's methods saw it. */
export interface Told {
  readonly request: ResetRequest;
  /** In the order of their commits. */
  readonly entries: readonly JournalEntry[];
  readonly effects: readonly Effect[];
  /** Of what, and where the journal stood, at each DELETE. */
  readonly deletedIn: readonly Deleted[];
  /** The journal as it is on the disk. */
  readonly history: readonly JournalEntry[];
  readonly left: readonly string[];
}

interface Deleted {
  readonly id: string;
  readonly status: Status | undefined;
  /** How many entries there were. */
  readonly after: number;
}

const boss = person('boss');
const CODE = '493027';
const RIGHT = { text: '', code: CODE };
const PEOPLE = [requester, target, manager, boss, backup, guard, agent, stranger];
const METHODS = ['phone', 'key'].map((id) => ({
  type: id === 'key' ? 'fido2AuthenticationMethod' : 'phoneAuthenticationMethod',
  id,
  fingerprint: id,
}));

const KEY = { type: 'fido2AuthenticationMethod' };

/** Mostly somebody whose command it is, now and then anybody. */
const who = (...usual: Actor[]): fc.Arbitrary<Actor> =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...PEOPLE) });
const approver = who(manager, manager, guard, guard, boss);
/** Half the time this one. */
const oftenOf = (usual: Actor): fc.Arbitrary<string> =>
  fc.oneof(fc.constant(usual), fc.constantFrom(...PEOPLE)).map((each) => each.id);

/** How often each is drawn beside the others, and what it is. */
const DEEDS: readonly (readonly [weight: number, deed: fc.Arbitrary<Deed>])[] = [
  [12, fc.nat(9).map((pick) => ({ type: 'forward', pick }))],
  [4, approver.map((by) => ({ type: 'approve', by, verified: RIGHT }))],
  [2, approver.map((by) => ({ type: 'approve', by, verified: { text: '', code: '000000' } }))],
  [4, fc.constant({ type: 'pump' })],
  [2, approver.map((by) => ({ type: 'reject', by, reason: 'suspicious', text: '' }))],
  [1, who(requester, agent).map((by) => ({ type: 'cancel', by }))],
  [3, approver.map((by) => ({ type: 'undo', by }))],
  [2, approver.map((by) => ({ type: 'notForMe', by }))],
  [2, approver.map((by) => ({ type: 'recordCallBack', by }))],
  [1, approver.map((by) => ({ type: 'ask', by, text: 'Which phone?' }))],
  [1, who(requester).map((by) => ({ type: 'answer', by, text: 'The old one' }))],
  [1, who(requester).map((by) => ({ type: 'note', by, text: 'It is the blue one' }))],
  [1, who(requester).map((by) => ({ type: 'nudge', by }))],
  [1, who(target, guard).map((by) => ({ type: 'freeze', by, via: 'teams' }))],
  [3, who(agent, boss).map((by) => ({ type: 'release', by, text: 'It was them' }))],
  [1, who(agent).map((by) => ({ type: 'addBackup', by }))],
  [
    4,
    fc
      .tuple(who(agent, manager, boss), oftenOf(manager), oftenOf(boss))
      .map(([by, from, to]) => ({ type: 'reassign', by, from, to })),
  ],
  // Somebody of IT who could be asked as well gives a place away.
  [3, fc.constant({ type: 'reassign', by: boss, from: manager.id, to: backup.id })],
  [3, who(agent).map((by) => ({ type: 'retry', by }))],
  [1, who(agent).map((by) => ({ type: 'close', by, note: 'By hand' }))],
  [2, who(agent, boss).map((by) => ({ type: 'followUp', by, text: `Any news, asks ${by.id}?` }))],
  [1, who(agent, boss).map((by) => ({ type: 'takeOver', by }))],
  [1, who(agent, boss).map((by) => ({ type: 'handBack', by }))],
  [1, who(requester).map((by) => ({ type: 'reply', by, text: 'None' }))],
  [1, who(requester).map((by) => ({ type: 'stillLockedOut', by }))],
  [1, fc.constant({ type: 'methodYields' })],
  [2, fc.constant({ type: 'phoneChanges' })],
  [2, who(agent, guard).map((by) => ({ type: 'contain', by }))],
  [1, fc.constant({ type: 'somebodyRegisters' })],
];

const seldom = fc.integer({ min: 0, max: 3 }).map((n) => n === 0);
export const story: fc.Arbitrary<Story> = fc.record({
  privileged: fc.boolean(),
  risky: seldom,
  stubborn: seldom,
  coded: seldom,
  moments: fc.array(
    fc.record({
      // The very moments at which something falls due, and short ones in between.
      after: fc.constantFrom(
        ...([
          'due',
          'due',
          'due',
          0,
          0,
          0,
          SECOND,
          10 * SECOND,
          15 * MINUTE,
          30 * MINUTE,
          2 * HOUR,
          48 * HOUR,
        ] as const),
      ),
      together: fc.array(fc.oneof(...DEEDS.map(([weight, arbitrary]) => ({ weight, arbitrary }))), {
        minLength: 1,
        maxLength: 4,
        size: 'max',
      }),
    }),
    { minLength: 1, maxLength: 7, size: 'max' },
  ),
});

const ID = 'request-1';
/** More rounds than there are timers, tries, and cards to be refreshed one after the other. */
const ROUNDS = 100;

/**
 * Plays a story against the real use cases, handlers and store. The scheduler decides in which order the store's and
 * Graph's answers arrive, so decisions are taken on rows that somebody else is changing.
 */
export async function play({ privileged, risky, stubborn, coded, moments }: Story, s: fc.Scheduler): Promise<Told> {
  const clock = settableClock(ASKED);
  const disk = await openOn(fakeDisk(), { clock });
  const entries: JournalEntry[] = [];
  const effects: Effect[] = [];
  const deletedIn: Deleted[] = [];
  let registered = 0;
  // Whoever wrote it down named the very people whom nobody may ask.
  const inForce = policy({
    backup: { users: [requester, target, boss, backup].map(({ id }) => id) },
    verification: coded ? { ask: 'code', for: 'all' } : 'none',
  });

  /** The answer is there at once, and arrives when the scheduler says so. */
  const sometime = async <T>(answer: Promise<T>): Promise<T> => {
    const given = await answer;
    await s.schedule(Promise.resolve());
    return given;
  };
  const store: Store = {
    ...disk,
    read: (kind, key) => sometime(disk.read(kind, key)),
    commit: (what) =>
      sometime(
        disk.commit(what).then((result) => {
          if (result.ok) entries.push(...(what.entries ?? []));
          if (result.ok) effects.push(...(what.effects ?? []));
          return result;
        }),
      ),
  };
  const directory = company(privileged);
  const methods = fakeMethods({ target: METHODS });
  methods.refuse('key', stubborn);
  const graph = {
    ...methods,
    list: (userId: string) => sometime(methods.list(userId)),
    revokeSessions: (userId: string) => sometime(methods.revokeSessions(userId)),
    remove(userId: string, method: { type: string; id: string }) {
      const status = entries.findLast(({ event }) => event !== 'attemptRefused')?.to;
      deletedIn.push({ id: method.id, status, after: entries.length });
      return sometime(methods.remove(userId, method));
    },
  };
  const deps = {
    store,
    directory,
    clock,
    policy: inForce,
    policyHash: 'hash-1',
    methods: graph,
    codes: {
      codeFor: () => CODE,
      matches: (_id: string, typed: string) => typed === CODE,
      mark: (_id: string, typed: string) => typed,
    },
    log: collectingLog(),
    tapRights: Object.assign((row: ResetRequest, who: string) => readTapRights(directory, inForce, row, who), {
      prepare: () => undefined,
    }),
  } as unknown as HandlerDeps;

  await submitted();
  for (const { after, together } of moments) {
    const row = await present();
    if (after !== 'due') clock.advance(after);
    else if (row.status === 'approved') clock.set(Math.max(clock.now(), row.executeAt ?? 0));
    await s.waitFor(Promise.all(together.map((deed) => perform(deed.type === 'forward' ? next(row, deed) : deed))));
  }
  await s.waitFor(comeToRest());
  const request = await present();
  const history: JournalEntry[] = [];
  for await (const entry of disk.history(ID)) history.push(entry);
  const left = (await methods.list('target')).methods.map(({ id }) => id);
  return { request, entries, effects, deletedIn, history, left };

  async function submitted(): Promise<void> {
    const asked = command('submit', {
      submission: submission({
        target: { ...target, phone: '+44 20 7946 0000' },
        nominees: [nominee(manager), ...(privileged ? [nominee(guard, 'security', SECURITY_GROUP)] : [])],
        risks: risky ? [{ kind: 'declinedRecently', level: 'warning' }] : [],
      }),
    });
    const found = submissionFacts({ privileges: privileged ? ['role'] : [] });
    const decision = decide(undefined, asked, facts({ policy: inForce, submission: found }));
    if (isRefusal(decision)) throw new Error(`not taken: ${decision.refused}`);
    const { next, entry, effects: wanted } = decision;
    // One more wrong code, and the manager has none left.
    const missed = Array.from({ length: coded ? 4 : 0 }, (_, i) => ({ by: manager, at: ASKED, mark: `mark ${i}` }));
    const begun = { ...next, codeMisses: missed };
    await disk.commit({ writes: [requestWrite(begun, 0)], entries: [entry], effects: wanted });
    entries.push(entry);
    effects.push(...wanted);
  }

  async function present(): Promise<ResetRequest> {
    return (await disk.read('request', ID))!.value;
  }

  async function perform(one: Others): Promise<void> {
    if (one.type === 'pump') await pump();
    else if (one.type === 'methodYields') methods.refuse('key', false);
    else if (one.type === 'phoneChanges') directory.setRecentChanges('target', ['phone']);
    else if (one.type === 'somebodyRegisters')
      methods.register('target', { ...KEY, id: `new-${++registered}`, fingerprint: `new-${registered}` });
    else await act(deps, ID, one);
  }

  async function pump(): Promise<void> {
    const claims = await disk.claim({ now: clock.now(), limit: 100, leaseMs: 1_000 * HOUR });
    await Promise.all(claims.map(handle));
  }

  async function handle(claim: Claim): Promise<void> {
    const outcome = await conclude(claim.effect);
    if (outcome === 'done') await disk.settle(claim);
    else await disk.reschedule(claim, outcome.again, undefined);
  }

  async function conclude(effect: Effect): Promise<Outcome> {
    switch (effect.kind) {
      case 'resetMethods':
        return resetMethods(deps, effect, { signal: new AbortController().signal, attempts: 0 });
      case 'containAccount':
        return containAccount(deps, effect, { signal: new AbortController().signal, attempts: 0 });
      case 'remind':
      case 'escalate':
      case 'expire':
        return fire(deps, effect);
      default:
        return 'done';
    }
  }

  /** Nobody does anything any more; what waits comes when it is due. */
  async function comeToRest(): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      const wait = await disk.nextDueIn(clock.now());
      if (wait === undefined) return;
      clock.advance(Math.max(wait, 0));
      await pump();
    }
    throw new Error('something falls due again and again');
  }
}

function next(row: ResetRequest, { pick }: { readonly pick: number }): Others {
  const undecided = notApproved(row);
  const by = undecided[pick % Math.max(undecided.length, 1)];
  if (row.status === 'awaitingApproval' && by !== undefined)
    return { type: 'approve', by, verified: pick === 9 ? { text: '', code: '111111' } : RIGHT };
  if (row.status === 'completed') return afterwards(row, pick);
  if (row.status === 'frozen') return { type: 'release', by: agent, text: 'It was them' };
  if (row.status === 'needsAttention') return { type: 'retry', by: agent };
  const [approved] = row.approvals;
  if (row.held === true && pick > 6 && approved !== undefined) return { type: 'recordCallBack', by: approved.by };
  return { type: 'pump' };
}

/** Somebody registers, the target objects, IT or security contains the account, and what follows is done. */
function afterwards({ disputedAt, containment }: ResetRequest, pick: number): Others {
  if (disputedAt === undefined)
    return pick > 2 ? { type: 'freeze', by: target, via: 'teams' } : { type: 'somebodyRegisters' };
  return containment === undefined ? { type: 'contain', by: pick > 5 ? agent : guard } : { type: 'pump' };
}

function company(privileged: boolean): ReturnType<typeof fakeDirectory> {
  const directory = fakeDirectory(...PEOPLE.map(({ id }) => id));
  directory.setManager('target', 'manager');
  directory.setManager('manager', 'boss');
  // The one who may be asked next is of IT, too.
  directory.setMembers(IT_GROUP, ['agent', 'boss']);
  directory.setMembers(SECURITY_GROUP, ['guard']);
  if (privileged) directory.grant('target', { roles: ['role'] });
  return directory;
}
