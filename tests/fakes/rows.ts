import {
  SYSTEM,
  type Actor,
  type Command,
  type CommandOf,
  type CommandType,
  type Submission,
} from '../../core/command.js';
import type {
  ApproverStanding,
  ContainRights,
  ExecutionRights,
  Facts,
  Pool,
  SubmissionFacts,
  TapRights,
} from '../../core/facts.js';
import type { Policy } from '../../core/policy.js';
import type {
  Approval,
  Nominee,
  NominatedBy,
  Person,
  ResetRequest,
  ResetRun,
  Risk,
  Status,
} from '../../core/request.js';
import type { State } from '../../core/transitions.js';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** When the request of these tests was made: a Monday morning. */
export const ASKED = Date.UTC(2026, 0, 5, 9);
/** When it was approved, where it was. */
export const APPROVED = ASKED + 5 * MINUTE;

export const IT_GROUP = 'group-it';
export const SECURITY_GROUP = 'group-security';

export function person(id: string): Person {
  return { id, name: id };
}
export const requester = person('requester');
export const target = person('target');
export const manager = person('manager');
export const backup = person('backup');
export const guard = person('guard'); // of the security group
export const agent = person('agent'); // of IT
export const stranger = person('stranger');

/** What `{}` as a policy file means, with the two groups that `{}` leaves out. */
export function policy(different: Partial<Policy> = {}): Policy {
  return {
    requesters: 'everyone',
    selfService: false,
    approvers: [],
    backup: null,
    ifExcluded: ['managersManager', 'backup'],
    remindAfter: 30 * MINUTE,
    escalateAfter: 2 * HOUR,
    expireAfter: 48 * HOUR,
    undoFor: 10 * SECOND,
    holdFor: 15 * MINUTE,
    watchFor: DAY,
    adviseAfter: 4 * HOUR,
    reentry: 'register',
    contain: { blockSignIn: false },
    retention: 730 * DAY,
    businessHours: null,
    quietHours: null,
    verification: 'none',
    digestAt: '08:00',
    scope: 'all',
    privileged: { users: [], groups: [] },
    breakGlass: [],
    limits: { requestsPerDay: 10, resetsPerHour: 'auto' },
    coolDown: { afterReset: DAY, afterDecline: DAY },
    itGroup: IT_GROUP,
    itChannel: null,
    securityGroup: SECURITY_GROUP,
    support: {},
    ...different,
  };
}

export function nominee(who: Person, by: NominatedBy = 'manager', groupId?: string): Nominee {
  return { person: who, by, ...(groupId === undefined ? {} : { groupId }) };
}

export function approval(by: Person, different: Partial<Approval> = {}): Approval {
  return { by, at: APPROVED, security: by.id === guard.id, checkPending: false, ...different };
}

export const PIN = { type: 'phoneAuthenticationMethod', id: 'phone-1', fingerprint: 'f1', outcome: 'pending' } as const;
export function run(different: Partial<ResetRun> = {}): ResetRun {
  return { startedAt: APPROVED + 10 * SECOND, pins: [PIN], unknown: [], ...different };
}
export const cleared = run({ pins: [{ ...PIN, outcome: 'removed' }] });

/** What somebody else registered after the reset. */
export const NEW_PIN = {
  type: 'fido2AuthenticationMethod',
  id: 'key-9',
  fingerprint: 'f9',
  outcome: 'pending',
} as const;
export function containRun(different: Partial<ResetRun> = {}): ResetRun {
  return { startedAt: APPROVED + HOUR + SECOND, pins: [NEW_PIN], unknown: [], ...different };
}
export const contained = containRun({ pins: [{ ...NEW_PIN, outcome: 'removed' }] });
/** The target said that it was not them. */
export const DISPUTED = { disputedAt: APPROVED + MINUTE, objection: { by: target, via: 'teams' } } as const;
/** Security said so for the target. */
const BY_GUARD = { objection: { by: guard, via: 'teams' } } as const;
/** IT has ordered to contain it. */
export const ORDERED = { ...DISPUTED, containment: { by: agent, at: APPROVED + HOUR, attempt: 1 } } as const;

