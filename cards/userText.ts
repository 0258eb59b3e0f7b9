import type { Person } from '../core/request.js';

/** Longest name, title or department that is shown, in code points. */
const NAME_LENGTH = 80;
/** Longest justification, reason or answer that is shown; what is stored is no longer. */
export const WORDS_LENGTH = 500;

/**
 * A person's own words, safe to show: one line, nothing invisible, nothing that turns the text around,
 * at most `max` code points. Only for TextRuns, summaries and plain mail: Markdown is left as it is.
 */
export function userText(text: string, max: number): string {
  // A cut before the expressions, so that a megabyte costs no more than a page.
  const readable = text
    .slice(0, max * 8)
    .normalize('NFC')
    // A zero-width character that counts as white space.
    .replace(/\ufeff/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(INVISIBLE, '')
    .replace(/ {2,}/gu, ' ')
    .replace(STACKED_MARKS, '$1')
    // Teams' renderer computes {{DATE(…)}} and {{TIME(…)}} in TextRuns too.
    .replace(/\{\{(?=DATE\(|TIME\()/gu, '{ {')
    .trim();
  const points = Array.from(readable);
  return points.length <= max
    ? readable
    : `${points
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}

/**
 * Control and format characters (bidi marks, overrides, isolates, zero-width, soft hyphen, tags),
 * private use, lone surrogates, and the fillers that draw nothing.
 */
const INVISIBLE = new RegExp(
  [
    String.raw`(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]`,
    // Joiners stay where they belong: Persian words and emoji families are made with them.
    String.raw`(?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d]`,
    String.raw`[\u200c\u200d](?![\p{L}\p{Extended_Pictographic}])`,
    String.raw`(?<=\p{Script=Latin})[\u200c\u200d]`,
  ].join('|'),
  'gu',
);

/** More than four marks on one letter climb over the lines above. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;

export function words(text: string): string {
  return userText(text, WORDS_LENGTH);
}

export function nameOf(person: Pick<Person, 'name'>): string {
  return userText(person.name, NAME_LENGTH);
}

/** Name, title and department, as far as the directory has them. */
export function describe(person: Person): string {
  return [person.name, person.title, person.department]
    .map((part) => userText(part ?? '', NAME_LENGTH))
    .filter((part) => part !== '')
    .join(' · ');
}
