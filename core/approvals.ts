import { SYSTEM, type Actor, type Command, type CommandType, type JournalEntry } from './command.js';
import type { ActorFacts, Facts, TapRights } from './facts.js';
import { nomineeOf } from './nominees.js';
import { currentPool, mayDecideFor } from './delegates.js';
import { paceWrite, readPace, trip } from './pace.js';
import { type Policy } from './policy.js';
import { requestKeys } from './requestKeys.js';
import type { Clock, Directory, VerificationCodes } from './ports.js';
import type { Row, Store, Write } from './store.js';
import { isRefusal, refuse, type Refusal, type RefusalCode } from './refusal.js';
import type { ResetRequest } from './request.js';
import { isMissed } from './verification.js';
import { decide, type Decision } from './transitions.js';

/** A command as a caller knows it: the time is the service's own. */
export type Act<C extends Command = Command> = C extends Command ? Omit<C, 'at'> : never;

export interface Deps {
  readonly store: Store;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly policy: Policy;
  readonly policyHash: string;
  readonly codes: VerificationCodes;
  /** Facts at most five minutes old, or `unknown` within half a second. */
  readonly tapRights: (request: ResetRequest, approverId: string) => Promise<TapRights | 'unknown'>;
}

/** How often a commit is decided anew after somebody else was first. */
const TRIES = 8;

/** An attempt that somebody must be able to find a year later. */
const AUDITED: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'selfApproval',
  'targetApproval',
  'notNominated',
  'unknownRequest',
  'needsSecurityApproval',
  'privilegedNow',
  'approverUnavailable',
  'targetChanged',
  'notIt',
  'notEligible',
  'ownObjection',
  'codeTriesUsed',
  'delegationOver',
]);

/** Commands that bring in somebody new. */
const BRINGS_SOMEBODY: ReadonlySet<CommandType> = new Set<CommandType>([
  'notForMe',
  'reassign',
  'addBackup',
  'escalate',
]);

/** Commands that a person may give because they are IT or security. */
const BY_GROUP: ReadonlySet<CommandType> = new Set<CommandType>([
  'reassign',
  'addBackup',
  'cancel',
  'freeze',
  'release',
  'retry',
  'close',
  'contain',
  'followUp',
  'claim',
  'takeOver',
  'handBack',
  'passIssued',
]);

/** Load, decide, commit: every change of a request that exists goes through here. */
export async function act(
  deps: Deps,
  requestId: string,
  given: Act,
  more: Pick<Facts, 'atExecution' | 'atContainment'> = {},
): Promise<ResetRequest | Refusal> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const row = await deps.store.read('request', requestId);
    const command: Command = { ...given, by: known(row?.value, given.by), at: deps.clock.now() };
    const actor = await actorFacts(deps, row?.value, command);
    // Before anything is looked up for it: a stranger must not tell a request that exists from one that does not.
    if (row === undefined || !isParty(row.value, command.by, actor))
      return refused(deps, row?.value, command, refuse('unknownRequest'));
    const pace = begins(row.value, command) ? await readPace(deps) : undefined;
    const facts = { ...(await gatherFacts(deps, row.value, command, actor)), ...more, pace };
    const decision = decide(row.value, command, facts);
    if (isRefusal(decision)) {
      // Counted before it is answered: somebody else's write in between, and it is compared anew.
      if (facts.code === 'wrong' && decision.refused === 'wrongCode' && !(await countMiss(deps, row, command, facts)))
        continue;
      if (decision.refused === 'tooManyResets') await trip(deps);
      return refused(deps, row.value, command, decision);
    }
    const counted = pace === undefined ? [] : [paceWrite(pace, command.at)];
    if (await commitDecision(deps.store, row, decision, counted)) return decision.next;
  }
  throw new Error(`request ${requestId} changed ${TRIES} times while ${given.type} was decided; try again`);
}

async function countMiss(deps: Deps, row: Row<'request'>, command: Command, facts: Facts): Promise<boolean> {
  const { by, at } = command;
  const mark = deps.codes.mark(row.value.id, typedCode(command) ?? '');
  const decision = decide(row.value, { type: 'missCode', by, at, mark }, facts);
  return !isRefusal(decision) && commitDecision(deps.store, row, decision);
}

export async function serviceFacts({ store, policy, policyHash }: Deps): Promise<Omit<Facts, 'actor'>> {
  const service = await store.read('service', 'service');
  return { policy, policyHash, paused: service?.value.paused === true };
}

export const NOBODY: ActorFacts = { it: false, security: false };

export function requestWrite(request: ResetRequest, expectedVersion: number): Write {
  return { kind: 'request', key: request.id, expectedVersion, value: request, ...requestKeys(request) };
}

