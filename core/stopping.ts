import { act, type Deps } from './approvals.js';
import type { JournalEntry } from './command.js';
import { isRefusal } from './refusal.js';
import type { Instant, ResetRequest } from './request.js';

/** What a signed link in a mail to the target says: which request, and whom it was written to. */
export interface StopClaim {
  readonly requestId: string;
  readonly targetId: string;
}

/** `open`: nobody has objected yet. `gone`: nothing that this link could be about. */
export type StopState = 'open' | 'stopped' | 'told' | 'gone';
export type StopOutcome = StopState | 'wrong' | 'tooMany';

/** Wrong references taken from one link in an hour. Five letters of thirty are not guessed by that. */
export const MOST_TRIES = 5;
const HOUR = 60 * 60_000;
const TRIES = 8;

/** What the link's page has to say before anything is sent. Changes nothing. */
export async function stopState({ store }: Pick<Deps, 'store'>, claim: StopClaim): Promise<StopState> {
  return stateOf((await store.read('request', claim.requestId))?.value, claim);
}

/**
 * "This wasn't me", by the link of a mail and the reference in its subject: nobody signs in, so that somebody who is
 * locked out can do it, and the most that it can do is to stop. Wrong references are counted in the store: a restart
 * or another instance forgets none.
 */
export async function stopByLink(deps: Deps, claim: StopClaim, typed: string): Promise<StopOutcome> {
  const request = (await deps.store.read('request', claim.requestId))?.value;
  const state = stateOf(request, claim);
  if (request === undefined || state !== 'open') return state;
  if (!(await mayTry(deps, request))) return 'tooMany';
  if (normal(typed) !== normal(request.reference)) return noteWrong(deps, request);
  const outcome = await act(deps, request.id, { type: 'freeze', by: request.target, via: 'link' });
  // Somebody was faster, and it has stopped for that.
  return isRefusal(outcome) ? stopState(deps, claim) : stateOf(outcome, claim);
}

function stateOf(request: ResetRequest | undefined, { targetId }: StopClaim): StopState {
  if (request === undefined || request.target.id !== targetId) return 'gone';
  if (request.status === 'frozen') return 'stopped';
  return request.disputedAt === undefined ? 'open' : 'told';
}

async function mayTry({ store, clock }: Deps, { id }: ResetRequest): Promise<boolean> {
  const row = await store.read('stopTries', id);
  return lately(row?.value.wrongAt, clock.now()).length < MOST_TRIES;
}

async function noteWrong({ store, clock, policyHash }: Deps, request: ResetRequest): Promise<'wrong' | 'tooMany'> {
  const { id, reference, status } = request;
  for (let tries = 0; tries < TRIES; tries++) {
    const at = clock.now();
    const row = await store.read('stopTries', id);
    const wrongAt = lately(row?.value.wrongAt, at);
    if (wrongAt.length >= MOST_TRIES) return 'tooMany';
    const value = { wrongAt: [...wrongAt, at] };
    const write = { kind: 'stopTries', key: id, expectedVersion: row?.version ?? 0, value } as const;
    const entry: JournalEntry = {
      ...{ event: 'attemptRefused', at, by: request.target.id, requestId: id, reference, from: status },
      policy: policyHash,
      data: { command: 'freeze', via: 'link', refused: 'wrongReference' },
    };
    if ((await store.commit({ writes: [write], entries: [entry] })).ok) return 'wrong';
  }
  throw new Error(`the tries at the link of ${id} changed ${TRIES} times while one was noted; try again`);
}

function lately(wrongAt: readonly Instant[] = [], now: Instant): readonly Instant[] {
  return wrongAt.filter((at) => now - at < HOUR);
}

/** As people type it: small letters, spaces, another dash, or without `MFA`. */
function normal(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/^MFA(?=.{5}$)/, '');
}
