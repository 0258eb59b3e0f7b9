import type { CommandOf } from './command.js';
import { MAX_THREAD } from './limits.js';
import type { Instant, ResetRequest, ThreadMessage } from './request.js';

/** A quick answer is always taken: where there is no room the oldest message goes, and the journal keeps it. */
export function withMessage(request: ResetRequest, command: CommandOf<ThreadMessage['kind']>): ResetRequest {
  const { type: kind, by, at } = command;
  const text = 'text' in command ? command.text.trim() : '';
  return { ...request, thread: [...(request.thread ?? []), { kind, by, at, text }].slice(-MAX_THREAD) };
}

/** Nobody is locked out any more: they say so, or a new method is there. */
export function withSorted(request: ResetRequest, at: Instant): ResetRequest {
  const { lockout } = request;
  return lockout === undefined || lockout.sortedAt !== undefined
    ? request
    : { ...request, lockout: { ...lockout, sortedAt: at } };
}
