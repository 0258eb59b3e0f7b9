import type { Notice } from '../core/effects.js';
import type { Support } from '../core/policy.js';
import type { ResetRequest } from '../core/request.js';
import type { Message } from './message.js';
import * as nominee from './nomineeNotices.js';
import * as requester from './requesterNotices.js';
import type { Translate } from './strings.js';
import * as target from './targetNotices.js';
import * as team from './teamNotices.js';
import { told, type Context, type Medium, type Told } from './told.js';

export type Audience = 'requester' | 'nominee' | 'target' | 'it' | 'security';

export interface NoticeView {
  readonly notice: Notice;
  /** Undefined for `policyChanged` alone. */
  readonly request: ResetRequest | undefined;
  readonly to: Audience;
  readonly t: Translate;
  readonly support: Support;
}

type Sentence = (context: Context) => Told;

/** Who is told what. A pair that is missing here is one that nothing in `core/effects.ts` asks for. */
export const notices = {
  requestPending: { requester: requester.requestPending },
  approvalWanted: { nominee: nominee.approvalWanted },
  approvalReminder: { nominee: nominee.approvalReminder },
  approverReminded: { requester: requester.approverReminded },
  escalated: { requester: requester.escalated },
  approvalUndone: { requester: requester.approvalUndone },
  completed: { requester: requester.completed },
  declined: { requester: requester.declined },
  cancelled: { requester: requester.cancelled },
  expired: { requester: requester.expired },
  needsAttention: { requester: requester.needsAttention, it: team.needsAttention },
  question: { requester: requester.question },
  answered: { nominee: nominee.answered },
  resetAsked: { target: target.resetAsked },
  methodsCleared: { target: target.methodsCleared },
  frozen: { requester: requester.frozen, it: team.frozen, security: team.frozen },
  suspicious: { security: team.suspicious },
} as const satisfies Record<Exclude<Notice, 'policyChanged'>, Partial<Record<Audience, Sentence>>>;

/** Throws for a pair that has no sentence. */
export function noticeMessage({ notice, request, to, t, support }: NoticeView, medium: Medium): Message {
  if (notice === 'policyChanged') return policyChanged(t);
  const row: Partial<Record<Audience, Sentence>> = notices[notice];
  const sentence = row[to];
  if (sentence === undefined) throw new Error(`notice ${notice} has no sentence for ${to}; add one to cards/notice.ts`);
  if (request === undefined) throw new Error(`notice ${notice} needs its request`);
  const message = sentence({ request, t, support, medium });
  const { reference } = request;
  return {
    ...message,
    summary: t('notice.summary', { reference, heading: message.heading }),
    subtitle: t('reference.plain', { reference }),
  };
}

function policyChanged(t: Translate): Message {
  const heading = t('notice.policyChanged.heading');
  return { ...told('📜', 'warning', heading, [t('notice.policyChanged.text')]), summary: heading };
}
