import type { Instant, Lost, Person, ResetRequest } from '../core/request.js';
import { withoutMarkdown } from './asking/choices.js';
import { kept } from './kept.js';
import type { Translate } from './strings.js';
import { nameOf, userText, WORDS_LENGTH } from './userText.js';

/** "at 10:42" on the same day in the reader's time zone, else "on 24 Nov at 10:42". A mail has no `now`. */
export function when(t: Translate, at: Instant, now?: Instant): string {
  const zone = t.timeZone ?? 'UTC';
  const time = clock(t, {
    // "2:05" might be an afternoon's: where people count to 24 the hour has two digits.
    hour: clock(t, { hour: 'numeric' }).resolvedOptions().hourCycle === 'h23' ? '2-digit' : 'numeric',
    minute: '2-digit',
    ...(t.timeZone === undefined && { timeZoneName: 'short' }),
  });
  const date = clock(t, { weekday: 'short', day: 'numeric', month: 'short' });
  const day = dayIn(zone);
  return now !== undefined && day.format(at) === day.format(now)
    ? t('when.sameDay', { time: time.format(at) })
    : t('when.otherDay', { date: date.format(at), time: time.format(at) });
}

/** "10 seconds", "15 minutes", "2 hours", "3 days": rounded to the largest unit that fits. */
export function duration(t: Translate, milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  const [count, unit] =
    seconds < 90
      ? [seconds, 'second']
      : seconds < 90 * 60
        ? [Math.round(seconds / 60), 'minute']
        : seconds < 36 * 3600
          ? [Math.round(seconds / 3600), 'hour']
          : [Math.round(seconds / 86_400), 'day'];
  return new Intl.NumberFormat(t.locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

/** As people say it: no seconds, and no "23 minutes". */
export function aboutHowLong(t: Translate, milliseconds: number): string {
  const minutes = Math.max(2, Math.round(milliseconds / 60_000));
  return duration(t, (minutes < 10 ? minutes : Math.round(minutes / 5) * 5) * 60_000);
}

/** At most three names; a group may have brought twenty. */
export function people(t: Translate, persons: readonly Person[], join: 'and' | 'or'): string {
  const names = persons.map(nameOf);
  const shown = names.length > 4 ? names.slice(0, 3) : names;
  const list = new Intl.ListFormat(t.locale, { type: join === 'and' ? 'conjunction' : 'disjunction' });
  return shown.length < names.length
    ? t('people.others', { names: shown.join(', '), count: names.length - shown.length })
    : list.format(shown);
}

/** For the title of a button, which has no TextRuns: short, and without what could be read as Markdown. */
export function titleName({ name }: Pick<Person, 'name'>): string {
  return withoutMarkdown(userText(name, TITLE_LENGTH));
}

const TITLE_LENGTH = 30;

/** What somebody wrote; nobody can write nothing, so an empty text is one that was erased. */
export function quote(t: Translate, text: string, length = WORDS_LENGTH): string {
  return text === '' ? t('erased') : t('quote', { text: userText(text, length) });
}

/** The ready reason, where it says more than the approver's own words, and then those. */
export function rejectionReason(t: Translate, { reason, text }: NonNullable<ResetRequest['rejection']>): string {
  if (reason === 'other') return quote(t, text);
  const ready = t(`rejected.${reason}`);
  return text === '' ? ready : t('rejected.line', { reason: ready, quote: quote(t, text) });
}

export function approvers({ approvals }: Pick<ResetRequest, 'approvals'>): readonly Person[] {
  return approvals.map(({ by }) => by);
}

export type Cleared = 'all' | 'phone' | 'securityKey';

/** What a reset takes away, for the `{what, select, …}` of the strings. */
export function whatIsCleared({ clearing, lost }: Pick<ResetRequest, 'clearing' | 'lost'>): Cleared {
  return (clearing === 'lost' ? WENT_WITH[lost] : undefined) ?? 'all';
}

/** The groups of `CARRIED` in core/resetPlan.ts, in words. */
const WENT_WITH: Readonly<Partial<Record<Lost, Cleared>>> = {
  newPhone: 'phone',
  lostPhone: 'phone',
  securityKey: 'securityKey',
};

/** Making a format costs a hundred times what using it does. */
const clocks = kept<Intl.DateTimeFormat>(500);

function clock(t: Translate, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const timeZone = t.timeZone ?? 'UTC';
  const key = `${t.locale} ${timeZone} ${Object.keys(options).join()}`;
  return clocks(key, () => new Intl.DateTimeFormat(t.locale, { ...options, timeZone }));
}

function dayIn(timeZone: string): Intl.DateTimeFormat {
  const parts = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  return clocks(`day ${timeZone}`, () => new Intl.DateTimeFormat('en', { ...parts, timeZone }));
}

/** For sentences that differ where the policy names no IT. */
export function itOf({ noIt }: { readonly noIt?: boolean | undefined }): 'none' | 'some' {
  return noIt === true ? 'none' : 'some';
}
