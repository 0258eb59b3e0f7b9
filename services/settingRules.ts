import { z } from 'zod';
import type { StoreLocation } from './store/location.js';

// What a setting's text may be, and what it means. Each rule's message ends the sentence "NAME …".

export const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
export const MAKE_KEY = `node -e "console.log(require('crypto').randomBytes(32).toString('base64url'))"`;

export const text = z.string();
export const guid = text.regex(GUID, 'is not a GUID').transform((id) => id.toLowerCase());
export const key = text.min(32, `is shorter than 32 characters; make one with: ${MAKE_KEY}`);
export const port = text
  .regex(/^\d{1,5}$/, 'is not a port number')
  .transform(Number)
  .refine((number) => number > 0 && number < 65_536, 'is not a port number');
export const mailbox = text.regex(/^[^\s@]+@[^\s@]+$/, 'is not a mail address');
export const flag = text.transform((given) => !/^(0|false|no|off)$/i.test(given));
export const url = custom(urlFrom);
export const root = url.transform((given) => given.replace(/\/+$/, ''));
/** Compared letter by letter with a token's issuer, so not normalised. */
export const issuer = text.refine(isHttps, 'is not an https URL');
export const storeLocation = custom(storeFrom);
/** Hosts or https URLs, comma-separated. */
export const serviceUrls = custom(serviceUrlsFrom);

export function oneOf<const T extends string>(values: readonly T[]) {
  return text.toLowerCase().pipe(z.enum(values as [T, ...T[]], { error: `is not one of ${values.join(', ')}` }));
}

/** What a text means, or what is wrong with it. */
type Reading<T> = { readonly value: T } | { readonly problem: string };

function custom<T>(meaning: (given: string) => Reading<T>) {
  return z.string().transform((given, context): T => {
    const reading = meaning(given);
    if ('value' in reading) return reading.value;
    context.issues.push({ code: 'custom', message: reading.problem, input: '' });
    return z.NEVER;
  });
}

function isHttps(given: string): boolean {
  return URL.canParse(given) && new URL(given).protocol === 'https:';
}

function urlFrom(given: string): Reading<string> {
  if (!isHttps(given)) return { problem: 'is not an https URL' };
  const found = new URL(given);
  if (found.username || found.password || found.search || found.hash)
    return { problem: 'must be a plain https URL, without user, query or fragment' };
  return { value: found.href };
}

function storeFrom(given: string): Reading<StoreLocation> {
  if (/^postgres(ql)?:/i.test(given)) return postgresFrom(given);
  const path = /^file:(?:\/\/(?=\/))?(.+)$/.exec(given)?.[1];
  if (path === undefined || path.startsWith('//'))
    return { problem: 'is neither a file URL, such as file:./data or file:/var/lib/mfa-reset, nor a postgres:// URL' };
  return { value: { kind: 'file', path } };
}

function postgresFrom(given: string): Reading<StoreLocation> {
  const example = 'postgres://user:password@host/database?sslmode=verify-full';
  const { hostname, pathname, searchParams } = URL.canParse(given) ? new URL(given) : new URL('postgres:');
  if ((hostname === '' && !searchParams.has('host')) || pathname.length < 2)
    return {
      problem: `does not name a host and a database; write ${example} and encode what is special in a password`,
    };
  const sslmode = searchParams.get('sslmode') ?? 'disable';
  if (!['disable', 'no-verify', 'verify-full'].includes(sslmode))
    return { problem: 'has an sslmode that checks less than it seems to; write sslmode=verify-full' };
  return { value: { kind: 'postgres', url: given } };
}

function serviceUrlsFrom(given: string): Reading<readonly string[]> {
  const urls = given
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => (entry.includes('://') || isHost(entry) ? entry : `https://${entry}`));
  if (urls.length === 0 || urls.some((entry) => !(isHost(entry) || isHttps(entry)) || /[?#@*]/.test(entry)))
    return { problem: 'is not a list of hosts or https URLs, separated by commas' };
  return {
    value: urls.map((entry) => (isHost(entry) ? entry.toLowerCase() : new URL(entry).href.replace(/\/*$/, '/'))),
  };
}

function isHost(given: string): boolean {
  return /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(given);
}
