import { hasEnded, type Instant, type ResetRequest } from './request.js';

/** When it was decided, by the last approval that was needed or by a rejection. */
export function decidedAt({ rejection, approvals, approvalsNeeded }: ResetRequest): Instant | undefined {
  return rejection?.at ?? (approvals.length >= approvalsNeeded ? approvals.at(-1)?.at : undefined);
}

/** Requests decided in one month of UTC, for what is usual. */
export function decidedIn(at: Instant): string {
  return `decided:${new Date(at).toISOString().slice(0, 7)}`;
}

/** The keys by which a request's row is held and found. An ended request lets go of its target. */
export function requestKeys(request: ResetRequest): { unique: readonly string[]; index: readonly string[] } {
  const decided = decidedAt(request);
  return {
    unique: [`ref:${request.reference}`, ...(hasEnded(request) ? [] : [`openTarget:${request.target.id}`])],
    index: [
      `requester:${request.requester.id}`,
      `target:${request.target.id}`,
      ...(decided === undefined ? [] : [decidedIn(decided)]),
      ...(hasEnded(request) ? [] : request.nominees.map(({ person }) => `nominee:${person.id}`)),
    ],
  };
}