/** A request in a state, as a row would hold it. */
export function request(status: Status = 'awaitingApproval', different: Partial<ResetRequest> = {}): ResetRequest {
  return {
    id: 'request-1',
    reference: 'MFA-7K3Q9',
    requester,
    target,
    targetAddresses: ['target@contoso.test'],
    justification: 'New phone, the old one is gone',
    lost: 'newPhone',
    clearing: 'all',
    urgent: false,
    submittedAt: ASKED,
    nominees: [nominee(manager)],
    approvalsNeeded: 1,
    approvals: [],
    risks: [],
    remindAt: ASKED + 30 * MINUTE,
    escalateAt: ASKED + 2 * HOUR,
    expireAt: ASKED + 48 * HOUR,
    questions: [],
    notes: [],
    revision: 1,
    attempt: 0,
    policyHash: 'hash-1',
    ...IN_STATE[status],
    status,
    ...different,
  };
}

const approved = { approvals: [approval(manager)], attempt: 1, executeAt: APPROVED + 10 * SECOND, held: false };
const IN_STATE: Record<Status, Partial<ResetRequest>> = {
  awaitingApproval: {},
  approved,
  resetting: { ...approved, run: run() },
  needsAttention: { ...approved, attention: { at: APPROVED + MINUTE, reason: 'rightsChanged', detail: '' } },
  frozen: { disputedAt: APPROVED },
  completed: { ...approved, run: cleared, endedAt: APPROVED + MINUTE },
  rejected: { rejection: { by: manager, at: APPROVED, reason: 'other', text: 'not today' }, endedAt: APPROVED },
  cancelled: { cancelledBy: requester, endedAt: APPROVED },
  expired: { endedAt: ASKED + 48 * HOUR },
};

/** What makes an approval wait: something unusual, and somebody who can be called back meanwhile. */
export const HELD: Partial<ResetRequest> = {
  target: { ...target, phone: '+44 20 7946 0000' },
  risks: [{ kind: 'declinedRecently', level: 'warning' }],
  held: true,
  executeAt: APPROVED + 15 * MINUTE,
};

export const PHONE_CHANGED: Risk = { kind: 'phoneChangedLately', level: 'warning' };

/** A privileged target's request: two approvals, and the security group asked as well. */
export function privilegedRequest(different: Partial<ResetRequest> = {}): ResetRequest {
  return request('awaitingApproval', {
    approvalsNeeded: 2,
    nominees: [nominee(manager), nominee(backup, 'backup'), nominee(guard, 'security', SECURITY_GROUP)],
    ...different,
  });
}

export function standing(id: string, different: Partial<ApproverStanding> = {}): ApproverStanding {
  return { id, enabled: true, eligible: true, security: id === guard.id, ...different };
}
export const ordinaryTarget = { enabled: true, guest: false, privileges: [] } as const;

export function tapRights(by: string, different: Partial<TapRights> = {}): TapRights {
  return { approver: standing(by), target: ordinaryTarget, ...different };
}
export function executionRights(
  approvers: readonly Person[],
  different: Partial<ExecutionRights> = {},
): ExecutionRights {
  return { approvers: approvers.map(({ id }) => standing(id)), target: ordinaryTarget, warnings: [], ...different };
}
export function containRights(different: Partial<ContainRights> = {}): ContainRights {
  return { id: agent.id, enabled: true, it: true, security: false, ...different };
}
export function submissionFacts(different: Partial<SubmissionFacts> = {}): SubmissionFacts {
  return {
    mayAsk: true,
    targetEnabled: true,
    targetGuest: false,
    privileges: [],
    refusedToday: 0,
    earlier: [],
    ...different,
  };
}

/** The manager by the rule, and one backup. */
export function pool(different: Partial<Pool> = {}): Pool {
  return { rule: [nominee(manager)], backups: [nominee(backup, 'backup')], ...different };
}

export function facts(different: Partial<Facts> = {}): Facts {
  const usual = { paused: false, actor: { it: false, security: false }, pace: { exceeded: false } };
  return { policy: policy(), policyHash: 'hash-1', ...usual, ...different };
}

export function submission(different: Partial<Submission> = {}): Submission {
  const { id, reference, targetAddresses, justification, lost, clearing, urgent, nominees, risks } = request();
  const given = { id, reference, target, targetAddresses, justification, lost, clearing, urgent, nominees, risks };
  return { ...given, ...different };
}

/** Everything a decision needs, all of it in order: a test spoils one thing. */
export interface Situation {
  readonly request: ResetRequest | undefined;
  readonly command: Command;
  readonly facts: Facts;
}

