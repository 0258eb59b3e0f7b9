import type { MethodOutcome, ResetRun } from '../core/request.js';
import type { Key, Translate } from './strings.js';
import { userText } from './userText.js';

/** Graph's types without the prefix, in the words of the user's own security-info page. */
const kinds: Readonly<Record<string, Key>> = {
  phoneAuthenticationMethod: 'method.phone',
  microsoftAuthenticatorAuthenticationMethod: 'method.authenticator',
  softwareOathAuthenticationMethod: 'method.softwareOath',
  hardwareOathAuthenticationMethod: 'method.hardwareOath',
  fido2AuthenticationMethod: 'method.passkey',
  windowsHelloForBusinessAuthenticationMethod: 'method.windowsHello',
  platformCredentialAuthenticationMethod: 'method.platformCredential',
  emailAuthenticationMethod: 'method.email',
  temporaryAccessPassAuthenticationMethod: 'method.temporaryAccessPass',
  externalAuthenticationMethod: 'method.external',
  qrCodePinAuthenticationMethod: 'method.qrCode',
};

export const METHOD_KINDS: readonly string[] = Object.keys(kinds);

export function methodName(type: string, t: Translate): string {
  const key = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  return key === undefined ? t('method.other', { type: userText(type, 80) }) : t(key);
}

/** Method by method, what went and what stayed. For IT and whoever repairs it; never for the requester. */
export function methodLines(run: ResetRun | undefined, t: Translate): readonly string[] {
  const line = (type: string, outcome: MethodOutcome | 'unknown'): string =>
    t('method.line', { method: methodName(type, t), outcome: t(`outcome.${outcome}`) });
  return [
    ...(run?.pins.map(({ type, outcome }) => line(type, outcome)) ?? []),
    ...(run?.unknown.map((type) => line(type, 'unknown')) ?? []),
  ];
}
