import { refreshOpen, tellTeams } from './announcing.js';
import { groupsOfActor, type Deps } from './approvals.js';
import { attempted } from './attempts.js';
import type { Actor, JournalEntry } from './command.js';
import type { Effect } from './effects.js';
import { resetsWrite } from './pace.js';
import { isRefusal, refuse, type Refusal } from './refusal.js';
import type { Pace, Trip } from './rows.js';

/** Whoever lets resets go on is one of two. */
const PEOPLE = 2;
const TRIES = 8;

/** One of two different people of IT or security lets resets go on; with the second they do. */
export async function allowResets(deps: Deps, by: Actor): Promise<'agreed' | 'allowed' | Refusal> {
  const { store, clock, policyHash } = deps;
  for (let tries = 0; tries < TRIES; tries++) {
    const { it, security } = await groupsOfActor(deps, by);
    const row = await store.read('pace', 'resets');
    const no = it || security ? mayAgree(row?.value, by) : refuse('notIt');
    if (row === undefined || isRefusal(no))
      return attempted(deps, by, 'allowResets', isRefusal(no) ? no : refuse('alreadyDone'));
    const at = clock.now();
    const agreed = [...no.agreed, by.id];
    const enough = agreed.length >= PEOPLE;
    const entry: JournalEntry = {
      event: 'resetsAllowed',
      at,
      by: by.id,
      policy: policyHash,
      data: { people: agreed.length, resets: no.resets, limit: no.limit },
    };
    // Counted anew: what was begun before has been looked at.
    const next = enough
      ? { ...row.value, starts: [], tripped: undefined }
      : { ...row.value, tripped: { ...no, agreed } };
    const effects: readonly Effect[] = enough
      ? [...tellTeams('resetsAllowed', at, undefined), ...(await refreshOpen(store, `allowed:${at}`, at))]
      : [];
    if ((await store.commit({ writes: [resetsWrite(row, next)], entries: [entry], effects })).ok)
      return enough ? 'allowed' : 'agreed';
  }
  throw new Error(`the count of resets changed ${TRIES} times while ${by.id} let them go on; try again`);
}

function mayAgree(pace: Pace | undefined, by: Actor): Trip | Refusal {
  if (pace?.tripped === undefined) return refuse('alreadyDone');
  return pace.tripped.agreed.includes(by.id) ? refuse('alreadyApprovedByYou') : pace.tripped;
}
