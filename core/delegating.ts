import { act, groupsOfActor, type Deps } from './approvals.js';
import type { Actor, JournalEntry } from './command.js';
import { delegationOf } from './delegates.js';
import type { Effect, Notice } from './effects.js';
import { waitingFor } from './lookup.js';
import { MAX_NOMINEES, toPerson, type ApproverSource } from './policy.js';
import type { Directory, DirectoryPerson } from './ports.js';
import { refuse, type Refusal } from './refusal.js';
import type { Instant, Person } from './request.js';
import type { Delegation } from './rows.js';
import type { Write } from './store.js';
import { instantsOf, nextDay } from './zonedTime.js';

/** Days that somebody may have somebody else decide for them. */
export const MAX_DAYS = 60;
const DAY = 24 * 60 * 60 * 1000;

export interface DelegationWish {
  readonly delegatorId: string;
  readonly to: string;
  /** `2026-12-24`, from its first moment and to its last, by this clock. */
  readonly from: string;
  readonly until: string;
  readonly timeZone: string;
}

/** Who may decide for somebody: their manager, the policy's backup, and those they are named or grouped with. */
export async function eligibleDelegates(
  { directory, policy }: Pick<Deps, 'directory' | 'policy'>,
  delegatorId: string,
): Promise<readonly Person[]> {
  const sources = [...policy.approvers.map(({ ask }) => ask), policy.backup].filter((source) => source !== null);
  const [manager, ...found] = await Promise.all([
    directory.manager(delegatorId),
    ...sources.map((source) => colleaguesIn(directory, source, source === policy.backup, delegatorId)),
  ]);
  const people = [...(manager === undefined ? [] : [manager]), ...found.flat()];
  const usable = people.filter(({ id, enabled, guest }) => id !== delegatorId && enabled && !guest);
  return [...new Map(usable.map((each) => [each.id, toPerson(each)])).values()].slice(0, MAX_NOMINEES);
}

/** What somebody has arranged, running or still to come. */
export async function plannedDelegation(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  delegatorId: string,
): Promise<Delegation | undefined> {
  const delegation = (await store.read('delegation', delegatorId))?.value;
  return delegation !== undefined && clock.now() < delegation.until ? delegation : undefined;
}

/** Somebody else decides for a while; what is waiting now goes to them at once. By the approver, or by IT for them. */
export async function delegate(deps: Deps, by: Actor, wish: DelegationWish): Promise<Delegation | Refusal> {
  const { store, directory, clock } = deps;
  const { delegatorId } = wish;
  const no = await mayArrange(deps, by, delegatorId);
  if (no !== undefined) return no;
  const now = clock.now();
  const times = timesOf(wish, now);
  if (times === undefined) return refuse('delegationDates', { limit: MAX_DAYS });
  const to = (await eligibleDelegates(deps, delegatorId)).find(({ id }) => id === wish.to);
  const delegator = await directory.person(delegatorId);
  // Nobody arranges to decide for somebody else themselves.
  if (to === undefined || delegator === undefined || to.id === by.id) return refuse('notEligible');
  const row = await store.read('delegation', delegatorId);
  if (row !== undefined && now < row.value.until) return refuse('delegatedAlready');
  const arranger = by.id === delegatorId ? toPerson(delegator) : by;
  const value: Delegation = { ...times, delegator: toPerson(delegator), to, by: arranger, at: now };
  const ends: Effect = { kind: 'delegationEnds', key: endKey(value), dueAt: value.until, ...about(value) };
  const done = await store.commit({
    writes: [write(value, row?.version ?? 0)],
    entries: [entry(deps, 'delegated', by, value)],
    effects: [ends, ...told('delegationSet', value, by, now)],
  });
  if (!done.ok) return refuse('delegatedAlready');
  if (value.from <= now) await handOver(deps, by, value);
  return value;
}

/** From now on they decide themselves again. */
export async function stopDelegating(deps: Deps, by: Actor, delegatorId: string): Promise<Delegation | Refusal> {
  const { store, clock } = deps;
  const no = await mayArrange(deps, by, delegatorId);
  if (no !== undefined) return no;
  const now = clock.now();
  const row = await store.read('delegation', delegatorId);
  if (row === undefined || now >= row.value.until) return refuse('nothingDelegated');
  const value: Delegation = { ...row.value, until: now };
  const done = await store.commit({
    writes: [write(value, row.version)],
    entries: [entry(deps, 'delegationStopped', by, value)],
    effects: [
      { kind: 'delegationEnds', key: endKey(value), dueAt: now, ...about(value) },
      ...told('delegationOver', value, by, now),
    ],
  });
  return done.ok ? value : stopDelegating(deps, by, delegatorId);
}

