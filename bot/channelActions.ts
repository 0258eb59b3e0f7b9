import { refusalText } from '../cards/refusals.js';
import type { JournalEntry } from '../core/command.js';
import { isIt } from '../core/lookup.js';
import type { ResetRequest } from '../core/request.js';
import type { RefusalCode } from '../core/refusal.js';
import type { BotDeps } from './deps.js';
import type { Viewer } from './seeing.js';

/** Taps within this time, and a tap that Teams delivers again, are one. */
const ONCE = 15_000;

/**
 * *Open details* on a post in IT's channel. Whoever is of IT gets the card in their own chat; the channel, where others
 * read, gets a sentence. Others hear that it is IT's, whether there is such a request or not.
 */
export async function sendDetails(
  deps: BotDeps,
  { requestId }: { readonly requestId: string },
  viewer: Viewer,
): Promise<{ readonly text: string }> {
  const { store, clock, policy } = deps;
  const { actor, t } = viewer;
  const no = (code: RefusalCode) => ({ text: refusalText(code, undefined, t, policy.support, clock.now()) });
  const mayOpen = await isIt(deps, actor);
  const request = (await store.read('request', requestId))?.value;
  if (!mayOpen) {
    if (request !== undefined) await store.commit({ entries: [refusedEntry(deps, request, viewer)] });
    return no('notIt');
  }
  if (request === undefined) return no('unknownRequest');
  const at = clock.now();
  const key = `tell:details:${requestId}:${actor.id}:${Math.floor(at / ONCE)}`;
  const to = { person: actor.id };
  await store.commit({ effects: [{ kind: 'tell', key, dueAt: at, requestId, to, notice: 'details', as: 'it' }] });
  return { text: t('chat.details') };
}

/** Somebody who is not of IT wanted to know more than the channel says: an auditor must find that. */
function refusedEntry({ clock, policyHash }: BotDeps, request: ResetRequest, { actor }: Viewer): JournalEntry {
  return {
    event: 'attemptRefused',
    at: clock.now(),
    by: actor.id,
    requestId: request.id,
    reference: request.reference,
    from: request.status,
    policy: policyHash,
    data: { command: 'details', refused: 'notIt', cause: '' },
  };
}
