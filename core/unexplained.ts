import type { Event, JournalEntry } from './command.js';
import type { LoggedDelete } from './ports.js';
import type { Instant } from './request.js';

/** What the journal says of one reset, or of one containment after it: when it was at work, and what it can have deleted. */
export interface ResetWork {
  /** Whose methods. */
  readonly userId: string;
  readonly times: readonly { readonly from: Instant; readonly to: Instant }[];
  /** Types of the methods, without Graph's prefix. */
  readonly types: readonly string[];
}

/** The clocks of two services are not the same. */
const SKEW = 5 * 60_000;

/** From the journal of one request, oldest first; nothing where nothing was ever begun. Each plan explains its own. */
export function workOf(entries: readonly JournalEntry[], now: Instant): readonly ResetWork[] {
  const userId = entries.find(({ event }) => event === 'submitted')?.data?.['target'];
  if (typeof userId !== 'string') return [];
  const plans = new Map<string, Plan>();
  for (const { event, at, data } of entries) {
    const step = STEPS[event];
    if (step === undefined) continue;
    const name = step.of === 'reset' ? 'reset' : `containment ${String(data?.['attempt'])}`;
    const plan: Plan = plans.get(name) ?? { times: [], pins: [], outcomes: new Map() };
    plans.set(name, plan);
    const last = plan.times.at(-1);
    // A run that is at work ends with no entry yet; one that a crash cut off, with the next start of it.
    if (step.ends && last?.to === now) last.to = at;
    if (step.starts) {
      plan.pins = strings(data?.['pins']);
      plan.times.push({ from: at, to: now });
    }
    const told = strings(data?.['methods']).map((line) => line.split(': ') as [string, string]);
    if (told.length > 0) plan.outcomes = new Map(told);
  }
  return [...plans.values()]
    .filter(({ times }) => times.length > 0)
    .map(({ times, pins, outcomes }) => ({ userId, times, types: removable(pins, outcomes) }));
}

interface Plan {
  readonly times: { readonly from: Instant; to: Instant }[];
  pins: readonly string[];
  outcomes: ReadonlyMap<string, string>;
}

function removable(pins: readonly string[], outcomes: ReadonlyMap<string, string>): readonly string[] {
  return pins.filter((pin) => !KEPT.has(outcomes.get(pin) ?? 'pending')).map((pin) => pin.split('/')[0] ?? '');
}

interface Stage {
  readonly of: 'reset' | 'containment';
  readonly starts?: true;
  readonly ends?: true;
}

/** What each entry says of the work of a plan. */
const STEPS: Readonly<Partial<Record<Event, Stage>>> = {
  resetStarted: { of: 'reset', starts: true, ends: true },
  resetProgressed: { of: 'reset' },
  resetFinished: { of: 'reset', ends: true },
  resetFailed: { of: 'reset', ends: true },
  containStarted: { of: 'containment', starts: true, ends: true },
  containProgressed: { of: 'containment' },
  containFinished: { of: 'containment', ends: true },
  containFailed: { of: 'containment', ends: true },
};

/** Of these no DELETE was answered with yes. One that is pending may have been, and the answer lost. */
const KEPT: ReadonlySet<string> = new Set(['refused', 'keptNewlyRegistered']);

/**
 * Deletes that the journal does not explain: of nobody whose reset was at work then, or one more than that reset
 * deleted. The same deletion may stand in the log twice, once for each service that writes there: so each kind of
 * record is counted by itself.
 */
export function unexplained(deletes: readonly LoggedDelete[], work: readonly ResetWork[]): readonly LoggedDelete[] {
  const left = new Map<string, number>();
  return deletes
    .toSorted((a, b) => a.at - b.at)
    .filter(({ userId, activity, at }) => {
      const { kind, type } = kindOf(activity);
      const index = work.findIndex((each, nth) => {
        const count = each.types.filter((one) => type === undefined || one === type).length;
        const atWork = each.times.some(({ from, to }) => at >= from - SKEW && at <= to + SKEW);
        return each.userId.toLowerCase() === userId && atWork && (left.get(`${nth} ${kind}`) ?? count) > 0;
      });
      const found = work[index];
      if (!found) return true;
      const count = found.types.filter((one) => type === undefined || one === type).length;
      left.set(`${index} ${kind}`, (left.get(`${index} ${kind}`) ?? count) - 1);
      return false;
    });
}

/** Which methods a record can be of: `security info` of any, the others of one type. */
function kindOf(activity: string): { readonly kind: string; readonly type?: string } {
  const [, type] = KINDS.find(([words]) => words.test(activity)) ?? [];
  if (type !== undefined) return { kind: type, type };
  return { kind: /security info/i.test(activity) ? 'security info' : activity.toLowerCase() };
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/fido2|passkey/i, 'fido2AuthenticationMethod'],
  [/windows hello/i, 'windowsHelloForBusinessAuthenticationMethod'],
  [/platform credential/i, 'platformCredentialAuthenticationMethod'],
  [/passwordless phone/i, 'microsoftAuthenticatorAuthenticationMethod'],
  [/hardware oath/i, 'hardwareOathAuthenticationMethod'],
];

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
