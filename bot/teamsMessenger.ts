import { CardFactory, type Activity, type ConversationParameters } from 'botbuilder';
import type { Card, Contact, Installer, Log, Messenger, SendResult } from '../core/ports.js';
import type { Store } from '../core/store.js';
import type { CardPlace, Conversation } from '../core/rows.js';
import type { TeamsAdapter } from './adapter.js';

/** Teams did not take it this time. */
export class TeamsError extends Error {
  override readonly name = 'TeamsError';
  constructor(
    readonly status: number | undefined,
    readonly code: string | undefined,
    readonly retryAfterMs: number | undefined,
    cause: unknown,
  ) {
    super(`Teams answered ${status ?? 'nothing'}${code === undefined ? '' : ` ${code}`}`, { cause });
  }
}

export function createTeamsMessenger(parts: {
  readonly adapter: TeamsAdapter;
  readonly store: Store;
  readonly botId: string;
  readonly tenantId: string;
  /** Connectors that may be called; the first opens a conversation before any activity came. */
  readonly serviceUrls: readonly string[];
  readonly installer: Installer;
  readonly log: Log;
}): Messenger {
  const { adapter, store, botId, tenantId, installer, log } = parts;
  /** Whom the app was installed for, so that each is tried once and not with every message. */
  const tried = new Set<string>();

  /** Where a conversation is opened that nobody has written in. */
  async function usualConnector(): Promise<string> {
    return (await store.read('service', 'service'))?.value.serviceUrl ?? firstConnector(parts.serviceUrls);
  }

  async function conversationOf(personId: string): Promise<Conversation> {
    const row = await store.read('conversation', personId);
    if (row !== undefined) return row.value;
    const serviceUrl = await usualConnector();
    const connector = await adapter.connector(serviceUrl);
    const asked: Partial<ConversationParameters> = {
      isGroup: false,
      bot: { id: `28:${botId}`, name: '' },
      // Teams takes an Entra object id here; the member's `29:` id is unknown until they write.
      members: [{ id: personId, name: '', aadObjectId: personId }],
      tenantId,
      channelData: { tenant: { id: tenantId } },
    };
    const { id } = await connector.conversations.createConversation(asked as ConversationParameters);
    const conversation: Conversation = { id, serviceUrl };
    // Somebody who writes in this moment is known better than that: theirs stays.
    await store.commit({
      writes: [{ kind: 'conversation', key: personId, expectedVersion: 0, value: conversation }],
    });
    return conversation;
  }

  async function attempt(personId: string, card: Card): Promise<SendResult> {
    return refusable(async () => {
      const conversation = await conversationOf(personId);
      const connector = await adapter.connector(conversation.serviceUrl);
      const { id: activityId } = await connector.conversations.sendToConversation(
        conversation.id,
        asMessage(card, conversation, botId, tenantId),
      );
      return { conversation, activityId };
    });
  }

  /** The app may be missing for somebody who never used it. Whoever blocked it or whose admin did is left alone. */
  async function installFor(personId: string, reason: string): Promise<boolean> {
    if (/Blocked|Disabled/u.test(reason) || tried.has(personId)) return false;
    tried.add(personId);
    const outcome = await installer.install(personId).catch((error: unknown) => {
      // Graph gave no answer: the next try of this message asks it again.
      tried.delete(personId);
      throw error;
    });
    log.info({ personId, outcome, reason }, 'Teams did not take a message; the app was to be installed');
    return outcome === 'installed';
  }

  return {
    async send(personId: string, card: Card): Promise<SendResult> {
      const first = await attempt(personId, card);
      return first.sent || !(await installFor(personId, first.reason)) ? first : attempt(personId, card);
    },

    post(channelId: string, card: Card): Promise<SendResult> {
      return refusable(async () => {
        const serviceUrl = await usualConnector();
        const connector = await adapter.connector(serviceUrl);
        // A channel has no members here: the id in `channelData` is what says where it goes (docs/decisions/0022).
        const asked: Partial<ConversationParameters> = {
          isGroup: true,
          bot: { id: `28:${botId}`, name: '' },
          tenantId,
          channelData: { channel: { id: channelId }, tenant: { id: tenantId } },
          activity: asMessage(card, { id: channelId, serviceUrl }, botId, tenantId) as Activity,
        };
        const { id, activityId } = await connector.conversations.createConversation(asked as ConversationParameters);
        return { conversation: { id, serviceUrl }, activityId };
      });
    },

    async update({ conversation, activityId }: CardPlace, card: Card): Promise<boolean> {
      try {
        const connector = await adapter.connector(conversation.serviceUrl);
        const message = { ...asMessage(card, conversation, botId, tenantId), id: activityId };
        await connector.conversations.updateActivity(conversation.id, activityId, message);
        return true;
      } catch (error) {
        const failure = teamsError(error);
        // Gone, or never to be edited: about one update in a thousand.
        if (isPermanent(failure) || failure.status === 400) return false;
        throw failure;
      }
    },

    async contact(personId: string): Promise<Contact> {
      const row = await store.read('conversation', personId);
      const { userId, language, locale, timeZone } = row?.value ?? {};
      return { userId, locale: language ?? locale, timeZone };
    },
  };
}

/** What Teams refuses for good is an answer; anything else is thrown, to be tried again. */
async function refusable(send: () => Promise<CardPlace>): Promise<SendResult> {
  try {
    return { sent: true, place: await send() };
  } catch (error) {
    const failure = teamsError(error);
    if (isPermanent(failure)) return { sent: false, reason: `${failure.status ?? ''} ${failure.code ?? ''}`.trim() };
    throw failure;
  }
}

/** The public cloud's connector answers for everybody below this path; its root is nothing. */
function firstConnector([first = '']: readonly string[]): string {
  const url = first.includes('://') ? first : `https://${first}/`;
  return url === 'https://smba.trafficmanager.net/' ? `${url}teams/` : url;
}

function asMessage(
  { content, summary }: Card,
  { id }: Conversation,
  botId: string,
  tenantId: string,
): Partial<Activity> {
  return {
    type: 'message',
    channelId: 'msteams',
    from: { id: `28:${botId}`, name: '' },
    conversation: {
      id,
      isGroup: isChannel(id),
      conversationType: isChannel(id) ? 'channel' : 'personal',
      tenantId,
      name: '',
    },
    // Without it the notification says "Sent a card".
    summary,
    attachments: [CardFactory.adaptiveCard(content)],
    channelData: { tenant: { id: tenantId }, ...(!isChannel(id) && { notification: { alert: true } }) },
  };
}

/** A personal chat's id begins with `a:`. */
function isChannel(conversationId: string): boolean {
  return conversationId.startsWith('19:');
}

/** Match the status first: a 403 of Teams comes with several codes, sometimes with none. */
function isPermanent({ status }: TeamsError): boolean {
  return status === 403 || status === 404;
}

function teamsError(error: unknown): TeamsError {
  const { statusCode, code, response } = (typeof error === 'object' && error !== null ? error : {}) as {
    statusCode?: unknown;
    code?: unknown;
    response?: { headers?: { get(name: string): string | undefined } };
  };
  const retryAfter = Number(response?.headers?.get('retry-after'));
  return new TeamsError(
    typeof statusCode === 'number' ? statusCode : undefined,
    typeof code === 'string' ? code : undefined,
    Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter * 1000 : undefined,
    error,
  );
}