async function commitDecision(
  store: Store,
  row: Row<'request'>,
  { next, entry, effects }: Decision,
  more: readonly Write[] = [],
): Promise<boolean> {
  const result = await store.commit({ writes: [requestWrite(next, row.version), ...more], entries: [entry], effects });
  return result.ok;
}

/** What has pins goes on with them, and was counted when it began. */
function begins({ run }: ResetRequest, { type }: Command): boolean {
  return type === 'resetStarted' && run === undefined;
}

async function gatherFacts(deps: Deps, request: ResetRequest, command: Command, actor: ActorFacts): Promise<Facts> {
  const { by, type } = command;
  const asksAtTap = (type === 'approve' || type === 'reject') && nomineeOf(request, by.id) !== undefined;
  const asksPool = BRINGS_SOMEBODY.has(type) && request.status === 'awaitingApproval';
  const [service, atTap, pool, delegation] = await Promise.all([
    serviceFacts(deps),
    asksAtTap ? deps.tapRights(request, by.id) : undefined,
    asksPool ? currentPool(deps, request, command.at) : undefined,
    delegationFacts(deps, request, command),
  ]);
  return { ...service, actor, atTap, pool, delegation, code: compared(deps, request, command) };
}

function compared({ codes }: Deps, request: ResetRequest, command: Command): Facts['code'] {
  const typed = typedCode(command);
  if (typed === undefined) return undefined;
  if (codes.matches(request.id, typed)) return 'right';
  return isMissed(request, command.by.id, codes.mark(request.id, typed)) ? 'wrongAgain' : 'wrong';
}

function typedCode(command: Command): string | undefined {
  return command.type === 'approve' ? command.verified?.code : undefined;
}

/** Read from our own store at every tap: a delegation that was stopped is over at once. */
async function delegationFacts(
  { store }: Deps,
  request: ResetRequest,
  command: Command,
): Promise<'runs' | 'over' | undefined> {
  const decides = command.type === 'approve' || command.type === 'reject';
  const id = decides ? command.by.id : command.type === 'returnPlace' ? command.from : undefined;
  const nominee = id === undefined ? undefined : nomineeOf(request, id);
  if (nominee?.for === undefined) return undefined;
  return (await mayDecideFor(store, nominee, command.at)) ? 'runs' : 'over';
}

/** Membership of IT and security, for the commands it counts for. */
async function actorFacts(deps: Deps, request: ResetRequest | undefined, { by, type }: Command): Promise<ActorFacts> {
  const ownCancel = type === 'cancel' && by.id === request?.requester.id;
  const ownObjection = type === 'freeze' && by.id === request?.target.id;
  return by.id === SYSTEM.id || !BY_GROUP.has(type) || ownCancel || ownObjection ? NOBODY : groupsOfActor(deps, by);
}

/** Live; a look-up that fails grants nothing. */
export async function groupsOfActor(
  { directory, policy }: Pick<Deps, 'directory' | 'policy'>,
  { id }: Actor,
): Promise<ActorFacts> {
  const groups = [policy.itGroup, policy.securityGroup].filter((group) => group !== null);
  if (groups.length === 0) return NOBODY;
  const among = await directory.groupsAmong(id, groups).catch((): readonly string[] => []);
  return {
    it: policy.itGroup !== null && among.includes(policy.itGroup),
    security: policy.securityGroup !== null && among.includes(policy.securityGroup),
  };
}

/** The directory's description of somebody on the request, rather than what a chat calls them. */
function known(request: ResetRequest | undefined, by: Actor): Actor {
  if (request?.requester.id === by.id) return request.requester;
  if (request?.target.id === by.id) return request.target;
  return nomineeOf(request, by.id)?.person ?? by;
}

function isParty(request: ResetRequest, { id }: Actor, { it, security }: ActorFacts): boolean {
  return (
    it ||
    security ||
    id === SYSTEM.id ||
    id === request.requester.id ||
    id === request.target.id ||
    nomineeOf(request, id) !== undefined
  );
}

/** A "no" that matters to an auditor is written down before it is spoken. */
async function refused(
  { store, policyHash }: Deps,
  request: ResetRequest | undefined,
  { at, by, type }: Command,
  refusal: Refusal,
): Promise<Refusal> {
  if (request === undefined || by.id === SYSTEM.id || !AUDITED.has(refusal.refused)) return refusal;
  const entry: JournalEntry = {
    event: 'attemptRefused',
    at,
    by: by.id,
    requestId: request.id,
    reference: request.reference,
    from: request.status,
    policy: policyHash,
    data: { command: type, refused: refusal.refused, cause: refusal.detail?.cause ?? '' },
  };
  await store.commit({ entries: [entry] });
  return refusal;
}
