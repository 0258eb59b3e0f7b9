import { refreshOpen, tellTeams } from './announcing.js';
import { groupsOfActor, type Deps } from './approvals.js';
import { attempted } from './attempts.js';
import type { Actor, JournalEntry } from './command.js';
import type { Effect } from './effects.js';
import { isWorded } from './limits.js';
import { toPerson } from './policy.js';
import { refuse, type Refusal } from './refusal.js';
import type { Instant, Person } from './request.js';
import type { ServiceState, Intervention } from './rows.js';
import type { Write } from './store.js';

const TRIES = 8;

/**
 * Nothing is submitted, approved or begun until somebody resumes; what is under way ends, and whatever stops a request
 * still works. For IT and security, who are both told.
 */
export function pause(deps: Deps, by: Actor, why: string): Promise<ServiceState | Refusal> {
  return change(deps, by, 'pause', ({ paused }, { at, person }) => {
    if (paused) return refuse('alreadyDone');
    const words = why.trim();
    if (!isWorded(words)) return refuse('reasonMissing');
    const stop: Intervention = { id: `pause:${at}`, by: person, at, why: words };
    return {
      state: { paused: true, pause: stop },
      entry: { event: 'servicePaused', requestId: stop.id, text: words },
      effects: [eraseLater(stop)],
      service: 'paused',
    };
  });
}

/** What waited goes on by itself. */
export function resume(deps: Deps, by: Actor): Promise<ServiceState | Refusal> {
  return change(deps, by, 'resume', ({ paused, pause: stop }) => {
    if (!paused) return refuse('alreadyDone');
    return {
      state: { paused: false, pause: undefined },
      entry: { event: 'serviceResumed', requestId: stop?.id },
      effects: [],
      service: 'resumed',
    };
  });
}

/** What IT wrote goes when the retention is over, wherever it is kept by then. */
export function eraseLater({ id, at }: Intervention): Effect {
  return { kind: 'eraseWords', key: `eraseWords:${id}`, dueAt: at, requestId: undefined, of: id, at };
}

interface Change {
  readonly state: Pick<ServiceState, 'paused' | 'pause'>;
  readonly entry: Pick<JournalEntry, 'event' | 'requestId' | 'text'>;
  readonly effects: readonly Effect[];
  readonly service: 'paused' | 'resumed';
}

async function change(
  deps: Deps,
  by: Actor,
  command: string,
  decide: (state: ServiceState, now: { readonly at: Instant; readonly person: Person }) => Change | Refusal,
): Promise<ServiceState | Refusal> {
  const { store, clock, directory, policyHash } = deps;
  const { it, security } = await groupsOfActor(deps, by);
  if (!it && !security) return attempted(deps, by, command, refuse('notIt'));
  const found = await directory.person(by.id);
  const person = found === undefined ? by : toPerson(found);
  for (let tries = 0; tries < TRIES; tries++) {
    const at = clock.now();
    const row = await store.read('service', 'service');
    const before = row?.value ?? { paused: false, policyHash };
    const changed = decide(before, { at, person });
    if ('refused' in changed) return changed;
    const state = { ...before, ...changed.state };
    const write: Write = { kind: 'service', key: 'service', expectedVersion: row?.version ?? 0, value: state };
    const entry: JournalEntry = { ...changed.entry, at, by: by.id, policy: policyHash };
    const { service } = changed;
    const notice = service === 'paused' ? 'servicePaused' : 'serviceResumed';
    const effects = [
      ...changed.effects,
      ...tellTeams(notice, at, { service, by: by.id }),
      ...(await refreshOpen(store, `${service}:${at}`, at)),
    ];
    if ((await store.commit({ writes: [write], entries: [entry], effects })).ok) return state;
  }
  throw new Error(`the service's state changed ${TRIES} times while it was ${command}d; try again`);
}
