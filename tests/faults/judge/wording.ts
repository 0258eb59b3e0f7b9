import en from '../../../cards/strings/en.json' with { type: 'json' };

type Key = keyof typeof en;
export type End = 'completed' | 'rejected' | 'cancelled' | 'expired';

/** By which headings a person knows that it is over. */
const ENDS = {
  completed: [
    'request.completed.heading',
    'request.registered.heading',
    'notice.completed.heading',
    'notice.registeredAgain.heading',
  ],
  rejected: ['request.rejected.heading', 'notice.declined.heading', 'approval.rejected.heading'],
  cancelled: ['request.cancelled.heading', 'notice.cancelled.heading'],
  expired: ['request.expired.heading', 'notice.expired.heading'],
} as const satisfies Record<End, readonly Key[]>;

/** Headings of what a person is told once of a request. */
const ONCE = [
  'notice.requestPending.heading',
  'notice.approvalReminder.heading',
  'notice.approverReminded.heading',
  'notice.escalated.heading',
  'notice.completed.heading',
  'notice.registeredAgain.heading',
  'notice.declined.heading',
  'notice.cancelled.heading',
  'notice.expired.heading',
  'notice.resetAsked.heading',
  'notice.methodsCleared.heading',
  'notice.suspicious.heading',
  'notice.stolen.heading',
] as const satisfies readonly Key[];

/** What tells of each end, to the requester. */
const END_NOTICES = {
  completed: en['notice.completed.heading'],
  rejected: en['notice.declined.heading'],
  cancelled: en['notice.cancelled.heading'],
  expired: en['notice.expired.heading'],
} as const satisfies Record<End, string>;

const endByHeading = new Map<string, End>(
  (Object.keys(ENDS) as End[]).flatMap((end) => ENDS[end].map((key): [string, End] => [en[key], end])),
);
const once = new Set<string>(ONCE.map((key) => en[key]));

/** The lines of a card, or the subject of a mail without its reference, that tell of an end. */
export const endIn = (lines: readonly string[]): End | undefined =>
  lines.map((line) => endByHeading.get(line)).find((end) => end !== undefined);

/** The heading of a notice that is told once. */
export const toldOnceIn = (lines: readonly string[]): string | undefined => lines.find((line) => once.has(line));

export const noticeOf = (end: End): string => END_NOTICES[end];
export const CLEARED_NOTICE: string = en['notice.methodsCleared.heading'];
export const UNDONE_NOTICE: string = en['notice.approvalUndone.heading'];

/** Whether the card says that this person has approved. */
export function namesApprover(lines: readonly string[], name: string): boolean {
  const [before = ''] = en['approval.approved.by'].split('{');
  return lines.some(
    (line) => line === en['approval.waiting.heading'] || (line.startsWith(before) && line.includes(name)),
  );
}
