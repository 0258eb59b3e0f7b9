import { createPublicKey } from 'node:crypto';
import { JwtTokenExtractor } from 'botframework-connector/lib/auth/jwtTokenExtractor.js';
import { z } from 'zod';
import type { Clock } from '../core/ports.js';

/** The keys that the Bot Framework signs its tokens with, as the SDK asks for them. */
export interface SigningKeys {
  /** Fails with {@link KeysUnavailable}, after five seconds at the latest; null for a key there is not. */
  getKey(id: string): Promise<SigningKey | null>;
  /** Rejects where no token could be verified now. */
  ready(): Promise<void>;
}

export interface SigningKey {
  /** PEM. */
  readonly key: string;
  /** Channels it may speak for. */
  readonly endorsements?: string[] | undefined;
}

/** Nobody can be told from a forger at the moment, so nobody is let in. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

const HOUR = 3_600_000;
/** Keys older than this verify nothing: Microsoft asks for a look once a day, and a revoked key must not live on. */
const USABLE = 24 * HOUR;
/** From here on they are read anew in the background: an outage at the twenty-fourth hour is then nobody's. */
const STALE = 12 * HOUR;
/** A token by a key that is not among them is worth a look once in an hour: anybody may send such tokens. */
const UNKNOWN_KEY = HOUR;
/** Milliseconds for both documents. */
const LIMIT = 5_000;
/** Milliseconds after a failure in which nobody asks again. */
const PAUSE = 2_000;

const configuration = z.object({ jwks_uri: z.url({ protocol: /^https$/ }) });
const keySet = z.object({
  keys: z.array(
    z.looseObject({ kid: z.string(), kty: z.string(), endorsements: z.array(z.string()).optional().catch(undefined) }),
  ),
});

/**
 * In place of the SDK's own reader, which waits for an answer without end, asks once for each token while there is
 * none, and does not look before the keys have run out (docs/decisions/0017).
 */
export function useSigningKeys(url: string, clock: Clock): SigningKeys {
  let kept: { readonly keys: ReadonlyMap<string, SigningKey>; readonly at: number } | undefined;
  let reading: Promise<void> | undefined;
  let failed: { readonly at: number; readonly error: KeysUnavailable } | undefined;

  // A clock that was set back makes them old as well.
  const age = (): number => (kept === undefined ? Infinity : Math.abs(clock.now() - kept.at));

  function refresh(): Promise<void> {
    if (failed !== undefined && Math.abs(clock.now() - failed.at) < PAUSE) return Promise.reject(failed.error);
    reading ??= read(url)
      .then((keys) => {
        kept = { keys, at: clock.now() };
      })
      .catch((cause: unknown) => {
        const error = new KeysUnavailable(`the Bot Framework’s keys could not be read from ${url}`, { cause });
        failed = { at: clock.now(), error };
        throw error;
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  }

  async function ready(): Promise<void> {
    if (age() >= USABLE) await refresh();
    else if (age() >= STALE) refresh().catch(() => undefined);
  }

  async function getKey(id: string): Promise<SigningKey | null> {
    await ready();
    if (kept?.keys.has(id) === false && age() >= UNKNOWN_KEY) await refresh();
    return kept?.keys.get(id) ?? null;
  }

  const keys = { getKey, ready };
  // Private to the SDK, and the only way: it takes an address and no reader (4.23.3, jwtTokenExtractor.js).
  const { openIdMetadataCache } = JwtTokenExtractor as unknown as { openIdMetadataCache: Map<string, SigningKeys> };
  openIdMetadataCache.set(url, keys);
  return keys;
}

async function read(url: string): Promise<ReadonlyMap<string, SigningKey>> {
  const signal = AbortSignal.timeout(LIMIT);
  const { jwks_uri: address } = configuration.parse(await json(url, signal));
  const { keys } = keySet.parse(await json(address, signal));
  return new Map(
    keys
      .filter(({ kty }) => kty === 'RSA')
      .map(({ kid, endorsements, ...key }) => [kid, { key: pem(key), ...(endorsements && { endorsements }) }]),
  );
}

async function json(url: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, { signal, redirect: 'error' });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

function pem(key: object): string {
  return createPublicKey({ key: { ...key }, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString();
}
