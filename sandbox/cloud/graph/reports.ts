import type { Answer, Call } from '../http/call.js';
import { methodTypes, phoneIds } from '../directory/methodTypes.js';
import type { DirectoryAudit } from '../directory/audits.js';
import type { Directory } from '../directory/directory.js';
import type { SignInEntry } from '../directory/signIns.js';
import type { JsonObject } from '../json.js';
import { activeRoles } from './bodies.js';
import { type GraphContext, type Operation, personIn } from './context.js';
import { queried } from './query.js';
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

function directoryAudits(call: Call, context: GraphContext): Answer {
  return queried(
    call,
    context.directory.audits.visible.map((entry) => auditBody(entry, context)),
    {
      type: 'directoryAudit',
      base: context.base(call),
      context: 'auditLogs/directoryAudits',
      filterable: [
        'id',
        'activityDateTime',
        'activityDisplayName',
        'category',
        'loggedByService',
        'correlationId',
        'initiatedBy/user/id',
        'initiatedBy/app/appId',
        'targetResources',
      ],
      sortable: ['activityDateTime'],
    },
  );
}

function signIns(call: Call, context: GraphContext): Answer {
  return queried(
    call,
    context.directory.signIns.visible.map((entry) => signInBody(entry, context)),
    {
      type: 'signIn',
      base: context.base(call),
      context: 'auditLogs/signIns',
      filterable: ['id', 'createdDateTime', 'userId', 'userPrincipalName', 'appId', 'status/errorCode'],
      sortable: ['createdDateTime'],
    },
  );
}

function signInBody({ id, userId, createdDateTime, country, errorCode }: SignInEntry, { directory }: GraphContext) {
  const person = directory.find(userId);
  return {
    id,
    createdDateTime,
    userId,
    userDisplayName: person?.displayName ?? null,
    userPrincipalName: person?.userPrincipalName ?? null,
    appDisplayName: 'Office 365',
    ipAddress: null,
    clientAppUsed: 'Browser',
    isInteractive: true,
    status: { errorCode, failureReason: errorCode === 0 ? 'Other.' : FAILURES[errorCode], additionalDetails: null },
    location: { city: null, state: null, countryOrRegion: country, geoCoordinates: null },
  };
}

const FAILURES: Readonly<Record<number, string>> = {
  50072: 'User needs to enroll for second factor authentication.',
  50079: 'User needs to enroll for second factor authentication.',
  50126: 'Error validating credentials due to invalid username or password.',
};

function auditBody(entry: DirectoryAudit, { directory, registrations }: GraphContext): JsonObject {
  const by = entry.initiatedBy;
  return {
    id: entry.id,
    category: entry.category,
    correlationId: entry.id.split('_')[1] ?? entry.id,
    result: entry.result,
    resultReason: entry.resultReason,
    activityDisplayName: entry.activityDisplayName,
    activityDateTime: entry.activityDateTime,
    loggedByService: entry.loggedByService,
    operationType: entry.operationType,
    initiatedBy:
      'userId' in by
        ? {
            app: null,
            user: {
              id: by.userId,
              displayName: directory.find(by.userId)?.displayName ?? null,
              userPrincipalName: directory.find(by.userId)?.userPrincipalName ?? null,
              ipAddress: null,
            },
          }
        : {
            user: null,
            app: {
              appId: directory.audits.withoutAppId ? null : by.appId,
              displayName: registrations.find(by.appId)?.displayName ?? null,
              servicePrincipalId: registrations.find(by.appId)?.servicePrincipalId ?? null,
              servicePrincipalName: null,
            },
          },
    targetResources: [
      target(entry.targetId, directory, modifiedProperties(entry, directory)),
      ...entry.alsoNamed.map((id) => target(id, directory, [])),
    ],
    additionalDetails: [],
  };
}

function target(id: string, directory: Directory, modified: readonly JsonObject[]): JsonObject {
  const person = directory.find(id);
  return {
    id,
    displayName: person?.displayName ?? null,
    type: 'User',
    userPrincipalName: person?.userPrincipalName ?? null,
    groupType: null,
    modifiedProperties: modified,
  };
}

/** Values are JSON in a string. After the changed ones come what the log always adds. */
function modifiedProperties({ changes, targetId }: DirectoryAudit, directory: Directory): readonly JsonObject[] {
  if (changes.length === 0) return [];
  const added = (displayName: string, value: string) => ({
    displayName,
    oldValue: null,
    newValue: JSON.stringify(value),
  });
  return [
    ...changes.map(({ name, before, after }) => ({
      displayName: name,
      oldValue: before === undefined ? null : JSON.stringify(before),
      newValue: after === undefined ? null : JSON.stringify(after),
    })),
    added('Included Updated Properties', changes.map(({ name }) => name).join(', ')),
    added('TargetId.UserType', directory.find(targetId)?.userType ?? 'Member'),
  ];
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
