import { refusalText } from '../cards/refusals.js';
import type { JournalEntry } from '../core/command.js';
import { isIt } from '../core/lookup.js';
import type { ResetRequest } from '../core/request.js';
import type { RefusalCode } from '../core/refusal.js';
import type { BotDeps } from './deps.js';
import type { Viewer } from './seeing.js';

/** Milliseconds within which more taps are the same one: Teams delivers a tap again, and people tap twice. */
const ONCE = 60_000;

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
  const key = `details:${requestId}:${actor.id}`;
  const sentAt = await store.recall(key);
  if (typeof sentAt !== 'number' || at - sentAt >= ONCE) {
    const telling = { kind: 'tell', key: `tell:${key}:${at}`, dueAt: at, requestId, notice: 'details' } as const;
    await store.commit({ effects: [{ ...telling, to: { person: actor.id }, as: 'it' }] });
    await store.remember(key, at);
  }
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
