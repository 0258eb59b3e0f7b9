import { tellTeams } from './announcing.js';
import type { Deps } from './approvals.js';
import { count } from './console.js';
import type { Digest } from './effects.js';
import { coolingDown, type Policy } from './policy.js';
import type { Instant, ResetRequest } from './request.js';
import { decidedIn } from './requestKeys.js';
import type { DigestState } from './rows.js';
import type { Row, Store, Write } from './store.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How far back a digest looks: no cool-down is longer. */
const LATELY = 30 * DAY;
/** Users a digest names; the others are counted. */
const NAMED = 10;

type DigestDeps = Pick<Deps, 'store' | 'clock' | 'policy'>;

/** Makes the overviews begin anew with a start; those of the start before end. The first one comes on the next morning. */
export async function beginDigest(deps: DigestDeps): Promise<void> {
  const { store, clock, policy } = deps;
  const row = await store.read('digest', 'digest');
  const at = clock.now();
  const { day, minutes } = timeIn(policy, at);
  const begun = minutes >= minutesOf(policy.digestAt ?? '24:00') ? day : '';
  const generation = (row?.value.generation ?? 0) + 1;
  const value = { lastDay: row?.value.lastDay ?? begun, generation };
  const wanted = policy.digestAt !== null && policy.itGroup !== null;
  const result = await store.commit({
    writes: [stateWrite(row, value)],
    effects: wanted
      ? [{ kind: 'dailyDigest', key: `dailyDigest:${generation}`, dueAt: at, requestId: undefined, generation }]
      : [],
  });
  if (!result.ok) await beginDigest(deps);
}

/** Whether the day's overview is still to come; when to look again where it is not. */
export function isDue(policy: Policy, { lastDay }: Pick<DigestState, 'lastDay'>, now: Instant): boolean {
  const { day, minutes } = timeIn(policy, now);
  // A clock that was wrong by years must not silence it for years.
  const done = lastDay >= day && lastDay <= timeIn(policy, now + 2 * DAY).day;
  return policy.digestAt !== null && !done && minutes >= minutesOf(policy.digestAt);
}

/** At the latest in an hour: then a change to or from summer time has been noticed. */
export function nextLook(
  { digestAt, businessHours }: Pick<Policy, 'digestAt' | 'businessHours'>,
  now: Instant,
): Instant {
  const { minutes } = timeIn({ businessHours }, now);
  const left = (minutesOf(digestAt ?? '24:00') - minutes + 1440) % 1440;
  const wait = left === 0 ? HOUR : Math.min(left * MINUTE, HOUR);
  return now - (now % MINUTE) + wait;
}

/** What the day's overview says; who has a single method is asked of Graph, and given here. */
export async function readDigest(deps: DigestDeps, recent: readonly ResetRequest[], single: readonly string[]) {
  const { store, clock, policy } = deps;
  const now = clock.now();
  const yesterday = timeIn(policy, now - DAY).day;
  const cooling = recent.filter((request) => coolingDown(policy, now, [request]));
  const digest: Digest = {
    ...(await count(deps)),
    paused: (await store.read('service', 'service'))?.value.paused === true,
    resets: recent.filter(
      ({ status, endedAt }) => status === 'completed' && timeIn(policy, endedAt ?? 0).day === yesterday,
    ).length,
    coolingDown: new Set(cooling.map(({ target }) => target.id)).size,
    single: single.slice(0, NAMED),
    singles: single.length,
  };
  return digest;
}

/** What was decided in the last 30 days, newest first. */
export async function decidedLately(store: Store, now: Instant): Promise<readonly ResetRequest[]> {
  const months = new Set([now, now - LATELY / 2, now - LATELY].map(decidedIn));
  const rows = (await Promise.all([...months].map((month) => store.find('request', month)))).flat();
  return rows
    .map(({ value }) => value)
    .filter(({ endedAt }) => endedAt !== undefined && now - endedAt < LATELY)
    .sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0));
}

/**
 * Notes that the day has had its overview and tells IT, in one commit: false when another instance was faster. Nothing
 * is told on a day with nothing to say, but on Mondays: so silence is known to be a good sign.
 */
export async function noteDigest(deps: DigestDeps, row: Row<'digest'>, digest: Digest): Promise<boolean> {
  const { store, clock, policy } = deps;
  const at = clock.now();
  const { day } = timeIn(policy, at);
  const monday = new Date(`${day}T12:00:00Z`).getUTCDay() === 1;
  const { open, parked, resets, paused } = digest;
  const effects = monday || paused || open + parked + resets > 0 ? tellTeams('digest', at, { digest }, ['it']) : [];
  return (await store.commit({ writes: [stateWrite(row, { ...row.value, lastDay: day })], effects })).ok;
}

function stateWrite(row: Row<'digest'> | undefined, value: DigestState): Write {
  return { kind: 'digest', key: 'digest', expectedVersion: row?.version ?? 0, value };
}

/** Day and minute of the day where the policy's business hours are, or in UTC. */
function timeIn({ businessHours }: Pick<Policy, 'businessHours'>, at: Instant): { day: string; minutes: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: businessHours?.timeZone ?? 'UTC',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? '';
  const day = `${part('year')}-${part('month')}-${part('day')}`;
  return { day, minutes: minutesOf(`${part('hour')}:${part('minute')}`) };
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
