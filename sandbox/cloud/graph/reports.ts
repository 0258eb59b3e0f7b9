import type { Answer, Call } from '../http/call.js';
import { methodTypes, phoneIds } from '../directory/methodTypes.js';
import type { JsonObject } from '../json.js';
import { directoryAudits, signIns } from './auditLogs.js';
import { activeRoles } from './bodies.js';
import { type GraphContext, type Operation, personIn } from './context.js';
import { project, selection } from './select.js';

/** What reporting and mail settings tell: hints, each with its own permission. */
export function reportOperations(context: GraphContext): readonly Operation[] {
  return [
    {
      method: 'GET',
      path: 'reports/authenticationMethods/userRegistrationDetails/:id',
      roles: ['AuditLog.Read.All'],
      handle: (call) => registrationDetails(call, context),
    },
    {
      method: 'GET',
      path: 'auditLogs/directoryAudits',
      roles: [['AuditLog.Read.All', 'Directory.Read.All']],
      handle: (call) => directoryAudits(call, context),
    },
    {
      method: 'GET',
      path: 'auditLogs/signIns',
      roles: [['AuditLog.Read.All', 'Directory.Read.All']],
      handle: (call) => signIns(call, context),
    },
    {
      method: 'GET',
      path: 'users/:id/mailboxSettings',
      roles: ['MailboxSettings.Read', 'MailboxSettings.ReadWrite'],
      handle: (call) => mailboxSettings(call, context),
    },
    {
      method: 'GET',
      path: 'users/:id/presence',
      roles: ['Presence.Read.All', 'Presence.ReadWrite.All'],
      handle: (call) => presence(call, context),
    },
  ];
}

function registrationDetails(call: Call, context: GraphContext): Answer {
  const person = personIn(call, context);
  const { methods, groups } = context.directory;
  const registered = methods.of(person.id).filter((method) => method.type !== 'password');
  const secondFactors = registered.filter((method) => methodTypes[method.type].secondFactor);
  const passwordless = registered.some((method) =>
    ['fido2', 'windowsHelloForBusiness', 'platformCredential'].includes(method.type),
  );
  const principals = [person.id, ...groups.holdingTransitively(person.id).map((group) => group.id)];
  const names = registered.map((method) =>
    method.id === phoneIds.alternateMobile
      ? 'alternateMobilePhone'
      : method.id === phoneIds.office
        ? 'officePhone'
        : methodTypes[method.type].registeredAs,
  );
  const body: JsonObject = {
    id: person.id,
    userPrincipalName: person.userPrincipalName,
    userDisplayName: person.displayName,
    userType: person.userType.toLowerCase(),
    isAdmin: activeRoles(context.directory, principals).length > 0,
    isSsprRegistered: registered.length > 0,
    isSsprEnabled: false,
    isSsprCapable: false,
    isMfaRegistered: secondFactors.length > 0 || passwordless,
    isMfaCapable: secondFactors.length > 0 || passwordless,
    isPasswordlessCapable: passwordless,
    methodsRegistered: names,
    isSystemPreferredAuthenticationMethodEnabled: false,
    systemPreferredAuthenticationMethods: [],
    userPreferredMethodForSecondaryAuthentication: methods.preferenceOf(person.id),
    lastUpdatedDateTime: new Date().toISOString(),
  };
  return single(
    call,
    context,
    'reports/authenticationMethods/userRegistrationDetails',
    body,
    selection('userRegistrationDetails', call.query),
  );
}

function mailboxSettings(call: Call, context: GraphContext): Answer {
  const { automaticReplies: replies, id } = personIn(call, context);
  const at = (dateTime: string) => ({ dateTime: dateTime.replace(/Z$/, ''), timeZone: 'UTC' });
  const body: JsonObject = {
    timeZone: 'GMT Standard Time',
    dateFormat: 'dd/MM/yyyy',
    timeFormat: 'HH:mm',
    userPurpose: 'user',
    automaticRepliesSetting: {
      status: replies.status,
      externalAudience: 'all',
      internalReplyMessage: replies.internalReplyMessage,
      externalReplyMessage: replies.internalReplyMessage,
      scheduledStartDateTime: at(replies.scheduledStart),
      scheduledEndDateTime: at(replies.scheduledEnd),
    },
  };
  return single(call, context, `users('${id}')/mailboxSettings`, body, selection('mailboxSettings', call.query), '');
}

function presence(call: Call, context: GraphContext): Answer {
  const { id, availability, automaticReplies } = personIn(call, context);
  const away = automaticReplies.status !== 'disabled';
  const body = {
    id,
    availability,
    activity: availability,
    statusMessage: null,
    outOfOfficeSettings: { isOutOfOffice: away, message: away ? automaticReplies.internalReplyMessage : null },
  };
  return single(call, context, `users('${id}')/presence`, body, selection('presence', call.query));
}

function single(
  call: Call,
  context: GraphContext,
  set: string,
  body: JsonObject,
  select: readonly string[] | undefined,
  suffix = '/$entity',
): Answer {
  return {
    status: 200,
    body: {
      '@odata.context': `${context.base(call)}/$metadata#${set}${suffix}`,
      ...(select ? project(body, select) : body),
    },
  };
}
