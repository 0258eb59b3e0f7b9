import { pino, type DestinationStream } from 'pino';
import type { Log } from '../core/ports.js';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** An error of ours: its message holds no secrets and no personal data, so the log may keep it. */
export abstract class LoggableError extends Error {
  /** Written out by each class: a bundler may rename the class itself. */
  abstract override readonly name: string;
}

/**
 * Lines of JSON on `stream` (default: stdout). Callers log ids and codes; what slips in beside them is
 * taken out here: personal fields by their names, addresses, numbers and tokens by their looks, and the
 * messages of foreign errors, which quote whatever they choked on.
 */
export function createLog(level: LogLevel, stream?: DestinationStream): Log {
  const log = pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // A second net, should a call ever get past `clean`.
      redact: { paths: [...PERSONAL].flatMap((key) => [key, `*.${key}`]), censor: REDACTED },
    },
    stream ?? pino.destination(1),
  );
  return {
    info: (data, message) => {
      log.info(clean(data), scrub(message));
    },
    warn: (data, message) => {
      log.warn(clean(data), scrub(message));
    },
    error: (data, message) => {
      log.error(clean(data), scrub(message));
    },
  };
}

const REDACTED = '[redacted]';
const MAX_DEPTH = 5;
const MAX_ITEMS = 50;
const MAX_TEXT = 2_000;

/** Fields that hold people, their words, or keys. */
const PERSONAL: ReadonlySet<string> = new Set(
  [
    'name displayName givenName surname title phone phoneNumber mobilePhone businessPhones hours',
    'mail mails otherMails email emailAddress address addresses userPrincipalName upn subject',
    'justification text note question answer comment body html content detail',
    'authorization token accessToken idToken assertion secret clientSecret password privateKey cookie link url',
  ].flatMap((line) => line.split(' ')),
);

const LOOKS_PERSONAL: readonly RegExp[] = [
  /eyJ[\w-]{8,}(?:\.[\w-]*){1,4}/g, // a JSON web token
  /\bBearer\s+\S+/gi,
  /[^\s@"'<>()[\]{},;:=]+@[^\s@"'<>()[\]{},;:=]+/g, // an address or sign-in name
  /\+\d[\d ().-]{5,}\d/g, // a phone number in international form
];

function scrub(text: string): string {
  return LOOKS_PERSONAL.reduce((left, pattern) => left.replace(pattern, REDACTED), text.slice(0, MAX_TEXT));
}

function clean(value: object): object {
  return cleanValue(value, 0) as object;
}

function cleanValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return scrub(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return cleanError(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (depth >= MAX_DEPTH) return '[deep]';
  if (Array.isArray(value)) return (value as unknown[]).slice(0, MAX_ITEMS).map((item) => cleanValue(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, unknown>>)
      .slice(0, MAX_ITEMS)
      .map(([key, item]) => [key, PERSONAL.has(key) && item !== undefined ? REDACTED : cleanValue(item, depth + 1)]),
  );
}

/** Codes and the place in the source; the words only where they are ours. */
function cleanError(error: Error, depth: number): object {
  const codes = ['code', 'status', 'statusCode', 'requestId', 'clientRequestId', 'retryAfterMs'] as const;
  const from = error as Error & Partial<Record<(typeof codes)[number], unknown>>;
  const found: Readonly<Record<string, unknown>> = Object.fromEntries(
    codes.map((key) => [key, word(from[key])] as const).filter(([, value]) => value !== undefined),
  );
  return {
    type: word(error.name) ?? 'Error',
    ...(error instanceof LoggableError ? { message: scrub(error.message) } : {}),
    ...found,
    stack: frames(error),
    ...(error.cause instanceof Error && depth < MAX_DEPTH ? { cause: cleanError(error.cause, depth + 1) } : {}),
  };
}

/** A code has no spaces and no @: anything else may be a sentence with somebody in it. */
function word(value: unknown): string | number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^[\w.:-]{1,80}$/.test(value) ? value : undefined;
}

function frames(error: Error): readonly string[] {
  const stack = error.stack ?? '';
  const message = stack.indexOf(error.message);
  return stack
    .slice(error.message !== '' && message !== -1 ? message + error.message.length : 0)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim());
}
