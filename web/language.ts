import { languageOffered, translator, type Translate } from '../cards/strings.js';

/**
 * The first language of an Accept-Language header that there are strings for, else English. Regions are left out:
 * a translator is kept for each locale it was asked for, and anybody may ask for any.
 */
export function preferred(header: string | undefined): Translate {
  const languages = (header ?? '')
    .split(',', MOST_RANGES)
    .map((range) => RANGE.exec(range.trim())?.groups)
    .flatMap((groups) => (groups?.language === undefined ? [] : [{ language: groups.language, q: groups.q ?? '1' }]))
    .filter(({ q }) => Number(q) > 0)
    .toSorted((one, other) => Number(other.q) - Number(one.q))
    .map(({ language }) => language.toLowerCase());
  return translator(languages.find((language) => languageOffered(language) !== undefined));
}

/** Which way a language is written. */
export function direction(locale: string): 'ltr' | 'rtl' {
  return /^(ar|fa|he|ur)\b/u.test(locale) ? 'rtl' : 'ltr';
}

/** Browsers send a handful; 15 KB of them cost 40 ms. */
const MOST_RANGES = 20;
const RANGE = /^(?<language>[a-z]{2,3})(-[a-z\d-]+)?(\s*;\s*q=(?<q>[\d.]+))?$/iu;
