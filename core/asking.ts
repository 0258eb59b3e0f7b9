import { NOBODY, requestWrite, serviceFacts, type Deps } from './approvals.js';
import type { Actor, Command } from './command.js';
import { isLifted, usedUp } from './lifting.js';
import { withDelegates } from './delegates.js';
import { groupsOf, nominate, withStandIns } from './nominate.js';
import { toPerson } from './policy.js';
import { CHANGE_WINDOW, risks } from './risks.js';
import type { DirectoryPerson } from './ports.js';
import type { Row, Store, Write } from './store.js';
import { noteRefusal, refusedLately } from './refusedTargets.js';
import { canClearLess } from './pins.js';
import type { CardPlace, Draft } from './rows.js';
import { cardWrite } from './sentCards.js';
import { isRefusal, refuse, type Refusal } from './refusal.js';
import { readPrivileges } from './rights.js';
import type { Clearing, ResetRequest } from './request.js';
import { decide, type Decision } from './transitions.js';

export interface AskingDeps extends Deps {
  /** A new reference, `MFA-` and five characters that can be read out on the phone. */
  readonly newReference: () => string;
}

const TRIES = 8;

/** Whether somebody may ask for anybody's reset: no guest, nobody disabled, nobody outside of the policy's group. */
export async function mayAsk(deps: Pick<Deps, 'directory' | 'policy'>, { id }: Actor): Promise<boolean> {
  const asking = await deps.directory.person(id);
  return asking !== undefined && mayRequest(deps, asking);
}

/** What would happen: the request as it would be, with its approvers, or why not. Only a refusal leaves a trace. */
export async function consider(deps: AskingDeps, draft: Draft, requester: Actor): Promise<ResetRequest | Refusal> {
  const decision = await decideSubmission(deps, draft, requester);
  return isRefusal(decision) ? decision : decision.next;
}

/**
 * Keeps what a requester has put together; it replaces an earlier draft of theirs. The same wish again is the draft
 * that is there: the form may have been delivered twice, and each answer has to be one that can be confirmed.
 */
export async function keepDraft({ store }: Pick<Deps, 'store'>, draft: Draft): Promise<Draft> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const row = await draftOf(store, draft.requesterId);
    if (row !== undefined && isSameWish(row.value, draft)) return row.value;
    if ((await store.commit({ writes: replacing(row, draft) })).ok) return draft;
  }
  throw new Error(`the draft of ${draft.requesterId} changed ${TRIES} times while it was kept; try again`);
}

function isSameWish({ requestId: _one, ...kept }: Draft, { requestId: _other, ...wished }: Draft): boolean {
  const names = Object.keys(wished) as (keyof typeof wished)[];
  return names.every((name) => kept[name] === wished[name]);
}

/** What somebody has put together and not yet sent. */
export async function draftOf(store: Store, requesterId: string): Promise<Row<'draft'> | undefined> {
  return store.holder('draft', ownDraft(requesterId));
}

/** Throws a draft away. Nothing happens when it is gone already. */
export async function discardDraft({ store }: Pick<Deps, 'store'>, requestId: string, requester: Actor): Promise<void> {
  const row = await draftOf(store, requester.id);
  if (row?.key !== requestId) return;
  await store.commit({ writes: [removal(row)] });
}

/** Makes the confirmed draft a request. Confirming twice, or again after it was taken, is the same request. */
export async function submit(
  deps: AskingDeps,
  requestId: string,
  requester: Actor,
  confirmed: {
    /** The card it was confirmed on: it becomes the requester's status card. */
    readonly place?: CardPlace | undefined;
    /** Chosen on that card; everything where nothing was chosen. */
    readonly clearing?: Clearing | undefined;
  } = {},
): Promise<ResetRequest | Refusal> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const existing = await deps.store.read('request', requestId);
    if (existing !== undefined)
      return existing.value.requester.id === requester.id ? existing.value : refuse('unknownRequest');
    const draft = await draftOf(deps.store, requester.id);
    if (draft?.key !== requestId) return refuse('draftGone');
    const { place, clearing = draft.value.clearing } = confirmed;
    const decision = await decideSubmission(deps, { ...draft.value, clearing }, requester);
    if (isRefusal(decision)) return decision;
    const { next, entry, effects } = decision;
    const writes: Write[] = [requestWrite(next, 0), removal(draft), ...(await usedUp(deps.store, next.target.id))];
    // Without a hash, so that the first refresh edits it for all of the requester's devices.
    if (place !== undefined)
      writes.push(cardWrite({ requestId, personId: requester.id, places: [place], contentHash: '' }, 0));
    if ((await deps.store.commit({ writes, entries: [entry], effects })).ok) return next;
  }
  throw new Error(`request ${requestId} met ${TRIES} others while it was submitted; try again`);
}

