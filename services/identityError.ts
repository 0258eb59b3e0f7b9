import { LoggableError } from './log.js';
import type { Registration } from './registration.js';

/** No token. The message says why and what to do; it holds no secret. */
export class IdentityError extends LoggableError {
  override readonly name = 'IdentityError';
  constructor(
    message: string,
    /** Entra's `AADSTS…`, or `timeout`, `unreachable`, `certificate`, `refused`. */
    readonly code: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** Who asked for a token, and where. */
export interface SignIn {
  readonly registration: Registration;
  readonly tenantId: string;
  /** `https://login.microsoftonline.com`. */
  readonly loginUrl: string;
}

/** Why a sign-in failed and what to do about it, whatever was thrown. */
export function explained(error: unknown, signIn: SignIn): IdentityError {
  if (error instanceof IdentityError) return error;
  const code = /AADSTS\d{4,7}/.exec(error instanceof Error ? error.message : '')?.[0];
  if (code === undefined) return unanswered(signIn, codeOf(error), error);
  const advice = ADVICE[code]?.(signIn) ?? 'look the code up at https://login.microsoftonline.com/error';
  return new IdentityError(`Entra gives no token for ${signIn.registration.setting} (${code}): ${advice}`, code, error);
}

/** Entra, or what stands in for it, gave no answer in time or at all. */
export function unanswered({ loginUrl, registration }: SignIn, code: string, cause?: unknown): IdentityError {
  const source = registration.credential.kind === 'managedIdentity' ? 'The managed identity service' : loginUrl;
  return new IdentityError(
    `${source} gave no token for ${registration.setting}; check the network, the proxy and LOGIN_URL`,
    code,
    cause,
  );
}

/** What an operator can do about it. Source: Entra's list of AADSTS codes. */
const ADVICE: Readonly<Record<string, (signIn: SignIn) => string>> = {
  AADSTS7000215: ({ registration: { credential } }) =>
    `${credential.setting} is not a secret of this application, or has expired; make a new one in Entra admin centre › App registrations › Certificates & secrets and copy its Value`,
  AADSTS7000222: ({ registration: { credential } }) =>
    `${credential.setting} has expired; make a new one in Entra admin centre › App registrations › Certificates & secrets`,
  AADSTS700016: ({ registration: { setting }, tenantId }) =>
    `there is no application ${setting} in tenant ${tenantId}; check both ids and that an administrator consented`,
  AADSTS7000229: ({ tenantId }) =>
    `the application has no service principal in tenant ${tenantId}; let an administrator consent to it`,
  AADSTS700027: ({ registration: { credential } }) =>
    `the certificate in ${credential.setting} is not registered; upload it in Entra admin centre › App registrations › Certificates & secrets`,
  AADSTS90002: ({ tenantId }) => `there is no tenant ${tenantId}; copy TENANT_ID from Entra admin centre › Overview`,
  AADSTS500011: () => 'the resource is not known in this tenant; check CLOUD and GRAPH_URL',
  AADSTS70021: ({ registration: { credential } }) =>
    `the application does not trust the managed identity in ${credential.setting}; add a federated credential for it`,
  AADSTS700213: ({ registration: { credential } }) =>
    `the application does not trust the managed identity in ${credential.setting}; add a federated credential for it`,
};

function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause)
    if (at.name === 'TimeoutError' || at.name === 'AbortError') return 'timeout';
  return 'unreachable';
}
