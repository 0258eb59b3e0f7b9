import type { Activity } from 'botbuilder';
import type { Store } from '../core/store.js';
import type { Conversation } from '../core/rows.js';
import { isFromExtension } from './messageExtension.js';

/**
 * Remembers where a person is reached, from every activity of theirs that passed the gate: the
 * connector's address may change, so the latest counts. Writes only what changed.
 */
export async function rememberConversation(store: Store, activity: Activity): Promise<Conversation | undefined> {
  const personId = activity.from.aadObjectId;
  const { conversation, serviceUrl } = activity;
  if (personId === undefined) return undefined;
  const row = await store.read('conversation', personId);
  // A chat of two colleagues is a personal one as well, and the bot is no part of it (botbuilder-dotnet #2976).
  if (conversation.conversationType !== 'personal' || isFromExtension(activity)) return row?.value;
  const seen: Conversation = {
    ...row?.value,
    id: conversation.id,
    userId: activity.from.id,
    serviceUrl,
    locale: shortText(activity.locale) ?? row?.value.locale,
    timeZone: shortText(activity.localTimezone) ?? row?.value.timeZone,
  };
  if (!isSame(row?.value, seen))
    await store.commit({
      writes: [{ kind: 'conversation', key: personId, expectedVersion: row?.version ?? 0, value: seen }],
    });
  await rememberConnector(store, serviceUrl);
  return seen;
}

/** True for the first one who asks: a person is welcomed once, however often Teams reports the install. */
export async function claimWelcome(store: Store, personId: string): Promise<boolean> {
  const row = await store.read('conversation', personId);
  if (row === undefined || row.value.welcomed === true) return false;
  const value = { ...row.value, welcomed: true };
  return (
    await store.commit({ writes: [{ kind: 'conversation', key: personId, expectedVersion: row.version, value }] })
  ).ok;
}

/** Remembers the language somebody chose; undefined goes back to the one of their client. */
export async function chooseLanguage(store: Store, personId: string, language: string | undefined): Promise<void> {
  const row = await store.read('conversation', personId);
  if (row === undefined) return;
  const value = { ...row.value, language };
  await store.commit({ writes: [{ kind: 'conversation', key: personId, expectedVersion: row.version, value }] });
}

/** The connector to open a first conversation with: the one last heard from. */
async function rememberConnector(store: Store, serviceUrl: string): Promise<void> {
  const row = await store.read('service', 'service');
  if (row === undefined || row.value.serviceUrl === serviceUrl) return;
  const value = { ...row.value, serviceUrl };
  await store.commit({ writes: [{ kind: 'service', key: 'service', expectedVersion: row.version, value }] });
}

/** Locales and time zones are short; what is not is not one. */
function shortText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 40 ? value : undefined;
}

function isSame(a: Conversation | undefined, b: Conversation): boolean {
  const keys = ['id', 'userId', 'serviceUrl', 'locale', 'timeZone'] as const;
  return keys.every((key) => a?.[key] === b[key]);
}