/** A "no" about somebody else is written down, and IT is told why, before it is spoken. */
async function decideSubmission(deps: AskingDeps, draft: Draft, by: Actor): Promise<Decision | Refusal> {
  const decision = await decideOn(deps, draft, by);
  if (isRefusal(decision)) await noteRefusal(deps, draft, decision);
  return decision;
}

async function decideOn(deps: AskingDeps, draft: Draft, by: Actor): Promise<Decision | Refusal> {
  const { directory, policy, clock } = deps;
  const at = clock.now();
  const [asking, target, refusedToday] = await Promise.all([
    directory.person(by.id),
    directory.person(draft.targetId),
    refusedLately(deps, by.id),
  ]);
  const mayAsk = asking !== undefined && (await mayRequest(deps, asking));
  if (!mayAsk) return refuse('notARequester');
  // There is nobody to decide about, but IT is told of these as well: as often as the limit allows.
  const { requestsPerDay: limit } = policy.limits;
  if (target === undefined)
    return refusedToday < limit
      ? refuse('targetUnavailable', { cause: 'unknown' })
      : refuse('tooManyRequests', { limit });
  const requester = toPerson(asking);
  const groups = groupsOf(directory, policy, target.id);
  const [targetGroups, privileges, earlier, changed, coolDownLifted] = await Promise.all([
    groups,
    readPrivileges(directory, policy, target.id, groups),
    otherRequests(deps, draft.requestId, requester.id, target.id),
    directory.recentChanges(target.id, at - CHANGE_WINDOW),
    isLifted(deps.store, target.id, at),
  ]);
  const privileged = privileges.length > 0;
  const chosen = await nominate(directory, policy, { requesterId: requester.id, target, targetGroups, privileged });
  const parties = { requesterId: requester.id, targetId: target.id };
  const lent = await withDelegates(deps, chosen, at, parties);
  const nominees = await withDelegates(deps, await withStandIns(directory, policy, lent, parties), at, parties);
  const command: Command = {
    type: 'submit',
    at,
    by: requester,
    submission: {
      id: draft.requestId,
      reference: deps.newReference(),
      target: toPerson(target),
      targetAddresses: addressesOf(target),
      justification: draft.justification,
      lost: draft.lost,
      clearing: canClearLess(draft.lost) ? draft.clearing : 'all',
      urgent: draft.urgent,
      nominees,
      risks: risks(at, policy, requester.id, target, { privileged, earlier, changed }),
    },
  };
  const { enabled: targetEnabled, guest: targetGuest } = target;
  const submission = { mayAsk, targetEnabled, targetGuest, privileges, earlier, refusedToday, coolDownLifted };
  return decide(undefined, command, { ...(await serviceFacts(deps)), actor: NOBODY, submission });
}

async function mayRequest(
  { directory, policy }: Pick<Deps, 'directory' | 'policy'>,
  { id, enabled, guest }: DirectoryPerson,
): Promise<boolean> {
  const { requesters } = policy;
  if (!enabled || guest) return false;
  return requesters === 'everyone' || (await directory.groupsAmong(id, [requesters.group])).length > 0;
}

/** Without the one that is being decided: the same tap, delivered twice, may have made it meanwhile. */
async function otherRequests(
  { store }: Deps,
  requestId: string,
  requesterId: string,
  targetId: string,
): Promise<readonly ResetRequest[]> {
  const [asked, forTarget] = await Promise.all([
    store.find('request', `requester:${requesterId}`),
    store.find('request', `target:${targetId}`),
  ]);
  const found = new Map([...asked, ...forTarget].map(({ key, value }) => [key, value]));
  found.delete(requestId);
  return [...found.values()];
}

function addressesOf({ mail, otherMails }: DirectoryPerson): readonly string[] {
  return [...new Set([...(mail === undefined ? [] : [mail]), ...otherMails])];
}

const ownDraft = (requesterId: string): string => `draftOf:${requesterId}`;

/** Each draft is a row of its own: one that is decided on by now is never taken for the one that replaced it. */
function replacing(row: Row<'draft'> | undefined, value: Draft): readonly Write[] {
  const { requestId: key, requesterId } = value;
  const same = row?.key === key;
  const write: Write = {
    ...{ kind: 'draft', key, expectedVersion: same ? row.version : 0, value },
    unique: [ownDraft(requesterId)],
  };
  return row === undefined || same ? [write] : [removal(row), write];
}

function removal(row: Row<'draft'>): { kind: 'draft'; key: string; expectedVersion: number; value: null } {
  return { kind: 'draft', key: row.key, expectedVersion: row.version, value: null };
}
