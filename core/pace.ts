import { refreshOpen, tellTeams } from './announcing.js';
import type { Deps } from './approvals.js';
import { SYSTEM, type JournalEntry } from './command.js';
import type { PaceFacts } from './facts.js';
import type { Policy } from './policy.js';
import type { Instant } from './request.js';
import type { Pace } from './rows.js';
import type { Row, WriteOf } from './store.js';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
/** What `auto` never goes below: a small tenant has no custom to go by. */
const LEAST = 10;
/** An hour is unusual from this many times what is usual. */
const TIMES_USUAL = 4;
/** Days that say what is usual. */
const DAYS = 30;
const TRIES = 8;

type PaceRow = PaceFacts & { readonly row: Row<'pace'> | undefined };

const NONE: Pace = { starts: [], hour: { hour: 0, resets: 0 }, days: [] };

/** Where the kill switch stands: whether another reset may begin, and the row that one is counted in. */
export async function readPace({ store, policy, clock }: Pick<Deps, 'store' | 'policy' | 'clock'>): Promise<PaceRow> {
  const row = await store.read('pace', 'resets');
  const pace = row?.value ?? NONE;
  const now = clock.now();
  const exceeded = pace.tripped !== undefined || lately(pace, now).length >= limitOf(policy, pace, now);
  return { row, exceeded };
}

/** Resets per hour that may begin: the policy's number, or four times the mean of the busiest hours of the last 30 days. */
export function limitOf({ limits }: Pick<Policy, 'limits'>, { days }: Pick<Pace, 'days'>, now: Instant): number {
  if (limits.resetsPerHour !== 'auto') return limits.resetsPerHour;
  const today = Math.floor(now / DAY);
  // Today says nothing yet: an attack must not make itself usual.
  const known = days.filter(({ day }) => day < today && day >= today - DAYS).map(({ busiest }) => busiest);
  const mean = known.reduce((sum, busiest) => sum + busiest, 0) / Math.max(known.length, 1);
  return Math.max(LEAST, Math.ceil(TIMES_USUAL * mean));
}

/** One more, in the commit that begins it: of two that race, one decides anew. */
export function paceWrite({ row }: Pick<PaceRow, 'row'>, at: Instant): WriteOf<'pace'> {
  const pace = row?.value ?? NONE;
  const [hour, today] = [Math.floor(at / HOUR), Math.floor(at / DAY)];
  const resets = pace.hour.hour === hour ? pace.hour.resets + 1 : 1;
  const busiest = Math.max(resets, pace.days.find(({ day }) => day === today)?.busiest ?? 0);
  const days = [...pace.days.filter(({ day }) => day !== today && day >= today - DAYS), { day: today, busiest }];
  return resetsWrite(row, { ...pace, starts: [...lately(pace, at), at], hour: { hour, resets }, days });
}

/**
 * Stops every further reset until two people let them go on, and tells IT and security; nothing where it has tripped
 * already. Where the policy names neither group nobody could: then resets only wait for the hour to be over.
 */
export async function trip(deps: Pick<Deps, 'store' | 'policy' | 'policyHash' | 'clock'>): Promise<void> {
  const { store, policy, policyHash, clock } = deps;
  if (policy.itGroup === null && policy.securityGroup === null) return;
  for (let tries = 0; tries < TRIES; tries++) {
    const { row, exceeded } = await readPace(deps);
    if (row === undefined || row.value.tripped !== undefined || !exceeded) return;
    const at = clock.now();
    const numbers = { resets: lately(row.value, at).length, limit: limitOf(policy, row.value, at) };
    const entry: JournalEntry = { event: 'killSwitchTripped', at, by: SYSTEM.id, policy: policyHash, data: numbers };
    const tripped = { at, ...numbers, agreed: [] };
    const effects = [...tellTeams('killSwitchTripped', at, numbers), ...(await refreshOpen(store, `trip:${at}`, at))];
    const writes = [resetsWrite(row, { ...row.value, tripped })];
    if ((await store.commit({ writes, entries: [entry], effects })).ok) return;
  }
  throw new Error(`the count of resets changed ${TRIES} times while the kill switch was tripped; try again`);
}

/** A clock that was set back leaves starts in the future: they count. */
function lately({ starts }: Pace, now: Instant): readonly Instant[] {
  return starts.filter((at) => at > now - HOUR);
}

export function resetsWrite(row: Row<'pace'> | undefined, value: Pace): WriteOf<'pace'> {
  return { kind: 'pace', key: 'resets', expectedVersion: row?.version ?? 0, value };
}
