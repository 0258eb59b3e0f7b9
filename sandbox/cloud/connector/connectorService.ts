import { type Answer, bearerToken, type Call, jsonBody } from '../http/call.js';
import { findRoute, route } from '../http/router.js';
import type { Service } from '../http/server.js';
import { isObject, type JsonObject, objectOf, objectsOf, textOf } from '../json.js';
import type { AccessTokens } from '../login/accessTokens.js';
import { type Chat, newMessageId } from './chat.js';
import { type Channel, type Chats, teamsId } from './chats.js';
import { ConnectorError, connectorError } from './connectorError.js';
import type { Roster } from './roster.js';

export interface ConnectorOptions {
  readonly tokens: AccessTokens;
  readonly tenantId: string;
  readonly botId: string;
  readonly botName: string;
  readonly chats: Chats;
  readonly roster: Roster;
}

export const connectorAudience = 'https://api.botframework.com';

const messageLimit = 100 * 1024;

/** The Bot Connector as Teams runs it, below any region's prefix (`/emea/v3/…`, with or without a tenant). */
export function connectorService(options: ConnectorOptions): Service {
  const root = 'v3/conversations';
  const routes = [
    route('POST', root, (call) => createConversation(call, options)),
    route('POST', `${root}/:id/activities`, (call) => post(call, options)),
    route('POST', `${root}/:id/activities/:activity`, (call) => post(call, options)),
    route('PUT', `${root}/:id/activities/:activity`, (call) => update(call, options)),
    route('DELETE', `${root}/:id/activities/:activity`, (call) => remove(call, options)),
    route('GET', `${root}/:id/members`, (call) => members(call, options)),
    route('GET', `${root}/:id/pagedmembers`, (call) => ({
      status: 200,
      body: { members: members(call, options).body },
    })),
    route('GET', `${root}/:id/members/:member`, (call) => member(call, options)),
  ];
  return {
    name: 'connector',
    bodyLimit: 1024 * 1024,
    keepsBody: (call) => call.method !== 'GET',
    async handle(call) {
      const bearer = await options.tokens.verify(bearerToken(call), [connectorAudience]);
      if (typeof bearer === 'string')
        return { status: 401, body: { message: 'Authorization has been denied for this request.' } };
      call.appId = bearer.appId;
      if (bearer.appId !== options.botId)
        return connectorError(403, 'Forbidden', 'The bot is not registered with this application.');
      const found = findRoute(routes, call.method, call.path.replace(/^\/[a-z]+(\/[0-9a-f-]{36})?(?=\/v3\/)/i, ''));
      if (typeof found === 'string') return { status: found === 'no-path' ? 404 : 405 };
      try {
        return await found.route.handle({ ...call, params: found.params });
      } catch (error) {
        if (error instanceof ConnectorError) return connectorError(error.status, error.code, error.message);
        throw error;
      }
    },
    codeFor: (status) => codes[status],
    errorAnswer: (_call, status, code, message) => connectorError(status, code, message),
  };
}

/** Teams' table of status codes; for 403 the blocked chat stands for the rest. */
const codes: Readonly<Record<number, string>> = {
  401: 'BotNotRegistered',
  403: 'ConversationBlockedByUser',
  404: 'ConversationNotFound',
  412: 'PreconditionFailed',
  413: 'MessageSizeTooBig',
  429: 'Throttled',
};

function createConversation(call: Call, options: ConnectorOptions): Answer {
  const parameters = bodyOf(call);
  const tenant = textOf(parameters.tenantId) ?? textOf(objectOf(objectOf(parameters.channelData).tenant).id);
  if (tenant !== undefined && tenant !== options.tenantId)
    throw new ConnectorError(403, 'BadTenant', 'The bot is not registered in this tenant.');
  const channelId = textOf(objectOf(objectOf(parameters.channelData).channel).id);
  if (channelId !== undefined) return createThread(call, parameters, channelId, options);
  if (tenant === undefined)
    throw new ConnectorError(400, 'BadSyntax', 'Bad format of conversation ID: tenantId is missing.');

  const [who, ...more] = objectsOf(parameters.members);
  if (!who || more.length > 0 || parameters.isGroup === true)
    throw new ConnectorError(400, 'BadSyntax', 'Only a conversation with one person can be created.');
  const person = options.chats.memberBy(textOf(who.id) ?? '');
  if (!person) throw new ConnectorError(400, 'BadSyntax', 'Invalid user identity in provided tenant');
  if (!options.roster.installation(person.id))
    throw new ConnectorError(403, 'ForbiddenOperationException', "Bot is not installed in user's personal scope");
  const chat = options.chats.personal(person.id);
  if (isObject(parameters.activity)) {
    const { id } = admitted(chat, options).add('bot', parameters.activity);
    return { status: 201, body: { id: chat.id, activityId: id } };
  }
  return { status: 201, body: { id: chat.id } };
}

