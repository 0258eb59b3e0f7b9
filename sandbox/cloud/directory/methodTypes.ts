/** Every kind of authentication method, and where Graph keeps it. Source: Graph reference, authenticationMethod and its subtypes. */
export interface MethodKind {
  readonly odataType: string;
  readonly collection: string;
  /** Where it can be listed and deleted; what is `beta` here, v1.0 does not show. */
  readonly version: 'v1.0' | 'beta';
  /** The granular application permission that may delete it; none may delete a password. */
  readonly granularRole: string | undefined;
  /** The word userRegistrationDetails has for it. */
  readonly registeredAs: string | undefined;
  /** Whether it can be, or stands in the way of, the default second factor. */
  readonly secondFactor: boolean;
}

export type MethodType = keyof typeof methodTypes;

const granular = (name: string) => `UserAuthMethod-${name}.ReadWrite.All`;

export const methodTypes = {
  password: {
    odataType: 'passwordAuthenticationMethod',
    collection: 'passwordMethods',
    version: 'v1.0',
    granularRole: undefined,
    registeredAs: undefined,
    secondFactor: false,
  },
  phone: {
    odataType: 'phoneAuthenticationMethod',
    collection: 'phoneMethods',
    version: 'v1.0',
    granularRole: granular('Phone'),
    registeredAs: 'mobilePhone',
    secondFactor: true,
  },
  microsoftAuthenticator: {
    odataType: 'microsoftAuthenticatorAuthenticationMethod',
    collection: 'microsoftAuthenticatorMethods',
    version: 'v1.0',
    granularRole: granular('MicrosoftAuthApp'),
    registeredAs: 'microsoftAuthenticatorPush',
    secondFactor: true,
  },
  softwareOath: {
    odataType: 'softwareOathAuthenticationMethod',
    collection: 'softwareOathMethods',
    version: 'v1.0',
    granularRole: granular('SoftwareOATH'),
    registeredAs: 'softwareOneTimePasscode',
    secondFactor: true,
  },
  fido2: {
    odataType: 'fido2AuthenticationMethod',
    collection: 'fido2Methods',
    version: 'v1.0',
    granularRole: granular('Passkey'),
    registeredAs: 'passKeyDeviceBound',
    secondFactor: false,
  },
  windowsHelloForBusiness: {
    odataType: 'windowsHelloForBusinessAuthenticationMethod',
    collection: 'windowsHelloForBusinessMethods',
    version: 'v1.0',
    granularRole: granular('WindowsHello'),
    registeredAs: 'windowsHelloForBusiness',
    secondFactor: false,
  },
  platformCredential: {
    odataType: 'platformCredentialAuthenticationMethod',
    collection: 'platformCredentialMethods',
    version: 'v1.0',
    granularRole: granular('PlatformCred'),
    registeredAs: 'macOsSecureEnclaveKey',
    secondFactor: false,
  },
  email: {
    odataType: 'emailAuthenticationMethod',
    collection: 'emailMethods',
    version: 'v1.0',
    granularRole: granular('Email'),
    registeredAs: 'email',
    secondFactor: false,
  },
  temporaryAccessPass: {
    odataType: 'temporaryAccessPassAuthenticationMethod',
    collection: 'temporaryAccessPassMethods',
    version: 'v1.0',
    granularRole: granular('TAP'),
    registeredAs: 'temporaryAccessPass',
    secondFactor: false,
  },
  external: {
    odataType: 'externalAuthenticationMethod',
    collection: 'externalAuthenticationMethods',
    version: 'v1.0',
    granularRole: granular('External'),
    registeredAs: 'externalAuthenticationMethod',
    secondFactor: false,
  },
  hardwareOath: {
    odataType: 'hardwareOathAuthenticationMethod',
    collection: 'hardwareOathMethods',
    version: 'beta',
    granularRole: granular('HardwareOATH'),
    registeredAs: 'hardwareOneTimePasscode',
    secondFactor: true,
  },
  qrCodePin: {
    odataType: 'qrCodePinAuthenticationMethod',
    collection: 'qrCodePinMethod',
    version: 'beta',
    granularRole: granular('QR'),
    registeredAs: 'qrCodePin',
    secondFactor: false,
  },
} as const satisfies Record<string, MethodKind>;

export type PhoneType = 'mobile' | 'alternateMobile' | 'office';

/** A user's phones always bear these ids, whatever the number. */
export const phoneIds: Readonly<Record<PhoneType, string>> = {
  mobile: '3179e48a-750b-4051-897c-87b9720928f7',
  alternateMobile: 'b6332ec1-7057-4abe-9331-3d72feddfe41',
  office: 'e37fc753-ff3b-4958-9484-eaa9425c82bc',
};

export const passwordId = '28c10230-6103-485e-b985-444c60001490';

/** Of the e-mail method, for everybody (docs: emailAuthenticationMethod). */
export const emailId = '3ddfcfc8-9383-446f-83cc-3ab9be4be18f';

export type Preference = 'push' | 'oath' | 'voiceMobile' | 'voiceAlternateMobile' | 'voiceOffice' | 'sms';

export const preferences: readonly Preference[] = [
  'push',
  'oath',
  'voiceMobile',
  'voiceAlternateMobile',
  'voiceOffice',
  'sms',
];