/** A command given by the one who may, when they may. */
export function command<T extends CommandType>(type: T, different: Partial<CommandOf<T>> = {}): CommandOf<T> {
  const at = APPROVED;
  const all: { readonly [K in CommandType]: CommandOf<K> } = {
    submit: { type: 'submit', at: ASKED, by: requester, submission: submission() },
    approve: { type: 'approve', at, by: manager },
    missCode: { type: 'missCode', at, by: manager, mark: 'mark' },
    reject: { type: 'reject', at, by: manager, reason: 'couldNotVerify', text: 'could not reach them' },
    notForMe: { type: 'notForMe', at, by: manager },
    nudge: { type: 'nudge', at, by: requester },
    note: { type: 'note', at, by: requester, text: 'It is the blue one' },
    ask: { type: 'ask', at, by: manager, text: 'Which phone was it?' },
    answer: { type: 'answer', at, by: requester, text: 'The blue one' },
    reassign: { type: 'reassign', at, by: agent, from: manager.id, to: backup.id },
    returnPlace: { type: 'returnPlace', at, by: SYSTEM, from: backup.id },
    addBackup: { type: 'addBackup', at, by: agent },
    cancel: { type: 'cancel', at, by: requester },
    undo: { type: 'undo', at: APPROVED + 9 * SECOND, by: manager },
    recordCallBack: { type: 'recordCallBack', at: APPROVED + MINUTE, by: manager },
    hold: { type: 'hold', at: APPROVED + 10 * SECOND, by: SYSTEM },
    remind: { type: 'remind', at: ASKED + 30 * MINUTE, by: SYSTEM },
    escalate: { type: 'escalate', at: ASKED + 2 * HOUR, by: SYSTEM },
    expire: { type: 'expire', at: ASKED + 48 * HOUR, by: SYSTEM },
    freeze: { type: 'freeze', at: APPROVED + 5 * SECOND, by: target, via: 'teams' },
    release: { type: 'release', at: APPROVED + MINUTE, by: agent, text: 'Spoke to her in person' },
    resetStarted: { type: 'resetStarted', at: APPROVED + 10 * SECOND, by: SYSTEM, run: run() },
    resetProgressed: { type: 'resetProgressed', at: APPROVED + 11 * SECOND, by: SYSTEM, run: cleared },
    resetFinished: { type: 'resetFinished', at: APPROVED + MINUTE, by: SYSTEM, run: cleared },
    resetFailed: { type: 'resetFailed', at: APPROVED + MINUTE, by: SYSTEM, reason: 'methodsRemain', detail: 'a phone' },
    retry: { type: 'retry', at: APPROVED + HOUR, by: agent },
    close: { type: 'close', at: APPROVED + HOUR, by: agent, note: 'cleared in the portal' },
    registered: { type: 'registered', at: APPROVED + HOUR, by: SYSTEM },
    suspect: { type: 'suspect', at: APPROVED + HOUR, by: SYSTEM, country: 'BR', usual: ['GB'] },
    advise: { type: 'advise', at: APPROVED + MINUTE + 4 * HOUR, by: SYSTEM },
    handOver: { type: 'handOver', at: APPROVED + MINUTE + DAY, by: SYSTEM },
    passIssued: { type: 'passIssued', at: APPROVED + HOUR, by: agent },
    contain: { type: 'contain', at: APPROVED + HOUR, by: agent },
    followUp: { type: 'followUp', at: APPROVED + HOUR, by: agent, text: 'Is it working again?' },
    claim: { type: 'claim', at: APPROVED + HOUR, by: agent },
    takeOver: { type: 'takeOver', at: APPROVED + HOUR, by: agent },
    handBack: { type: 'handBack', at: APPROVED + HOUR, by: agent },
    reply: { type: 'reply', at: APPROVED + HOUR, by: requester, text: 'Not yet, sorry' },
    sorted: { type: 'sorted', at: APPROVED + HOUR, by: requester },
    stillLockedOut: { type: 'stillLockedOut', at: APPROVED + HOUR, by: requester },
    containStarted: { type: 'containStarted', at: APPROVED + HOUR + SECOND, by: SYSTEM, run: containRun() },
    containProgressed: { type: 'containProgressed', at: APPROVED + HOUR + 2 * SECOND, by: SYSTEM, run: contained },
    containFinished: {
      type: 'containFinished',
      at: APPROVED + HOUR + MINUTE,
      by: SYSTEM,
      run: contained,
      signIn: 'untouched',
    },
    containFailed: {
      type: 'containFailed',
      at: APPROVED + HOUR + MINUTE,
      by: SYSTEM,
      reason: 'methodsRemain',
      detail: 'a key',
    },
    erase: { type: 'erase', at: ASKED + 732 * DAY, by: SYSTEM },
  };
  return { ...all[type], ...different };
}

