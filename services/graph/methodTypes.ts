import type { Version } from './client.js';
import { path, type GraphPath } from './path.js';

/** The ids of the three phone methods are the same for every user. */
export const PHONE_IDS = {
  mobile: '3179e48a-750b-4051-897c-87b9720928f7',
  alternateMobile: 'b6332ec1-7057-4abe-9331-3d72feddfe41',
  office: 'e37fc753-ff3b-4958-9484-eaa9425c82bc',
} as const;

interface MethodType {
  readonly version: Version;
  readonly at: (userId: string, id: string) => GraphPath;
  /** What is deleted, where it is not the method itself. */
  readonly deleteAt?: (userId: string, id: string) => GraphPath;
  /** What tells one method from another of the same id, besides the time it was made. */
  readonly identifiedBy: readonly string[];
}

/**
 * Every type this version can delete; source: Graph's reference, `authenticationMethod` and its kin.
 * An unknown type is left in place by the plan. A password is not here: Graph never deletes one.
 */
export const METHOD_TYPES = {
  phoneAuthenticationMethod: {
    version: 'v1.0',
    at: (userId, id) => path`/users/${userId}/authentication/phoneMethods/${id}`,
    identifiedBy: ['phoneNumber'],
  },
  microsoftAuthenticatorAuthenticationMethod: {
    version: 'v1.0',
    at: (userId, id) => path`/users/${userId}/authentication/microsoftAuthenticatorMethods/${id}`,
    identifiedBy: [],
  },
  softwareOathAuthenticationMethod: {
    version: 'v1.0',
    at: (userId, id) => path`/users/${userId}/authentication/softwareOathMethods/${id}`,
    identifiedBy: [],
  },
  fido2AuthenticationMethod: {
    version: 'v1.0',
    at: (userId, id) => path`/users/${userId}/authentication/fido2Methods/${id}`,
    identifiedBy: ['aaGuid'],
  },
  windowsHelloForBusinessAuthenticationMethod: {
    version: 'v1.0',
    at: (userId, id) => path`/users/${userId}/authentication/windowsHelloForBusinessMethods/${id}`,
    identifiedBy: [],
  },
  platformCredentialAuthenticationMethod: {
    version: 'v1.0',
    at: (userId, id) => path`/users/${userId}/authentication/platformCredentialMethods/${id}`,
    identifiedBy: [],
  },
  emailAuthenticationMethod: {
    version: 'v1.0',
    at: (userId, id) => path`/users/${userId}/authentication/emailMethods/${id}`,
    identifiedBy: ['emailAddress'],
  },
  temporaryAccessPassAuthenticationMethod: {
    version: 'v1.0',
    at: (userId, id) => path`/users/${userId}/authentication/temporaryAccessPassMethods/${id}`,
    identifiedBy: ['startDateTime'],
  },
  externalAuthenticationMethod: {
    version: 'v1.0',
    at: (userId, id) => path`/users/${userId}/authentication/externalAuthenticationMethods/${id}`,
    deleteAt: (userId, id) => path`/users/${userId}/authentication/externalAuthenticationMethods/${id}/$ref`,
    identifiedBy: ['configurationId'],
  },
  // Taken off the user; the token stays in the tenant.
  hardwareOathAuthenticationMethod: {
    version: 'beta',
    at: (userId, id) => path`/users/${userId}/authentication/hardwareOathMethods/${id}`,
    identifiedBy: [],
  },
  qrCodePinAuthenticationMethod: {
    version: 'beta',
    at: (userId) => path`/users/${userId}/authentication/qrCodePinMethod`,
    identifiedBy: [],
  },
} as const satisfies Record<string, MethodType>;

export type DeletableType = keyof typeof METHOD_TYPES;

export function methodType(type: string): MethodType | undefined {
  return Object.hasOwn(METHOD_TYPES, type) ? METHOD_TYPES[type as DeletableType] : undefined;
}
