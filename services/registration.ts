import type { Read } from './settings.js';

export type Credential =
  | { readonly kind: 'secret'; readonly secret: string; readonly setting: string }
  /** A PEM file that holds the certificate and its private key. */
  | { readonly kind: 'certificate'; readonly path: string; readonly setting: string }
  | { readonly kind: 'managedIdentity'; readonly clientId: string; readonly setting: string };

/** One app registration, and how it proves to be it. `setting` names the setting in errors, never the value. */
export interface Registration {
  readonly clientId: string;
  readonly setting: string;
  readonly credential: Credential;
}

/** The bot's registration and the one that resets, the same where no other is set; undefined where `faults` says why. */
export function readRegistrations(
  read: Read,
  faults: string[],
  warnings: string[],
): { readonly bot: Registration | undefined; readonly graph: Registration | undefined } {
  const managedIdentity = read('MANAGED_IDENTITY_CLIENT_ID');
  const registration = (
    setting: 'BOT_ID' | 'GRAPH_CLIENT_ID',
    names: typeof BOT_CREDENTIALS | typeof GRAPH_CREDENTIALS,
  ): Registration | undefined => {
    const clientId = read(setting);
    const credential = readCredential(read, faults, names, managedIdentity);
    return clientId === undefined || credential === undefined ? undefined : { clientId, setting, credential };
  };
  const bot = registration('BOT_ID', BOT_CREDENTIALS);
  if (read('GRAPH_CLIENT_ID') !== undefined) return { bot, graph: registration('GRAPH_CLIENT_ID', GRAPH_CREDENTIALS) };
  for (const name of GRAPH_CREDENTIALS)
    if (read(name) !== undefined) faults.push(`${name} is set without GRAPH_CLIENT_ID; set both or neither`);
  warnings.push(
    'GRAPH_CLIENT_ID is not set: the bot and the reset share one app registration; two are safer, so that a leaked bot secret resets nobody',
  );
  return { bot, graph: bot };
}

const BOT_CREDENTIALS = ['BOT_PASSWORD', 'BOT_CERTIFICATE'] as const;
const GRAPH_CREDENTIALS = ['GRAPH_CLIENT_SECRET', 'GRAPH_CERTIFICATE'] as const;

function readCredential(
  read: Read,
  faults: string[],
  [secretName, certificateName]: typeof BOT_CREDENTIALS | typeof GRAPH_CREDENTIALS,
  managedIdentity: string | undefined,
): Credential | undefined {
  const secret = read(secretName);
  const certificate = read(certificateName);
  const found: Credential[] = [];
  if (secret !== undefined) found.push({ kind: 'secret', secret, setting: secretName });
  if (certificate !== undefined) found.push({ kind: 'certificate', path: certificate, setting: certificateName });
  if (found.length === 0 && managedIdentity !== undefined)
    return { kind: 'managedIdentity', clientId: managedIdentity, setting: 'MANAGED_IDENTITY_CLIENT_ID' };
  if (found.length === 0)
    faults.push(
      `${secretName} is missing; make a secret in Entra admin centre › App registrations › Certificates & secrets and copy its Value, or set ${certificateName} or MANAGED_IDENTITY_CLIENT_ID`,
    );
  if (found.length > 1) faults.push(`${secretName} and ${certificateName} are both set; keep one`);
  return found[0];
}
