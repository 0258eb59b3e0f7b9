import { groupsOfActor, type Deps } from './approvals.js';
import type { Actor } from './command.js';
import { notApproved, nomineeOf } from './nominees.js';
import type { Store } from './store.js';
import { refuse, type Refusal } from './refusal.js';
import { hasEnded, type ResetRequest } from './request.js';
import { cardKey } from './sentCards.js';

/** As what somebody sees a request. */
export type Standing = 'requester' | 'nominee' | 'target' | 'it' | 'security';

export interface Seen {
  readonly request: ResetRequest;
  readonly as: Standing;
}

type LookupDeps = Pick<Deps, 'store' | 'directory' | 'policy'>;

/** The request as somebody may see it; nobody learns that other people's exist. */
export async function view(deps: LookupDeps, requestId: string, viewer: Actor): Promise<Seen | Refusal> {
  const request = (await deps.store.read('request', requestId))?.value;
  const as = request === undefined ? undefined : await standingIn(deps, request, viewer);
  return request === undefined || as === undefined ? refuse('unknownRequest') : { request, as };
}

/** By the reference people say to each other. */
export async function find(deps: LookupDeps, reference: string, viewer: Actor): Promise<Seen | Refusal> {
  const row = await deps.store.holder('request', `ref:${reference}`);
  if (row !== undefined) return view(deps, row.key, viewer);
  // As long as a stranger waits for the "no" to one that exists.
  await isIt(deps, viewer);
  return refuse('unknownRequest');
}

/** What somebody asked for, newest first. */
export async function askedBy(store: Store, personId: string): Promise<readonly ResetRequest[]> {
  const rows = await store.find('request', `requester:${personId}`);
  return rows.map(({ value }) => value).reverse();
}

/** What somebody asked for and what has not ended, newest first. */
export async function openOf(store: Store, personId: string): Promise<readonly ResetRequest[]> {
  return (await askedBy(store, personId)).filter((request) => !hasEnded(request));
}

/** The latest request for somebody's own account, whoever made it. */
export async function aboutThem(store: Store, personId: string): Promise<Seen | undefined> {
  const request = (await store.find('request', `target:${personId}`)).at(-1)?.value;
  return request && { request, as: 'target' };
}

/** What waits for somebody's decision, oldest first. */
export async function waitingFor(store: Store, personId: string): Promise<readonly ResetRequest[]> {
  const rows = await store.find('request', `nominee:${personId}`);
  return rows
    .map(({ value }) => value)
    .filter(
      (request) => request.status === 'awaitingApproval' && notApproved(request).some(({ id }) => id === personId),
    );
}

export async function isIt(deps: Pick<Deps, 'directory' | 'policy'>, person: Actor): Promise<boolean> {
  return (await groupsOfActor(deps, person)).it;
}

async function standingIn(deps: LookupDeps, request: ResetRequest, viewer: Actor): Promise<Standing | undefined> {
  if (viewer.id === request.requester.id) return 'requester';
  if (viewer.id === request.target.id) return 'target';
  // Whoever passed it on, or had it before somebody else, keeps a card that says so.
  const held = await deps.store.read('card', cardKey({ requestId: request.id, personId: viewer.id }));
  if (nomineeOf(request, viewer.id) !== undefined || held !== undefined) return 'nominee';
  const { it, security } = await groupsOfActor(deps, viewer);
  if (it) return 'it';
  // Security sees what it was told of: an objection, or a registration that looks wrong.
  return security && (request.disputedAt !== undefined || request.suspicion !== undefined) ? 'security' : undefined;
}
