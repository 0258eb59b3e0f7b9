import { randomBytes, randomUUID } from 'node:crypto';
import type { JsonObject } from '../json.js';
import {
  emailId,
  type MethodType,
  methodTypes,
  passwordId,
  phoneIds,
  type PhoneType,
  type Preference,
} from './methodTypes.js';

/** A registered method: what all have, and what its type adds. */
export interface AuthenticationMethod {
  readonly type: MethodType;
  readonly id: string;
  readonly createdDateTime: string;
  readonly properties: Readonly<JsonObject>;
}

export interface NewMethod {
  readonly id?: string;
  readonly createdDateTime?: string;
  /** Properties of the type, over the made-up ones: `phoneNumber`, `phoneType`, `displayName`, … */
  readonly properties?: Readonly<JsonObject>;
}

/** A method as somebody would have registered it: plausible properties where none are given. */
export function newMethod(type: MethodType, given: NewMethod, now: Date): AuthenticationMethod {
  const properties = { ...madeUp[type](), ...given.properties };
  const id = given.id ?? (type === 'phone' ? phoneIds[properties.phoneType as PhoneType] : undefined) ?? newId(type);
  return { type, id, createdDateTime: given.createdDateTime ?? whole(now), properties };
}

/** As Graph writes it, `@odata.type` first. */
export function methodBody(method: AuthenticationMethod): JsonObject {
  return {
    '@odata.type': `#microsoft.graph.${methodTypes[method.type].odataType}`,
    id: method.id,
    ...(method.type === 'password' ? { createdDateTime: null } : { createdDateTime: method.createdDateTime }),
    ...method.properties,
  };
}

/** The preferences of sign-in that this method can serve. */
export function serves(method: AuthenticationMethod): readonly Preference[] {
  if (method.type === 'microsoftAuthenticator') return ['push', 'oath'];
  if (method.type === 'softwareOath' || method.type === 'hardwareOath') return ['oath'];
  if (method.id === phoneIds.mobile) return ['sms', 'voiceMobile'];
  if (method.id === phoneIds.alternateMobile) return ['voiceAlternateMobile'];
  return method.id === phoneIds.office ? ['voiceOffice'] : [];
}

const madeUp: Record<MethodType, () => JsonObject> = {
  password: () => ({ password: null }),
  phone: () => ({ phoneNumber: '+44 7700900000', phoneType: 'mobile', smsSignInState: 'notAllowedByPolicy' }),
  microsoftAuthenticator: () => ({
    displayName: 'Pixel 9',
    deviceTag: 'SoftwareTokenActivated',
    phoneAppVersion: '6.2501.0812',
  }),
  softwareOath: () => ({ secretKey: null }),
  fido2: () => ({
    displayName: 'Security key',
    aaGuid: '00000000-5a4d-4b0c-8000-000000000001',
    model: 'Sandbox key',
    attestationCertificates: [],
    attestationLevel: 'notAttested',
    passkeyType: 'deviceBound',
  }),
  windowsHelloForBusiness: () => ({ displayName: 'LAPTOP-0142', keyStrength: 'normal' }),
  platformCredential: () => ({ displayName: 'MacBook', keyStrength: 'normal', platform: 'macOS' }),
  email: () => ({ emailAddress: 'someone@mail.example' }),
  temporaryAccessPass: () => ({
    temporaryAccessPass: null,
    startDateTime: whole(new Date()),
    lifetimeInMinutes: 60,
    isUsableOnce: true,
    isUsable: true,
    methodUsabilityReason: 'EnabledByPolicy',
  }),
  external: () => ({ configurationId: randomUUID(), displayName: 'Adatum' }),
  hardwareOath: () => ({
    device: {
      id: randomUUID(),
      displayName: null,
      serialNumber: 'TOTP123456',
      manufacturer: 'Contoso',
      model: 'Hardware Token 1000',
      timeIntervalInSeconds: 30,
      status: 'activated',
      hashFunction: 'hmacsha1',
    },
  }),
  qrCodePin: () => ({
    standardQRCode: { id: randomUUID(), expireDateTime: '2027-12-31T12:00:00Z' },
    pin: { code: null, forceChangePinNextSignIn: false },
  }),
};

function newId(type: MethodType): string {
  if (type === 'password') return passwordId;
  if (type === 'email') return emailId;
  // Passkeys bear the credential's own id: URL-safe base64, no UUID.
  return type === 'fido2' || type === 'windowsHelloForBusiness' ? randomBytes(16).toString('base64url') : randomUUID();
}

function whole(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}
