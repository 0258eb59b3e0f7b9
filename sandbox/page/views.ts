import type { Delivery } from '../cloud/teams/delivery.js';
import { cardsOf } from '../cloud/teams/card.js';
import type { ChatMessage } from '../cloud/connector/chat.js';
import type { AuthenticationMethod } from '../cloud/directory/authenticationMethod.js';
import type { MethodType } from '../cloud/directory/methodTypes.js';
import type { Person } from '../cloud/directory/person.js';
import { cast, type Cloud, type LoggedCall, type Mail } from '../cloud/index.js';
import { type JsonObject, objectOf, objectsOf, textOf } from '../cloud/json.js';
import type { ColleagueMessage, Dialog } from '../cloud/teamsClient.js';
import type { CallView, ColleagueView, DialogView, MailView, MessageView, MethodView, PersonView } from './protocol.js';

/** Whom to look at first, in this order. */
const parts: Readonly<Record<string, string>> = {
  [cast.requester]: 'asks for others',
  [cast.approver]: 'approves for Priya',
  [cast.target]: 'lost the phone',
  [cast.it]: 'IT',
  [cast.security]: 'security',
  [cast.backup]: 'approves for Alex',
  [cast.twoPhones]: 'has two phones',
  [cast.everything]: 'has every kind of method',
  [cast.phoneOnly]: 'has a phone only',
  [cast.deadlock]: 'has a default that blocks the rest',
  [cast.administrator]: 'administrator',
  [cast.itSecond]: 'IT as well',
  [cast.securitySecond]: 'security as well',
  [cast.ceo]: 'chief executive',
  [cast.guest]: 'guest',
  [cast.breakGlass]: 'break-glass account',
  [cast.nothing]: 'has no second factor',
};
const order = Object.keys(parts);

/** Everybody, those with a part first. */
export function peopleOf(cloud: Cloud): readonly PersonView[] {
  const rank = ({ displayName }: Person): number => (order.indexOf(displayName) + 1 || order.length + 1) - 1;
  return cloud.directory.people
    .toSorted((one, other) => rank(one) - rank(other) || one.displayName.localeCompare(other.displayName))
    .map((person) => personOf(person, cloud));
}

export function personOf(person: Person, { teams: { roster } }: Cloud): PersonView {
  const part = parts[person.displayName];
  return {
    id: person.id,
    name: person.displayName,
    title: person.jobTitle ?? '',
    department: person.department ?? '',
    addresses: [person.mail ?? '', ...person.otherMails].filter(Boolean),
    ...(part === undefined ? {} : { part }),
    installed: roster.installation(person.id) !== undefined,
    blocked: roster.isBlocked(person.id),
  };
}

export function messageOf(message: ChatMessage, undelivered: boolean): MessageView {
  const { activity, revisions } = message;
  return {
    id: message.id,
    from: message.from,
    at: (revisions[0]?.at ?? new Date()).toISOString(),
    text: message.text,
    format: activity.textFormat === 'plain' || message.from === 'user' ? 'plain' : 'markdown',
    card: cardsOf(activity)[0],
    summary: textOf(activity.summary) ?? '',
    suggested: objectsOf(objectOf(activity.suggestedActions).actions).map((action) => textOf(action.title) ?? ''),
    revision: revisions.length,
    edited: revisions.some(({ kind }) => kind === 'updated'),
    deleted: message.deleted,
    undelivered,
  };
}

/** Undefined once it is gone. */
export function dialogOf(dialog: Dialog | undefined): DialogView | undefined {
  if (dialog === undefined || dialog.state.kind === 'closed') return undefined;
  const { state, shown } = dialog;
  return state.kind === 'card'
    ? { shown, title: state.title, card: state.card, text: '' }
    : { shown, title: state.kind === 'error' ? 'Teams' : '', card: undefined, text: state.text };
}

export function colleagueOf({ id, from, text, at }: ColleagueMessage): ColleagueView {
  return { id, from: from.displayName, text, at: at.toISOString() };
}

export function mailOf(mail: Mail): MailView {
  return {
    id: mail.id,
    to: [...mail.to, ...mail.cc, ...mail.bcc],
    subject: mail.subject,
    html: mail.html ?? '',
    text: mail.content,
    at: mail.sentAt.toISOString(),
    important: mail.importance === 'high',
  };
}

export function methodsOf({ directory }: Cloud, userId: string): readonly MethodView[] {
  const chosen = directory.methods.defaultOf(userId)?.id;
  return directory.methods.of(userId).map((method) => ({
    id: method.id,
    type: method.type,
    name: methodNames[method.type],
    detail: detailOf(method),
    isDefault: method.id === chosen,
    gone: false,
  }));
}

/** As the Entra admin centre calls them. */
const methodNames: Readonly<Record<MethodType, string>> = {
  password: 'Password',
  phone: 'Phone number',
  microsoftAuthenticator: 'Microsoft Authenticator',
  softwareOath: 'Software OATH token',
  fido2: 'Passkey (FIDO2)',
  windowsHelloForBusiness: 'Windows Hello for Business',
  platformCredential: 'Platform Credential for macOS',
  email: 'Email',
  temporaryAccessPass: 'Temporary Access Pass',
  external: 'External method',
  hardwareOath: 'Hardware OATH token',
  qrCodePin: 'QR code',
};

function detailOf({ properties }: AuthenticationMethod): string {
  const said = [properties.phoneType, properties.phoneNumber, properties.displayName, properties.emailAddress];
  return said.filter((value) => typeof value === 'string').join(' · ');
}

/** What the cloud was asked; undefined for the fetching of keys and tokens that succeeded, which would drown the rest. */
export function callOf(call: LoggedCall, cloud: Cloud): Omit<CallView, 'number'> | undefined {
  if (call.service === 'login' && call.status < 400) return undefined;
  return {
    at: call.at.toISOString(),
    service: call.service,
    method: call.method,
    what: named(call.path, cloud),
    status: call.status,
    fault: call.fault !== undefined,
  };
}

/** What Teams brought to the bot, and what came of it. */
export function deliveryOf(activity: JsonObject, { status }: Delivery): Omit<CallView, 'number'> {
  const { name = '' } = objectOf(activity.from);
  const kind = [textOf(activity.type), textOf(activity.name) ?? textOf(activity.action)].filter(Boolean).join(' ');
  return {
    at: new Date().toISOString(),
    service: 'teams',
    method: 'POST',
    what: `${kind} from ${String(name)}`,
    status,
    fault: status === 0,
  };
}

/** A path with people's names in place of their ids and of their chats'. */
function named(path: string, { directory, teams }: Cloud): string {
  return path
    .split('/')
    .map((part) => {
      const owner = directory.find(part) ?? directory.find(teams.chats.find(part)?.owner ?? '');
      return owner?.displayName ?? part;
    })
    .join('/');
}
