import type { Answer, Call } from '../http/call.js';
import type { DirectoryAudit } from '../directory/audits.js';
import type { Directory } from '../directory/directory.js';
import type { SignInEntry } from '../directory/signIns.js';
import type { JsonObject } from '../json.js';
import type { GraphContext } from './context.js';
import { queried } from './query.js';

export function directoryAudits(call: Call, context: GraphContext): Answer {
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

export function signIns(call: Call, context: GraphContext): Answer {
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
