import { randomBytes, randomUUID } from 'node:crypto';

export interface Secret {
  readonly value: string;
  readonly expiresAt?: Date;
}

/** An app registration with its service principal in the one tenant. */
export interface Registration {
  readonly appId: string;
  readonly displayName: string;
  /** Object id of the application. */
  readonly applicationId: string;
  /** Object id of the service principal; `oid` in its tokens. */
  readonly servicePrincipalId: string;
  secrets: readonly Secret[];
  /** PEM certificates whose keys may sign client assertions. */
  certificates: readonly string[];
  /** Application permissions granted on Graph. */
  graphRoles: readonly string[];
  /** Directory object ids. */
  owners: readonly string[];
  /** Where an authorization code may be sent. */
  redirectUris: readonly string[];
}

export type NewRegistration = Partial<Registration> & { readonly displayName: string };

/** The tenant's app registrations. */
export class Registrations {
  readonly #byAppId = new Map<string, Registration>();

  get all(): readonly Registration[] {
    return [...this.#byAppId.values()];
  }

  /** Ids and a secret are made up where none are given. */
  add(given: NewRegistration): Registration {
    const registration: Registration = {
      appId: randomUUID(),
      applicationId: randomUUID(),
      servicePrincipalId: randomUUID(),
      secrets: [{ value: newSecret() }],
      certificates: [],
      graphRoles: [],
      owners: [],
      redirectUris: [],
      ...given,
    };
    this.#byAppId.set(registration.appId.toLowerCase(), registration);
    return registration;
  }

  find(appId: string): Registration | undefined {
    return this.#byAppId.get(appId.toLowerCase());
  }
}

export function newSecret(): string {
  return randomBytes(30).toString('base64url');
}

/** Every application permission the reset needs, by the granular names: tier 0 where there is no other. */
export const resetRoles: readonly string[] = [
  'User.Read.All',
  'GroupMember.Read.All',
  'Application.Read.All',
  'RoleManagement.Read.Directory',
  'PrivilegedEligibilitySchedule.Read.AzureADGroup',
  'UserAuthenticationMethod.ReadWrite.All',
  'User.RevokeSessions.All',
  'User.EnableDisableAccount.All',
  'AuditLog.Read.All',
  'Directory.Read.All',
  'MailboxSettings.Read',
  'Presence.Read.All',
  'Mail.Send',
  'AppCatalog.Read.All',
  'TeamsAppInstallation.ReadWriteSelfForUser.All',
];
