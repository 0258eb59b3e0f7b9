import { lineOf, type Effect } from '../../../core/effects.js';
import type { Claim, ParkedEffect } from '../../../core/store.js';
import type { Instant } from '../../../core/request.js';
import { codeOf } from './failure.js';
import type { Pool, Query } from './pool.js';
import { compare } from './rows.js';
import { assertInstant, isStorable } from './storable.js';

/** Where instances hear that there is something to claim; the payload says whose commit it was. */
export const CHANNEL = 'effects';

/** True when at least one was not there yet; then the others are told with the commit. */
export async function addEffects(query: Query, effects: readonly Effect[], told: string): Promise<boolean> {
  // The first of a key counts; in one order, so that two commits never wait for each other.
  const first = new Map(effects.toReversed().map((effect) => [effect.key, effect]));
  const fresh = [...first.values()].reverse();
  if (fresh.length === 0) return false;
  const places = new Map(fresh.map(({ key }, index) => [key, index]));
  const ordered = fresh.toSorted((a, b) => compare(a.key, b.key));
  const { rowCount } = await query(
    `with added as (
       insert into effects (key, effect, due_at, line, place)
       select key, effect, due_at, line, start + n
       from unnest($1::text[], $2::json[], $3::float8[], $4::text[], $5::int[]) as e (key, effect, due_at, line, n),
         (select setval('places', nextval('places') + $6) - $6 as start) as s
       on conflict (key) do nothing returning key)
     select pg_notify('${CHANNEL}', $7) from added limit 1`,
    [
      ordered.map(({ key }) => key),
      ordered.map((effect) => JSON.stringify(effect)),
      ordered.map(({ dueAt }) => dueAt),
      ordered.map((effect) => lineOf(effect) ?? null),
      ordered.map(({ key }) => places.get(key)),
      ordered.length,
      told,
    ],
  );
  return rowCount === 1;
}

interface ClaimedRow {
  readonly effect: Effect;
  readonly due_at: Instant;
  readonly attempts: number;
  readonly lease: string;
  readonly place: number;
}

/**
 * Leases by the database's clock, so instances need not agree on the time. Rows that somebody else is claiming or
 * settling just now are skipped. Of a line only its first can be taken; that no two of it are at work, when a claim and
 * a commit cross, an index sees to, and the loser looks again.
 */
export async function claimEffects(
  { query }: Pool,
  { now, limit, leaseMs }: { now: Instant; limit: number; leaseMs: number },
): Promise<readonly Claim[]> {
  if (limit <= 0) return [];
  await query(
    `update effects set lease = null, lease_until = null where key in (
       select key from effects where lease is not null and lease_until <= clock_timestamp() for update skip locked)`,
  );
  for (let tries = 1; ; tries += 1)
    try {
      const { rows } = await query<ClaimedRow>(
        `with due as (
           select key from effects e
           where parked is null and lease is null and due_at <= $1 and (line is null or not exists (
             select from effects o where o.line = e.line and o.key <> e.key and o.parked is null
               and (o.lease is not null or (o.due_at, o.place) < (e.due_at, e.place))))
           order by due_at, place limit $2 for update skip locked)
         update effects set lease = gen_random_uuid(), lease_until = clock_timestamp() + $3 * interval '1 millisecond'
         where key in (select key from due)
         returning effect, due_at, attempts, lease, place::float8`,
        [now, limit, leaseMs],
      );
      return rows
        .sort((a, b) => a.due_at - b.due_at || a.place - b.place)
        .map((row) => ({ effect: effectFrom(row), attempts: row.attempts, lease: row.lease }));
    } catch (error) {
      if (codeOf(error) !== UNIQUE_VIOLATION || tries === CLAIM_TRIES) throw error;
    }
}

const UNIQUE_VIOLATION = '23505';
const CLAIM_TRIES = 5;

export async function renewLease({ again }: Pool, { effect, lease }: Claim, leaseMs: number): Promise<boolean> {
  const { rowCount } = await again(
    `update effects set lease_until = clock_timestamp() + $3 * interval '1 millisecond' where key = $1 and lease = $2`,
    [effect.key, lease, leaseMs],
  );
  return rowCount === 1;
}

export async function settleEffect({ again }: Pool, { effect, lease }: Claim): Promise<void> {
  await again('delete from effects where key = $1 and lease = $2', [effect.key, lease]);
}

export async function rescheduleEffect({ again }: Pool, claim: Claim, dueAt: Instant, failed: boolean): Promise<void> {
  assertInstant(dueAt);
  await again(
    `update effects set due_at = $3, attempts = case when $4 then attempts + 1 else 0 end, ${LET_GO}
     where key = $1 and lease = $2`,
    [claim.effect.key, claim.lease, dueAt, failed],
  );
}

export async function parkEffect({ again }: Pool, { effect, lease }: Claim, error: string): Promise<void> {
  await again(`update effects set parked = $3, attempts = attempts + 1, ${LET_GO} where key = $1 and lease = $2`, [
    effect.key,
    lease,
    error.replaceAll('\0', ''),
  ]);
}

const LET_GO = "lease = null, lease_until = null, place = nextval('places')";

export async function parkedEffects({ again }: Pool, limit: number, after?: string): Promise<readonly ParkedEffect[]> {
  const { rows } = await again<ClaimedRow & { error: string }>(
    `select effect, due_at, attempts, parked as error from effects
     where parked is not null
       and place > coalesce((select place from effects where key = $2 and parked is not null), -1)
     order by place limit $1`,
    [limit, after !== undefined && isStorable(after) ? after : null],
  );
  return rows.map((row) => ({ effect: effectFrom(row), attempts: row.attempts, error: row.error }));
}

/** False when there is none of that key. */
export async function unparkEffect(query: Query, key: string, dueAt: Instant, told: string): Promise<boolean> {
  assertInstant(dueAt);
  if (!isStorable(key)) return false;
  const { rowCount } = await query(
    `with back as (
       update effects set parked = null, due_at = $2, attempts = 0, place = nextval('places')
       where key = $1 and parked is not null returning key)
     select pg_notify('${CHANNEL}', $3) from back`,
    [key, dueAt, told],
  );
  return rowCount === 1;
}

/** False when there is none of that key. */
export async function dismissEffect(query: Query, key: string): Promise<boolean> {
  if (!isStorable(key)) return false;
  return (await query('delete from effects where key = $1 and parked is not null', [key])).rowCount === 1;
}

/** Milliseconds; undefined when nothing waits. What waits for its line comes when that is let go. */
export async function nextDueIn({ again }: Pool, now: Instant): Promise<number | undefined> {
  const { rows } = await again<{ soonest: number | null }>(
    `select least(
       (select due_at - $1 from effects e where parked is null and lease is null and not exists (
          select from effects o where o.line = e.line and o.lease is not null)
        order by due_at limit 1),
       (select extract(epoch from min(lease_until) - clock_timestamp())::float8 * 1000
        from effects where lease is not null)) as soonest`,
    [now],
  );
  const soonest = rows[0]?.soonest ?? undefined;
  return soonest === undefined ? undefined : Math.max(soonest, 0);
}

function effectFrom({ effect, due_at }: Pick<ClaimedRow, 'effect' | 'due_at'>): Effect {
  return { ...effect, dueAt: due_at };
}
