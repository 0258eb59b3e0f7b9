import { IntlMessageFormat } from 'intl-messageformat';
import { kept } from './kept.js';
import en from './strings/en.json' with { type: 'json' };

export type Key = keyof typeof en;
type Values = Readonly<Record<string, string | number>>;

/** A person's language, and how it writes times and lists. People's words in `values` pass `userText` first. */
export interface Translate {
  (key: Key, values?: Values): string;
  /** BCP 47, one that there are strings for. */
  readonly locale: string;
  /** IANA name; undefined when unknown: then times are in UTC, and say so. */
  readonly timeZone: string | undefined;
}

/** Strings by language. A language that is missing here is answered in English. */
const languages: Readonly<Record<string, Readonly<Record<Key, string>>>> = { en };
const FALLBACK = 'en';

/** A client may say any of a hundred thousand tags and zones. */
const translators = kept<Translate>(200);

export function translator(locale?: string, timeZone?: string): Translate {
  const tag = supported(locale);
  const zone = validZone(timeZone);
  return translators(`${tag} ${zone ?? ''}`, () => build(tag, zone));
}

/** The languages there are strings for, each named in itself and with its tag, in one line. */
export function languagesOffered(locale: string): string {
  const named = Object.keys(languages).map((tag) => `${nameOf(tag)} (${tag})`);
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(named);
}

/** The tag in its proper spelling where there are strings for its language: `en-us` is `en-US`. */
export function languageOffered(tag: string): string | undefined {
  try {
    const [proper] = Intl.DateTimeFormat.supportedLocalesOf(tag);
    return proper !== undefined && Object.hasOwn(languages, languageOf(proper)) ? proper : undefined;
  } catch {
    return undefined;
  }
}

function nameOf(tag: string): string {
  return new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
}

function build(locale: string, timeZone: string | undefined): Translate {
  const strings = languages[languageOf(locale)] ?? en;
  const formats = new Map<Key, IntlMessageFormat>();
  const translate = (key: Key, values?: Values): string => {
    let format = formats.get(key);
    if (format === undefined) {
      format = new IntlMessageFormat(strings[key], locale, undefined, { ignoreTag: true });
      formats.set(key, format);
    }
    return String(format.format(values));
  };
  return Object.assign(translate, { locale, timeZone });
}

/** Keeps the region (en-GB writes 24 Nov, 10:42) where the language is known. */
function supported(locale: string | undefined): string {
  return languageOffered(locale ?? FALLBACK) ?? FALLBACK;
}

function languageOf(tag: string): string {
  return new Intl.Locale(tag).language;
}

function validZone(timeZone: string | undefined): string | undefined {
  try {
    return timeZone === undefined ? undefined : new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
