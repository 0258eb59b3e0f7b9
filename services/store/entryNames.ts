import type { Instant } from '../../core/request.js';
import { numberOf, type ChainedEntry } from './chain.js';

/** How a report calls an entry: number, event, reference, time. */
export function nameOfEntry({ mac, event, reference, at }: ChainedEntry, number = numberOf(mac)): string {
  const what = [event, reference, utc(at)].filter((part) => part !== undefined).join(', ');
  return number === undefined ? `an entry (${what})` : `entry ${number} (${what})`;
}

/** `entry 5 is`, `entries 5 to 7 are`, `entries 5, 7 and 8 are`; without those that are left out. */
export function numbers(from: number, to: number, leftOut: ReadonlySet<number> = new Set()): string {
  if (leftOut.size > 0 && to - from < 1_000) {
    const those = Array.from({ length: to - from + 1 }, (_, index) => from + index).filter((n) => !leftOut.has(n));
    const last = those.at(-1) ?? to;
    return those.length === 1 ? `entry ${last} is` : `entries ${those.slice(0, -1).join(', ')} and ${last} are`;
  }
  return from === to ? `entry ${from} is` : `entries ${from} to ${to} are`;
}

/** `2026-01-05 09:00:00 UTC` */
export function utc(at: Instant): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return 'at no time';
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
