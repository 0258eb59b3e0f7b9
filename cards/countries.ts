import { kept } from './kept.js';
import type { Translate } from './strings.js';

/** Countries by their ISO 3166 codes, in the reader's language. What is no code says nothing. */
export function countries(codes: readonly string[], t: Translate): string {
  const names = codes.flatMap((code) => (/^[A-Z]{2}$/u.test(code) ? [namesIn(t.locale).of(code) ?? code] : []));
  return names.length === 0
    ? t('fact.noCountry')
    : new Intl.ListFormat(t.locale, { type: 'conjunction' }).format(names);
}

const known = kept<Intl.DisplayNames>(50);

function namesIn(locale: string): Intl.DisplayNames {
  return known(locale, () => new Intl.DisplayNames(locale, { type: 'region' }));
}
