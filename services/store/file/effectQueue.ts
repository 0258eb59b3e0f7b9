import { randomUUID } from 'node:crypto';
import { lineOf, type Effect } from '../../../core/effects.js';
import type { Claim } from '../../../core/store.js';
import type { Instant } from '../../../core/request.js';
import { createHeap } from './heap.js';
import type { OutboxChange, ParkedRecord, PendingEffect } from './record.js';

/**
 * The effects in memory. Pending and parked ones are what is on the disk. Leases are in memory alone: this store has
 * one process, and when that ends nobody works on anything any more. They last by a clock that never leaps.
 */
export interface EffectQueue {
  /** Pending or parked. */
  has(key: string): boolean;
  isParked(key: string): boolean;
  /** Failed tries so far, where the claim's lease is still the valid one. */
  attemptsOf(claim: Claim): number | undefined;
  apply(change: OutboxChange): void;
  add(pending: PendingEffect): void;
  addParked(parked: ParkedRecord): void;
  claim(options: { now: Instant; limit: number; leaseMs: number }): readonly Claim[];
  renew(claim: Claim, leaseMs: number): boolean;
  /** Keeps the lease while a change of its effect is on its way to the disk; returns how to let go. */
  hold(claim: Claim): () => void;
  nextDueIn(now: Instant): number | undefined;
  pending(): PendingEffect[];
  parked(): ParkedRecord[];
}

interface Queued extends PendingEffect {
  /** Ties of `dueAt` go by who came first. */
  readonly order: number;
}
interface Lease {
  readonly token: string;
  readonly line: string | undefined;
  /** By {@link steady}. */
  until: number;
}

const steady = () => performance.now();

export function createEffectQueue(): EffectQueue {
  const pending = new Map<string, Queued>();
  const parked = new Map<string, ParkedRecord>();
  const leases = new Map<string, Lease>();
  /** Lines at work, and what came up in each meanwhile. */
  const busy = new Map<string, Queued[]>();
  const waiting = createHeap<Queued>((a, b) =>
    a.effect.dueAt === b.effect.dueAt ? a.order < b.order : a.effect.dueAt < b.effect.dueAt,
  );
  let order = 0;

  function put(effect: Effect, attempts: number): void {
    const queued = { effect, attempts, order: ++order };
    pending.set(effect.key, queued);
    waiting.push(queued);
  }

  function take(key: string): PendingEffect | undefined {
    const taken = pending.get(key) ?? parked.get(key);
    pending.delete(key);
    parked.delete(key);
    release(key);
    return taken;
  }

  function lease({ effect }: Queued, leaseMs: number): string {
    const [token, line] = [randomUUID(), lineOf(effect)];
    leases.set(effect.key, { token, line, until: steady() + leaseMs });
    if (line !== undefined) busy.set(line, []);
    return token;
  }

  function release(key: string): void {
    const line = leases.get(key)?.line;
    leases.delete(key);
    if (line === undefined) return;
    for (const waited of busy.get(line) ?? []) waiting.push(waited);
    busy.delete(line);
  }

  /** The heap keeps what was settled, changed or leased since; it is dropped when it comes up. */
  function nextWaiting(): Queued | undefined {
    for (let next = waiting.peek(); next; next = waiting.peek()) {
      const isFree = pending.get(next.effect.key) === next && !leases.has(next.effect.key);
      const line = isFree ? busy.get(lineOf(next.effect) ?? '') : undefined;
      if (isFree && line === undefined) return next;
      waiting.pop();
      line?.push(next);
    }
    return undefined;
  }

  function freeLapsed(): void {
    for (const [key, { until }] of leases) {
      if (until > steady()) continue;
      release(key);
      const queued = pending.get(key);
      if (queued) waiting.push(queued);
    }
  }

  const leaseOf = (claim: Claim): Lease | undefined => {
    const lease = leases.get(claim.effect.key);
    return lease?.token === claim.lease ? lease : undefined;
  };

  return {
    has: (key) => pending.has(key) || parked.has(key),
    isParked: (key) => parked.has(key),
    attemptsOf: (claim) => (leaseOf(claim) ? pending.get(claim.effect.key)?.attempts : undefined),
    add({ effect, attempts }) {
      put(effect, attempts);
    },
    addParked(record) {
      parked.set(record.effect.key, record);
    },
    apply(change) {
      const taken = take(change.key);
      if (!taken || change.type === 'settled') return;
      if (change.type === 'rescheduled') put({ ...taken.effect, dueAt: change.dueAt }, change.attempts);
      if (change.type === 'unparked') put({ ...taken.effect, dueAt: change.dueAt }, 0);
      if (change.type === 'parked') {
        parked.set(change.key, { effect: taken.effect, attempts: change.attempts, error: change.error });
      }
    },
    claim({ now, limit, leaseMs }) {
      freeLapsed();
      const claims: Claim[] = [];
      for (let next = nextWaiting(); next && claims.length < limit; next = nextWaiting()) {
        const { effect, attempts } = next;
        if (effect.dueAt > now) break;
        waiting.pop();
        claims.push({ effect, attempts, lease: lease(next, leaseMs) });
      }
      return claims;
    },
    renew(claim, leaseMs) {
      const held = leaseOf(claim);
      if (!held) return false;
      held.until = steady() + leaseMs;
      return true;
    },
    hold(claim) {
      const held = leaseOf(claim);
      if (!held) return () => undefined;
      const { until } = held;
      held.until = Infinity;
      return () => {
        held.until = until;
      };
    },
    nextDueIn(now) {
      const due = (nextWaiting()?.effect.dueAt ?? Infinity) - now;
      const lapses = [...leases.values()].map(({ until }) => until - steady());
      const soonest = Math.min(due, ...lapses);
      return soonest === Infinity ? undefined : Math.max(soonest, 0);
    },
    pending: () => [...pending.values()].map(({ effect, attempts }) => ({ effect, attempts })),
    parked: () => [...parked.values()],
  };
}
