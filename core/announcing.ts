import type { About, Effect, Group, Notice } from './effects.js';
import type { Instant } from './request.js';
import { historyKey } from './requestKeys.js';
import type { Store } from './store.js';

/** IT and security are told of what concerns the service as a whole. */
export function tellTeams(
  notice: Notice,
  at: Instant,
  about: About | undefined,
  groups: readonly Group[] = ['it', 'security'],
): readonly Effect[] {
  return groups.map((group) => ({
    kind: 'tell',
    key: `tell:${notice}:${group}:${at}`,
    dueAt: at,
    requestId: undefined,
    to: { group },
    notice,
    about,
  }));
}

/** Every open request's cards say how the service stands. `cause` makes the effects of one change different from others'. */
export async function refreshOpen(store: Store, cause: string, at: Instant): Promise<readonly Effect[]> {
  const open = await store.find('request', historyKey.open);
  return open.map(({ key: requestId }) => ({
    kind: 'refreshCards',
    key: `refreshCards:${requestId}:${cause}`,
    dueAt: at,
    requestId,
  }));
}
