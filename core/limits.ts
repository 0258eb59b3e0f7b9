/** Characters a justification may have (the support article asks for "a short note"). */
export const JUSTIFICATION = { min: 10, max: 500 } as const;
/** Characters of a reason, a question, an answer or a note. */
export const WORDS = { min: 3, max: 500 } as const;

/** Whether it says something, and not more than is shown. In code points, without the white space around it. */
export function isWorded(text: string, { min, max }: { min: number; max: number } = WORDS): boolean {
  const length = Array.from(text.trim()).length;
  return length >= min && length <= max;
}

/** Milliseconds between two nudges of one request. */
export const NUDGE_EVERY = 15 * 60 * 1000;
/** Notes a requester may add: each reaches every approver. */
export const MAX_NOTES = 5;
/** Messages between IT and the requester that one request keeps. */
export const MAX_THREAD = 30;
/** Milliseconds between two alarms that somebody is still locked out. */
export const LOCKOUT_EVERY = 15 * 60 * 1000;
