import { randomUUID } from 'node:crypto';
import type { Chat } from '../connector/chat.js';
import { teamsId } from '../connector/chats.js';
import type { Person } from '../directory/person.js';
import type { JsonObject } from '../json.js';

export interface Surroundings {
  readonly person: Person;
  readonly chat: Chat;
  readonly serviceUrl: string;
  readonly tenantId: string;
  readonly botId: string;
  readonly botName: string;
  readonly locale: string;
  readonly platform: string;
}

/** What every activity from Teams carries; `parts` adds the kind's own and overrides. */
export function activityFrom(around: Surroundings, parts: JsonObject): JsonObject {
  const { person, chat, tenantId, locale } = around;
  const now = new Date();
  const personal = chat.kind === 'personal';
  return {
    id: parts.type === 'message' ? String(now.getTime()) : `f:${randomUUID()}`,
    timestamp: now.toISOString(),
    localTimestamp: now.toISOString().replace('Z', '+00:00'),
    localTimezone: 'Europe/London',
    channelId: 'msteams',
    serviceUrl: around.serviceUrl,
    from: { id: teamsId(person.id), name: person.displayName, aadObjectId: person.id },
    conversation: personal
      ? { conversationType: 'personal', tenantId, id: chat.id }
      : { conversationType: 'channel', isGroup: true, tenantId, id: chat.id },
    recipient: { id: `28:${around.botId}`, name: around.botName },
    entities: [
      {
        type: 'clientInfo',
        locale,
        country: locale.split('-')[1] ?? 'GB',
        platform: around.platform,
        timezone: 'Europe/London',
      },
    ],
    channelData: personal
      ? { tenant: { id: tenantId } }
      : {
          channel: { id: chat.owner },
          team: { id: chat.owner },
          teamsChannelId: chat.owner,
          teamsTeamId: chat.owner,
          tenant: { id: tenantId },
        },
    locale,
    ...parts,
  };
}

export function typedMessage(text: string): JsonObject {
  const html = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return {
    type: 'message',
    text,
    textFormat: 'plain',
    attachments: [{ contentType: 'text/html', content: `<p>${html}</p>` }],
  };
}

/** The app was added for somebody: Teams says so twice, in its old words and its new ones. */
export function installedActivities(around: Surroundings): readonly JsonObject[] {
  const bot = { id: `28:${around.botId}` };
  const user = { id: teamsId(around.person.id), aadObjectId: around.person.id };
  return [
    activityFrom(around, { type: 'conversationUpdate', membersAdded: [user, bot] }),
    activityFrom(around, {
      type: 'installationUpdate',
      action: 'add',
      channelData: {
        settings: { selectedChannel: { id: around.chat.id } },
        tenant: { id: around.tenantId },
        source: { name: 'message' },
      },
    }),
  ];
}

export function uninstalledActivities(around: Surroundings): readonly JsonObject[] {
  return [activityFrom(around, { type: 'installationUpdate', action: 'remove' })];
}