export const FOLLOWED_UP = { kind: 'followUp', by: agent, at: ASKED, text: 'Any news?' } as const;
/** What has to be there already for a command that is given in every state. */
const BEFORE: Readonly<Partial<Record<CommandType, Partial<ResetRequest>>>> = {
  takeOver: { claim: { by: stranger, at: ASKED } },
  handBack: { claim: { by: agent, at: ASKED } },
  reply: { thread: [FOLLOWED_UP] },
  sorted: { thread: [FOLLOWED_UP] },
};

/** A command that is allowed in a state, where the state has it at all. */
export function situation(state: State, type: CommandType): Situation {
  const row = state === 'unsubmitted' ? undefined : request(state, BEFORE[type]);
  const given = command(type);
  const usual: Situation = { request: row, command: given, facts: factsFor(given, row) };
  const special = SPECIAL[`${state} ${type}`];
  return special === undefined ? usual : { ...usual, ...special };
}

const BRINGS_SOMEBODY: ReadonlySet<CommandType> = new Set(['notForMe', 'reassign', 'addBackup', 'escalate']);

function factsFor({ type, by }: { type: CommandType; by: Actor }, row: ResetRequest | undefined): Facts {
  return facts({
    actor: { it: by.id === agent.id, security: by.id === guard.id },
    ...(type === 'submit' ? { submission: submissionFacts() } : {}),
    ...(BRINGS_SOMEBODY.has(type) ? { pool: pool() } : {}),
    ...(type === 'approve' || type === 'reject' ? { atTap: tapRights(by.id) } : {}),
    ...(type === 'containStarted' ? { atContainment: containRights() } : {}),
    ...(type === 'resetStarted' ? { atExecution: executionRights(row?.approvals.map((each) => each.by) ?? []) } : {}),
  });
}

/** The manager's place, lent to the backup. */
export const LENT: Nominee = { person: backup, by: 'delegate', for: { person: manager, by: 'manager' } };

const openQuestion = { by: manager, at: ASKED + MINUTE, text: 'Which phone?' };
const ordered = {
  needsAttention: request('needsAttention', { run: run(), ...ORDERED }),
  completed: request('completed', ORDERED),
};
const SPECIAL: Readonly<Record<string, Partial<Situation>>> = {
  ...Object.fromEntries(
    (['needsAttention', 'completed'] as const).flatMap((state) =>
      ['containStarted', 'containProgressed', 'containFinished', 'containFailed'].map((type) => [
        `${state} ${type}`,
        { request: ordered[state] },
      ]),
    ),
  ),
  'needsAttention contain': { request: request('needsAttention', { run: run(), ...DISPUTED, ...BY_GUARD }) },
  'completed contain': { request: request('completed', { ...DISPUTED, ...BY_GUARD }) },
  'completed suspect': { request: request('completed', { registeredAt: APPROVED + 2 * MINUTE }) },
  'completed passIssued': { request: request('completed', { pass: { wantedAt: APPROVED + MINUTE } }) },
  'awaitingApproval answer': { request: request('awaitingApproval', { questions: [openQuestion] }) },
  // The first of two approvals can be taken back as well.
  'awaitingApproval undo': { request: privilegedRequest({ approvals: [approval(manager)] }) },
  'awaitingApproval returnPlace': {
    request: request('awaitingApproval', { nominees: [LENT] }),
    facts: facts({ delegation: 'over' }),
  },
  'approved reject': {
    request: request('approved', {
      ...HELD,
      nominees: [nominee(manager), nominee(backup, 'backup')],
      approvals: [approval(backup)],
    }),
  },
  'approved recordCallBack': { request: request('approved', HELD) },
  'approved hold': { facts: facts({ atExecution: executionRights([manager], { warnings: [PHONE_CHANGED] }) }) },
};
