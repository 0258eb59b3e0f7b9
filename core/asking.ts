import { NOBODY, requestWrite, serviceFacts, type Deps } from './approvals.js';
import type { Actor, Command } from './command.js';
import { groupsOf, nominate } from './nominate.js';
import { risks, toPerson } from './policy.js';
import type { DirectoryPerson, Row, Write } from './ports.js';
import type { CardPlace, Draft, SentCard } from './rows.js';
import { isRefusal, refuse, type Refusal } from './refusal.js';
import { readPrivileges } from './rights.js';
import type { ResetRequest } from './request.js';
import { decide, type Decision } from './transitions.js';

export interface AskingDeps extends Deps {
  /** A new reference, `MFA-` and five characters that can be read out on the phone. */
  readonly newReference: () => string;
}

const TRIES = 8;

/** What would happen: the request as it would be, with its approvers, or why not. Nothing is kept. */
export async function consider(deps: AskingDeps, draft: Draft, requester: Actor): Promise<ResetRequest | Refusal> {
  const decision = await decideSubmission(deps, draft, requester);
  return isRefusal(decision) ? decision : decision.next;
}

/** Keeps what a requester has put together; it replaces an earlier draft of theirs. */
export async function keepDraft({ store }: Pick<Deps, 'store'>, draft: Draft): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const row = await store.read('draft', draft.requesterId);
    const write = { kind: 'draft', key: draft.requesterId, expectedVersion: row?.version ?? 0, value: draft } as const;
    if ((await store.commit({ writes: [write] })).ok) return;
  }
  throw new Error(`the draft of ${draft.requesterId} changed ${TRIES} times while it was kept; try again`);
}

/** Throws a draft away. Nothing happens when it is gone already. */
export async function discardDraft({ store }: Pick<Deps, 'store'>, requestId: string, requester: Actor): Promise<void> {
  const row = await store.read('draft', requester.id);
  if (row?.value.requestId !== requestId) return;
  await store.commit({ writes: [removal(row)] });
}

/** Makes the confirmed draft a request. Confirming twice, or again after it was taken, is the same request. */
export async function submit(
  deps: AskingDeps,
  requestId: string,
  requester: Actor,
  /** The card it was confirmed on: it becomes the requester's status card. */
  place?: CardPlace,
): Promise<ResetRequest | Refusal> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const existing = await deps.store.read('request', requestId);
    if (existing !== undefined)
      return existing.value.requester.id === requester.id ? existing.value : refuse('unknownRequest');
    const draft = await deps.store.read('draft', requester.id);
    if (draft?.value.requestId !== requestId) return refuse('draftGone');
    const decision = await decideSubmission(deps, draft.value, requester);
    if (isRefusal(decision)) return decision;
    const { next, entry, effects } = decision;
    const card = place === undefined ? [] : [statusCard(next, place)];
    const writes: Write[] = [requestWrite(next, 0), removal(draft), ...card];
    if ((await deps.store.commit({ writes, entries: [entry], effects })).ok) return next;
  }
  throw new Error(`request ${requestId} met ${TRIES} others while it was submitted; try again`);
}

async function decideSubmission(deps: AskingDeps, draft: Draft, by: Actor): Promise<Decision | Refusal> {
  const { directory, policy, clock } = deps;
  const at = clock.now();
  const [asking, target] = await Promise.all([directory.person(by.id), directory.person(draft.targetId)]);
  const mayAsk = asking !== undefined && (await mayRequest(deps, asking));
  if (!mayAsk) return refuse('notARequester');
  if (target === undefined) return refuse('targetUnavailable', { cause: 'unknown' });
  const requester = toPerson(asking);
  const [targetGroups, earlier] = await Promise.all([
    groupsOf(directory, policy, target.id),
    earlierRequests(deps, requester.id, target.id),
  ]);
  const privileges = await readPrivileges(directory, policy, target.id, targetGroups);
  const privileged = privileges.length > 0;
  const nominees = await nominate(directory, policy, { requesterId: requester.id, target, targetGroups, privileged });
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
      urgent: draft.urgent,
      nominees,
      risks: risks(at, requester.id, target, privileged, earlier),
    },
  };
  const { enabled: targetEnabled, guest: targetGuest } = target;
  const submission = { mayAsk, targetEnabled, targetGuest, privileges, earlier };
  return decide(undefined, command, { ...(await serviceFacts(deps)), actor: NOBODY, submission });
}

async function mayRequest({ directory, policy }: Deps, { id, enabled, guest }: DirectoryPerson): Promise<boolean> {
  const { requesters } = policy;
  if (!enabled || guest) return false;
  return requesters === 'everyone' || (await directory.groupsAmong(id, [requesters.group])).length > 0;
}

async function earlierRequests(
  { store }: Deps,
  requesterId: string,
  targetId: string,
): Promise<readonly ResetRequest[]> {
  const [asked, forTarget] = await Promise.all([
    store.find('request', `requester:${requesterId}`),
    store.find('request', `target:${targetId}`),
  ]);
  return [...new Map([...asked, ...forTarget].map(({ key, value }) => [key, value])).values()];
}

function addressesOf({ mail, otherMails }: DirectoryPerson): readonly string[] {
  return [...new Set([...(mail === undefined ? [] : [mail]), ...otherMails])];
}

/** Without a hash, so that the first refresh edits it for all of the requester's devices. */
function statusCard({ id: requestId, requester: { id: personId } }: ResetRequest, place: CardPlace): Write {
  return cardWrite({ requestId, personId, place, contentHash: '' }, 0);
}

export function cardWrite(card: SentCard, expectedVersion: number): Write {
  const key = `${card.requestId}:${card.personId}`;
  return { kind: 'card', key, expectedVersion, value: card, index: [`cardsOf:${card.requestId}`] };
}

function removal(row: Row<'draft'>): { kind: 'draft'; key: string; expectedVersion: number; value: null } {
  return { kind: 'draft', key: row.key, expectedVersion: row.version, value: null };
}
