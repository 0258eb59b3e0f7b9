import type { Activity } from 'botbuilder';
import { z } from 'zod';

/**
 * An activity as the bot and the SDK read it, from JSON that passed the gate; undefined where it is none. Microsoft
 * vouches for who sent it, not for its shape: what is not read here is left out, and what is of another kind counts
 * as not there.
 */
export function readActivity(json: object): Activity | undefined {
  return isShallow(json, MAX_DEPTH) ? (schema.safeParse(wellFormed(json)).data as Activity | undefined) : undefined;
}

/** Teams' cards and their data are six levels deep. Anything that walks the value may then do so without a limit of its own. */
const MAX_DEPTH = 40;

/** Goes into paths and keys. */
const id = z.string().regex(/^[\x21-\x7e]{1,500}$/);
const short = z.string().max(1_000);
const maybe = <T extends z.ZodType>(type: T) => type.optional().catch(undefined);
const date = z.string().max(40).pipe(z.coerce.date());

const account = z.object({ id: id.catch('unknown'), name: short.catch('') });

const schema = z.object({
  type: short.min(1),
  id: maybe(id),
  timestamp: maybe(date),
  localTimestamp: maybe(date),
  localTimezone: maybe(short),
  locale: maybe(short),
  channelId: id,
  serviceUrl: id,
  from: account.extend({ aadObjectId: maybe(z.guid().toLowerCase()) }).catch({ id: 'unknown', name: '' }),
  recipient: account.catch({ id: 'unknown', name: '' }),
  conversation: z.object({ id, conversationType: maybe(short), isGroup: maybe(z.boolean()), tenantId: maybe(id) }),
  replyToId: maybe(id),
  text: maybe(z.string()),
  name: maybe(short),
  action: maybe(short),
  membersAdded: maybe(z.array(account).max(1_000)),
  value: z.unknown().optional(),
});

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((item) => isShallow(item, depth - 1));
}

/** Without NUL and halves of characters, which no database stores and no address holds; without `__proto__`. */
function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(LONE_SURROGATES, '\ufffd').replaceAll('\0', '');
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(wellFormed);
  const entries = Object.entries(value).filter(([key]) => key !== '__proto__');
  return Object.fromEntries(entries.map(([key, item]) => [key, wellFormed(item)]));
}

const LONE_SURROGATES = /\p{Cs}/gu;
