import { decodeJwt, decodeProtectedHeader } from 'jose';

/** What an activity has to prove before any SDK sees its token. */
export interface GateSettings {
  readonly botId: string;
  readonly tenantId: string;
  /** `https://api.botframework.com` in the public cloud. */
  readonly botTokenIssuer: string;
  /** Connectors that may be answered: https prefixes, or bare hosts on any port. */
  readonly serviceUrls: readonly string[];
}

/** Why somebody is turned away: for the log and the counter, never for the answer. */
export type Denial =
  | 'noToken'
  | 'unreadableToken'
  | 'algorithm'
  | 'issuer'
  | 'audience'
  | 'serviceUrlClaim'
  | 'serviceUrlNotAllowed'
  | 'channel'
  | 'tenant'
  | 'noIdentity';

/** The parts of an activity that the gate reads. Anything may be missing or of another type. */
export interface Incoming {
  readonly type?: unknown;
  readonly channelId?: unknown;
  readonly serviceUrl?: unknown;
  readonly from?: unknown;
  readonly conversation?: unknown;
  readonly channelData?: unknown;
}

/**
 * The SDK alone is not a sufficient gate: it takes tokens of other issuers, skips its serviceUrl and
 * channel checks where those fields are empty, and does not look at the tenant (docs/decisions/0003).
 * The claims read here are believed only because the SDK verifies the same token's signature right after.
 */
export function denial(
  authorization: string | undefined,
  activity: Incoming,
  settings: GateSettings,
): Denial | undefined {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '')?.[1];
  if (token === undefined) return 'noToken';
  let algorithm: unknown;
  let claims: Readonly<Record<string, unknown>>;
  try {
    algorithm = decodeProtectedHeader(token).alg;
    claims = decodeJwt(token);
  } catch {
    return 'unreadableToken';
  }
  if (algorithm !== 'RS256') return 'algorithm';
  if (claims['iss'] !== settings.botTokenIssuer) return 'issuer';
  if (claims['aud'] !== settings.botId) return 'audience';
  const { serviceUrl, channelId } = activity;
  const claimed = claims['serviceurl'] ?? claims['serviceUrl'];
  if (typeof serviceUrl !== 'string' || serviceUrl === '' || claimed !== serviceUrl) return 'serviceUrlClaim';
  if (!isAllowed(serviceUrl, settings.serviceUrls)) return 'serviceUrlNotAllowed';
  if (channelId !== 'msteams') return 'channel';
  const tenants = tenantsOf(activity);
  if (tenants.length === 0 || tenants.some((tenant) => tenant !== settings.tenantId)) return 'tenant';
  // An install or a roster event may come without a sender's object id; it then acts for nobody.
  const acts = activity.type === 'message' || activity.type === 'invoke';
  return acts && !OBJECT_ID.test(text(activity.from, 'aadObjectId') ?? '') ? 'noIdentity' : undefined;
}

const OBJECT_ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * Whether the bot's token may go there: https, the listed host, below the listed path where one is listed. Only as an
 * address is written plainly: what reads it later must not read another one (`\\`, `..`, `@`, tabs, other alphabets).
 */
export function isAllowed(serviceUrl: string, allowed: readonly string[]): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const { protocol, origin, hostname, pathname, username, password, search, hash, href } = new URL(serviceUrl);
  if (href !== serviceUrl && href !== `${serviceUrl}/`) return false;
  if (protocol !== 'https:' || username !== '' || password !== '' || search !== '' || hash !== '') return false;
  return allowed.some((entry) => {
    if (!entry.includes('://')) return hostname === entry;
    const permitted = new URL(entry);
    return origin === permitted.origin && `${pathname}/`.startsWith(permitted.pathname);
  });
}

/** Every tenant the activity names: all of them must be ours. */
function tenantsOf({ conversation, channelData, from }: Incoming): readonly string[] {
  const tenant = isRecord(channelData) ? channelData['tenant'] : undefined;
  return [text(conversation, 'tenantId'), text(tenant, 'id'), text(from, 'tenantId')]
    .filter((id) => id !== undefined)
    .map((id) => id.toLowerCase());
}

function text(value: unknown, key: string): string | undefined {
  const found = isRecord(value) ? value[key] : undefined;
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
