import { isIt } from './lookup.js';
import type { Deps } from './approvals.js';
import { attempted } from './attempts.js';
import type { Actor, JournalEntry } from './command.js';
import { isWorded } from './limits.js';
import { eraseLater } from './pausing.js';
import { coolingDown } from './policy.js';
import { refuse, type Refusal } from './refusal.js';
import type { Instant } from './request.js';
import type { Lift } from './rows.js';
import type { Store, Write } from './store.js';

/** A lift that nobody used is none any more after this. */
const LASTS = 24 * 60 * 60_000;
const TRIES = 8;

/** IT lets the next request for somebody through although a reset or a decline was lately: once, and with a reason. */
export async function lift(deps: Deps, by: Actor, targetId: string, why: string): Promise<Lift | Refusal> {
  const { store, clock, policy, policyHash } = deps;
  if (!(await isIt(deps, by))) return attempted(deps, by, 'lift', refuse('notIt'), { target: targetId });
  if (by.id === targetId) return refuse('ownCoolDown');
  const words = why.trim();
  if (!isWorded(words)) return refuse('reasonMissing');
  for (let tries = 0; tries < TRIES; tries++) {
    const at = clock.now();
    const earlier = await store.find('request', `target:${targetId}`);
    const forTarget = earlier.map(({ value }) => value);
    if (!coolingDown(policy, at, forTarget)) return refuse('noCoolDown');
    const row = await store.read('lift', targetId);
    if (row !== undefined && isInForce(row.value, at)) return refuse('alreadyDone');
    const value: Lift = { id: `lift:${targetId}:${at}`, by, at, why: words };
    const entry: JournalEntry = {
      event: 'coolDownLifted',
      at,
      by: by.id,
      requestId: value.id,
      policy: policyHash,
      data: { target: targetId },
      text: words,
    };
    const write: Write = { kind: 'lift', key: targetId, expectedVersion: row?.version ?? 0, value, unique: [value.id] };
    if ((await store.commit({ writes: [write], entries: [entry], effects: [eraseLater(value)] })).ok) return value;
  }
  throw new Error(`the cool-down of ${targetId} changed ${TRIES} times while it was lifted; try again`);
}

export async function isLifted(store: Store, targetId: string, now: Instant): Promise<boolean> {
  const row = await store.read('lift', targetId);
  return row !== undefined && isInForce(row.value, now);
}

/** The request that is taken uses it up, in the same commit. */
export async function usedUp(store: Store, targetId: string): Promise<readonly Write[]> {
  const row = await store.read('lift', targetId);
  return row === undefined ? [] : [{ kind: 'lift', key: targetId, expectedVersion: row.version, value: null }];
}

function isInForce({ at }: Lift, now: Instant): boolean {
  return now - at < LASTS;
}
