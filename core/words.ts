import type { ResetRequest } from './request.js';

/** A request with everything somebody wrote taken out; that it was written, when and by whom stays. */
export function withoutWords(request: ResetRequest): ResetRequest {
  const { rejection, closedByHand, thread, released } = request;
  return {
    ...request,
    justification: '',
    questions: request.questions.map(({ answer, ...question }) => ({
      ...question,
      text: '',
      ...(answer && { answer: { ...answer, text: '' } }),
    })),
    approvals: request.approvals.map(({ verified, ...approval }) => ({
      ...approval,
      ...(verified && { verified: { ...verified, text: '' } }),
    })),
    notes: request.notes.map((note) => ({ ...note, text: '' })),
    ...(thread && { thread: thread.map((message) => ({ ...message, text: '' })) }),
    ...(rejection && { rejection: { ...rejection, text: '' } }),
    ...(closedByHand && { closedByHand: { ...closedByHand, note: '' } }),
    ...(released && { released: { ...released, text: '' } }),
  };
}
