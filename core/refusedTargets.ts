import type { Deps } from './approvals.js';
import type { JournalEntry } from './command.js';
import type { Effect } from './effects.js';
import type { Refusal, RefusalCode } from './refusal.js';
import type { Draft } from './rows.js';

const DAY = 24 * 60 * 60 * 1000;
const TRIES = 8;

/** Refusals whose reason is not the requester's to know. */
const ABOUT_SOMEBODY_ELSE: ReadonlySet<RefusalCode> = new Set<RefusalCode>(['targetUnavailable', 'noApprover']);

/** How often somebody was refused about other people in the last 24 hours. */
export async function refusedLately({ store, clock }: Deps, requesterId: string): Promise<number> {
  const row = await store.read('refusals', requesterId);
  return row?.value.attempts.filter(({ at }) => clock.now() - at < DAY).length ?? 0;
}

/** Writes down an attempt at somebody who can't be reset here, and tells IT why: once a day for the same reason. */
export async function noteRefusal(deps: Deps, { requesterId, targetId }: Draft, refusal: Refusal): Promise<void> {
  const { store, clock, policy, policyHash } = deps;
  if (!ABOUT_SOMEBODY_ELSE.has(refusal.refused)) return;
  const cause = refusal.detail?.cause ?? refusal.refused;
  for (let tries = 0; tries < TRIES; tries++) {
    const at = clock.now();
    const row = await store.read('refusals', requesterId);
    const lately = (row?.value.attempts ?? []).filter((attempt) => at - attempt.at < DAY);
    const told = lately.some((attempt) => attempt.told && attempt.targetId === targetId && attempt.cause === cause);
    const attempts = [...lately, { at, targetId, cause, told: !told }].slice(-policy.limits.requestsPerDay);
    const entry: JournalEntry = {
      event: 'attemptRefused',
      at,
      by: requesterId,
      policy: policyHash,
      data: { command: 'submit', target: targetId, refused: refusal.refused, cause },
    };
    const toIt: Effect = {
      kind: 'tell',
      key: `tell:targetRefused:${requesterId}:${targetId}:${cause}:${at}`,
      dueAt: at,
      requestId: undefined,
      to: { group: 'it' },
      notice: 'targetRefused',
      about: { refusedTo: requesterId, target: targetId, cause },
    };
    const value = { attempts };
    const write = { kind: 'refusals', key: requesterId, expectedVersion: row?.version ?? 0, value } as const;
    if ((await store.commit({ writes: [write], entries: [entry], effects: told ? [] : [toIt] })).ok) return;
  }
  throw new Error(`the refusals of ${requesterId} changed ${TRIES} times while one was noted; try again`);
}
