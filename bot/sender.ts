import type { Activity } from 'botbuilder';
import type { Actor } from '../core/command.js';
import type { CardPlace } from '../core/rows.js';

/** The authenticated sender. Their rights are looked up by this id, never by anything on a card. */
export function actorOf({ from }: Activity): Actor {
  if (from.aadObjectId === undefined) throw new Error('an activity without a sender passed the gate');
  return { id: from.aadObjectId, name: from.name };
}

/** Whether nobody else reads what is answered here. Teams leaves the type out of some taps; a shared chat's id is `19:…`. */
export function isPersonal({ conversation: { conversationType, isGroup, id } }: Activity): boolean {
  // Typed as always there by the SDK.
  const type = conversationType as string | undefined;
  return (type ?? 'personal') === 'personal' && !isGroup && !id.startsWith('19:');
}

/** The card a tap was made on. */
export function placeOf({ conversation, serviceUrl, replyToId }: Activity): CardPlace | undefined {
  return replyToId === undefined
    ? undefined
    : { conversation: { id: conversation.id, serviceUrl }, activityId: replyToId };
}

/** What was typed, without mentions and doubled spaces. */
export function wordsOf({ text }: Activity): string {
  const said = typeof text === 'string' ? text.slice(0, MAX_WORDS) : '';
  return said
    .replace(/<at>[^<]*<\/at>/giu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

const MAX_WORDS = 4_000;