/** Own decisions, or as IT anybody's. */
async function mayArrange(deps: Deps, by: Actor, delegatorId: string): Promise<Refusal | undefined> {
  if (by.id !== delegatorId) return (await groupsOfActor(deps, by)).it ? undefined : refuse('notIt');
  const self = await deps.directory.person(by.id);
  return self?.enabled === true && !self.guest ? undefined : refuse('notNominated');
}

function timesOf(
  { from, until, timeZone }: DelegationWish,
  now: Instant,
): Pick<Delegation, 'from' | 'until'> | undefined {
  if (!isDate(from) || !isDate(until) || until < from) return undefined;
  const [begins] = instantsOf({ date: from, time: '00:00' }, timeZone);
  const [ends] = instantsOf({ date: nextDay(until), time: '00:00' }, timeZone);
  const start = Math.max(begins, now);
  return ends <= now || ends - start > MAX_DAYS * DAY || start - now > MAX_DAYS * DAY
    ? undefined
    : { from: start, until: ends };
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/u.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}

async function colleaguesIn(
  directory: Directory,
  source: ApproverSource,
  isBackup: boolean,
  delegatorId: string,
): Promise<readonly DirectoryPerson[]> {
  if (source === 'manager') return [];
  if ('group' in source) {
    const among = isBackup || (await directory.groupsAmong(delegatorId, [source.group])).includes(source.group);
    return among ? directory.members(source.group, MAX_NOMINEES) : [];
  }
  if (!isBackup && !source.users.includes(delegatorId)) return [];
  const people = await Promise.all(source.users.slice(0, MAX_NOMINEES).map((id) => directory.person(id)));
  return people.filter((person) => person !== undefined);
}

/** Through the same rules as any other place that is given away: what they refuse stays where it is. */
async function handOver(deps: Deps, by: Actor, { delegator, to }: Delegation): Promise<void> {
  for (const { id } of await waitingFor(deps.store, delegator.id))
    await act(deps, id, { type: 'reassign', by, from: delegator.id, to: to.id });
}

/** The requests that a delegate still has of a delegation that is over go back. */
export async function returnPlaces(deps: Deps, by: Actor, delegatorId: string, delegateId: string): Promise<void> {
  if ((await delegationOf(deps.store, delegatorId, deps.clock.now()))?.to.id === delegateId) return;
  for (const { id, nominees } of await waitingFor(deps.store, delegateId)) {
    const theirs = nominees.find(({ person }) => person.id === delegateId);
    if (theirs?.for?.person.id === delegatorId) await act(deps, id, { type: 'returnPlace', by, from: delegateId });
  }
}

function write(value: Delegation, expectedVersion: number): Write {
  return { kind: 'delegation', key: value.delegator.id, expectedVersion, value };
}

function endKey({ delegator, at, until }: Delegation): string {
  return `delegationEnds:${delegator.id}:${at}:${until}`;
}

function about({ delegator, to }: Delegation) {
  return { requestId: undefined, delegator: delegator.id, delegate: to.id };
}

function entry(
  { policyHash, clock }: Deps,
  event: 'delegated' | 'delegationStopped',
  by: Actor,
  { delegator, to, from, until }: Delegation,
): JournalEntry {
  const data = { delegator: delegator.id, to: to.id, from: utc(from), until: utc(until) };
  return { event, at: clock.now(), by: by.id, policy: policyHash, data };
}

const utc = (at: Instant): string => new Date(at).toISOString();

/** The delegate and who delegated, but for whoever did it; IT as well where it was IT. */
function told(notice: Notice, value: Delegation, by: Actor, now: Instant): readonly Effect[] {
  const { delegator, to, from, until, at } = value;
  const people = [to.id, delegator.id].filter((id) => id !== by.id).map((person) => ({ person }));
  const recipients = by.id === delegator.id ? people : [...people, { group: 'it' } as const];
  return recipients.map((recipient) => ({
    kind: 'tell' as const,
    key: `tell:${notice}:${delegator.id}:${at}:${'person' in recipient ? recipient.person : recipient.group}`,
    dueAt: now,
    requestId: undefined,
    to: recipient,
    notice,
    about: { delegator: delegator.id, delegate: to.id, by: by.id, from, until },
  }));
}
