import { groupsOfActor, type Deps } from './approvals.js';
import type { Actor } from './command.js';
import { currentPool } from './delegates.js';
import { approvedBy, candidates, nomineeOf } from './nominees.js';
import { isRefusal, refuse, type Refusal } from './refusal.js';
import type { Person, ResetRequest } from './request.js';

/** Which places somebody may give away, and to whom: nobody types their own approver. */
export interface Replacements {
  readonly places: readonly Person[];
  /** By the policy as it is now, best first. */
  readonly people: readonly Person[];
}

/** What to choose from. Whether the choice counts is decided anew when it is made. */
export async function replacementsFor(
  deps: Pick<Deps, 'store' | 'clock' | 'directory' | 'policy'>,
  request: ResetRequest,
  by: Actor,
  as?: 'it',
): Promise<Replacements | Refusal> {
  const places = await placesOf(deps, request, by, as);
  if (isRefusal(places)) return places;
  const pool = await currentPool(deps, request, deps.clock.now());
  const found = places.flatMap(({ id }) => candidates(request, id, { pool })).map(({ person }) => person);
  const people = [...new Map(found.map((person) => [person.id, person])).values()].filter(({ id }) => id !== by.id);
  return places.length === 0 || people.length === 0 ? refuse('nobodyElse') : { places, people };
}

async function placesOf(
  deps: Pick<Deps, 'directory' | 'policy'>,
  request: ResetRequest,
  by: Actor,
  as: 'it' | undefined,
): Promise<readonly Person[] | Refusal> {
  const open = request.nominees.map(({ person }) => person).filter(({ id }) => !approvedBy(request, id));
  if (as !== 'it' && nomineeOf(request, by.id) !== undefined) return open.filter(({ id }) => id === by.id);
  return (await groupsOfActor(deps, by)).it ? open : refuse('notNominated');
}