function createThread(call: Call, parameters: JsonObject, channelId: string, options: ConnectorOptions): Answer {
  const channel = options.chats.channel(channelId);
  if (!channel) throw new ConnectorError(404, 'ConversationNotFound', 'Conversation not found.');
  inTeam(channel);
  if (!isObject(parameters.activity))
    throw new ConnectorError(400, 'BadArgument', 'An activity is needed to begin a thread.');
  tooLarge(call);
  const rootId = newMessageId();
  const chat = options.chats.thread(channelId, rootId);
  const { id } = chat.add('bot', parameters.activity, rootId);
  return { status: 201, body: { id: chat.id, activityId: id } };
}

function post(call: Call, options: ConnectorOptions): Answer {
  const chat = conversation(call, options);
  const activity = bodyOf(call);
  if (activity.type === 'typing') {
    chat.showTyping();
    return { status: 200, body: { id: String(Date.now()) } };
  }
  if (activity.type !== 'message')
    throw new ConnectorError(400, 'BadSyntax', `Activities of type '${textOf(activity.type) ?? ''}' are not taken.`);
  const { id } = chat.add('bot', activity);
  return { status: 201, body: { id } };
}

function update(call: Call, options: ConnectorOptions): Answer {
  const chat = conversation(call, options);
  const id = ownMessage(call, chat);
  chat.revise(id, 'updated', bodyOf(call));
  return { status: 200, body: { id } };
}

function remove(call: Call, options: ConnectorOptions): Answer {
  const chat = conversation(call, options);
  const id = ownMessage(call, chat);
  chat.revise(id, 'deleted', {});
  return { status: 200 };
}

/** The conversation in the path, when the bot may write there. */
function conversation(call: Call, options: ConnectorOptions): Chat {
  tooLarge(call);
  const chat = options.chats.find(call.params.id ?? '');
  if (!chat) throw new ConnectorError(404, 'ConversationNotFound', 'Conversation not found.');
  return admitted(chat, options);
}

function admitted(chat: Chat, { roster, chats }: ConnectorOptions): Chat {
  if (chat.kind === 'channel') {
    inTeam(chats.channel(chat.owner));
    return chat;
  }
  if (roster.isBlocked(chat.owner))
    throw new ConnectorError(403, 'ConversationBlockedByUser', 'User blocked the conversation with the bot.');
  if (!roster.installation(chat.owner))
    throw new ConnectorError(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
  return chat;
}

function inTeam(channel: Channel | undefined): void {
  if (channel?.hasBot !== true)
    throw new ConnectorError(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
}

function ownMessage(call: Call, chat: Chat): string {
  const message = chat.find(call.params.activity ?? '');
  if (message?.from !== 'bot' || message.deleted)
    throw new ConnectorError(404, 'ActivityNotFoundInConversation', 'The activity was not found in the conversation.');
  return message.id;
}

function tooLarge(call: Call): void {
  if (call.raw.length > messageLimit) throw new ConnectorError(413, 'MessageSizeTooBig', 'Message size too large.');
}

function bodyOf(call: Call): JsonObject {
  const body = jsonBody(call);
  if (!isObject(body)) throw new ConnectorError(400, 'BadSyntax', 'The request body is not JSON.');
  return body;
}

function members(call: Call, options: ConnectorOptions): Answer {
  const chat = conversation(call, options);
  return { status: 200, body: options.chats.membersOf(chat).map((person) => account(person, options)) };
}

function member(call: Call, options: ConnectorOptions): Answer {
  const chat = conversation(call, options);
  const person = options.chats.memberBy(call.params.member ?? '');
  if (!person || !options.chats.membersOf(chat).includes(person))
    throw new ConnectorError(404, 'MemberNotFoundInConversation', 'Member not found in conversation.');
  return { status: 200, body: account(person, options) };
}

function account(person: ReturnType<Chats['membersOf']>[number], { tenantId }: ConnectorOptions): JsonObject {
  return {
    id: teamsId(person.id),
    name: person.displayName,
    aadObjectId: person.id,
    objectId: person.id,
    givenName: person.givenName,
    surname: person.surname,
    email: person.mail,
    userPrincipalName: person.userPrincipalName,
    tenantId,
    userRole: person.userType === 'Guest' ? 'guest' : 'user',
  };
}
