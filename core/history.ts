import type { Deps } from './approvals.js';
import { attempted } from './attempts.js';
import type { Actor } from './command.js';
import { isIt } from './lookup.js';
import { refuse, type Refusal } from './refusal.js';
import type { Instant, Person, ResetRequest } from './request.js';
import { historyKey } from './requestKeys.js';
import type { PageOptions, Store } from './store.js';

/** `seen`: what somebody asked for or was asked about. The others are IT's. */
export type ListName = 'seen' | 'all' | 'open' | 'late';

/** Which list, and where in it. All of it is a claim of a card: what may be seen in it is told from the viewer. */
export interface Wanted {
  readonly list: ListName;
  /** Object id of somebody whom it is about, as requester or as target. */
  readonly about?: string | undefined;
  /** Id of the request behind, or before, which it goes on. */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

export interface Listed extends Wanted {
  /** Newest first. */
  readonly requests: readonly ResetRequest[];
  readonly older: boolean;
  readonly newer: boolean;
}

type HistoryDeps = Pick<Deps, 'store' | 'directory' | 'policy' | 'policyHash' | 'clock'>;

/** Lines on a card: more are no overview on a phone. */
export const PAGE = 8;

/** One page of a list, as far as its viewer may see it. */
export async function history(deps: HistoryDeps, wanted: Wanted, viewer: Actor): Promise<Listed | Refusal> {
  const { store, clock } = deps;
  const { list, about, before, after } = wanted;
  if (list !== 'seen' && !(await isIt(deps, viewer)))
    return attempted(deps, viewer, `history ${list}`, refuse('notIt'));
  const options = { limit: PAGE, before, after };
  if (list === 'late') {
    const open = await store.find('request', historyKey.open);
    const late = open.map(({ value }) => value).filter((request) => isLate(request, clock.now()));
    return { list, ...pageOf(late.reverse(), options) };
  }
  const { rows, ...more } = await store.page('request', keyOf(wanted, viewer), options);
  return { list, about, ...more, requests: rows.map(({ value }) => value) };
}

/**
 * People of that name on what somebody may see anyway: whoever is not of IT learns nothing of the directory by a search.
 * The latest requests only, so that it costs the same for everybody.
 */
export async function namedInHistory(store: Store, name: string, viewer: Actor): Promise<readonly Person[]> {
  const { rows } = await store.page('request', historyKey.seenBy(viewer.id), { limit: LATEST });
  const people = rows.flatMap(({ value: { target, requester } }) => [target, requester]);
  const wanted = name.trim().toLocaleLowerCase();
  const named = people.filter((person) => person.id !== viewer.id && person.name.toLocaleLowerCase().includes(wanted));
  return [...new Map(named.map((person) => [person.id, person])).values()];
}

const LATEST = 200;

/** It waits for a decision, and the time after which more people are asked is over. */
export function isLate({ status, escalateAt }: ResetRequest, now: Instant): boolean {
  return status === 'awaitingApproval' && now >= escalateAt;
}

function keyOf({ list, about }: Wanted, viewer: Actor): string {
  if (list === 'seen') return historyKey.seenBy(viewer.id, about);
  if (list === 'open') return historyKey.open;
  return about === undefined ? historyKey.all : historyKey.about(about);
}

/** The same as of a store's page, of what is few enough to be read whole. */
function pageOf(requests: readonly ResetRequest[], { limit, before, after }: PageOptions): Omit<Listed, 'list'> {
  const at = requests.findIndex(({ id }) => id === (before ?? after));
  const wanted = at < 0 ? 0 : before !== undefined ? at + 1 : at - limit;
  const start = wanted < 0 || wanted >= requests.length ? 0 : wanted;
  return {
    requests: requests.slice(start, start + limit),
    older: start + limit < requests.length,
    newer: start > 0,
  };
}
