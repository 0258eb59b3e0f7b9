import { hasEnded, type Instant, type ResetRequest } from './request.js';

/** When it was decided, by the last approval that was needed or by a rejection. */
export function decidedAt({ rejection, approvals, approvalsNeeded }: ResetRequest): Instant | undefined {
  return rejection?.at ?? (approvals.length >= approvalsNeeded ? approvals.at(-1)?.at : undefined);
}

/** Requests decided in one month of UTC, for what is usual. */
export function decidedIn(at: Instant): string {
  return `decided:${new Date(at).toISOString().slice(0, 7)}`;
}

/** In a history: of everybody whom it is about, and of those who asked or were asked, alone and by whom it is about. */
export const historyKey = {
  all: 'all',
  open: 'open',
  about: (personId: string) => `about:${personId}`,
  seenBy: (viewerId: string, about?: string) => `seen:${viewerId}${about === undefined ? '' : `:${about}`}`,
};

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
      ...historyKeys(request),
    ],
  };
}

function historyKeys(request: ResetRequest): readonly string[] {
  const { requester, target, nominees, approvals, rejection } = request;
  const asked = [...nominees.map(({ person }) => person.id), ...approvals.map(({ by }) => by.id)];
  const viewers = new Set([requester.id, ...asked, ...(rejection === undefined ? [] : [rejection.by.id])]);
  const about = [...new Set([requester.id, target.id])];
  return [
    historyKey.all,
    ...(hasEnded(request) ? [] : [historyKey.open]),
    ...about.map((id) => historyKey.about(id)),
    ...[...viewers].flatMap((viewer) =>
      [undefined, ...about].filter((id) => id !== viewer).map((id) => historyKey.seenBy(viewer, id)),
    ),
  ];
}
