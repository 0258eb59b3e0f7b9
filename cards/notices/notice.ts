import type { Notice } from '../../core/effects.js';
import type { Support } from '../../core/policy.js';
import type { ResetRequest } from '../../core/request.js';
import type { Links } from '../links.js';
import type { Message } from '../message.js';
import * as overall from './consoleNotices.js';
import * as followUps from './followUpNotices.js';
import * as incident from './incidentNotices.js';
import * as delegation from './delegationNotices.js';
import * as nominee from './nomineeNotices.js';
import * as question from './questionNotice.js';
import * as care from './requesterCare.js';
import * as requester from './requesterNotices.js';
import * as service from './serviceNotices.js';
import type { Translate } from '../strings.js';
import * as targetIncident from './targetIncidents.js';
import * as target from './targetNotices.js';
import * as team from './teamNotices.js';
import type { AboutContext, AboutView, Audience, Context, Medium, Told } from './told.js';

export type { AboutView, Audience };

export interface NoticeView {
  readonly notice: Notice;
  /** Undefined where it is about no request. */
  readonly request: ResetRequest | undefined;
  readonly about?: AboutView | undefined;
  readonly to: Audience;
  readonly t: Translate;
  readonly support: Support;
  readonly links: Links;
  /** The policy names no IT: whoever approved puts right what got stuck. */
  readonly noIt?: boolean | undefined;
  /** The policy has Contain block the sign-in. */
  readonly blocks?: boolean | undefined;
}

/** A notice in words: `button` is for the mail, `inputs` and `actions` are for the card. */
export type Written = Told & Pick<Message, 'summary' | 'subtitle'>;

type Sentences<Given> = Partial<Record<Audience, (context: Given) => Told>>;

/** Who is told what of a request. A pair that is missing here is one that nothing in `core/effects.ts` asks for. */
export const notices = {
  requestPending: { requester: requester.requestPending },
  approvalWanted: { nominee: nominee.approvalWanted },
  approvalReminder: { nominee: nominee.approvalReminder },
  approvalNudge: { nominee: nominee.approvalNudge },
  approverReminded: { requester: requester.approverReminded },
  escalated: { requester: requester.escalated },
  reassigned: { requester: requester.reassigned, nominee: nominee.replaced },
  approvalUndone: { requester: requester.approvalUndone },
  held: { nominee: nominee.held, target: target.held },
  completed: { requester: requester.completed },
  registeredAgain: { requester: requester.registeredAgain, target: target.registeredAgain },
  notRegistered: { requester: care.notRegistered, target: target.notRegistered },
  handedOver: { requester: care.handedOver, it: team.handedOver },
  passWanted: { it: team.passWanted },
  declined: { requester: requester.declined },
  cancelled: { requester: requester.cancelled },
  expired: { requester: requester.expired },
  needsAttention: {
    requester: requester.needsAttention,
    nominee: nominee.needsAttention,
    it: team.needsAttention,
  },
  question: { requester: question.question },
  answered: { nominee: nominee.answered },
  noteAdded: { nominee: nominee.noteAdded },
  resetAsked: { target: target.resetAsked },
  methodsCleared: { target: target.methodsCleared },
  frozen: { requester: requester.frozen, it: incident.frozen, security: incident.frozen },
  objected: { target: targetIncident.objected },
  released: { requester: care.released, target: targetIncident.released },
  contained: { target: targetIncident.contained, it: incident.contained, security: incident.contained },
  suspectRegistration: {
    target: targetIncident.suspectRegistration,
    it: incident.suspectRegistration,
    security: incident.suspectRegistration,
  },
  suspicious: { security: team.suspicious },
  codeMissed: { it: team.codeMissed, security: team.codeMissed },
  stolen: { security: team.stolen },
  urgent: { it: followUps.urgent },
  stillLockedOut: { it: followUps.stillLockedOut },
  details: { it: followUps.details },
  followUp: { requester: followUps.followUp },
  replied: { it: followUps.replied },
  takenOver: { it: followUps.takenOver },
} as const satisfies Record<Exclude<Notice, keyof typeof otherNotices>, Sentences<Context>>;

/** Who is told what of the service itself, and of what became no request. */
export const otherNotices = {
  targetRefused: { it: service.targetRefused },
  effectParked: { it: service.effectParked },
  delegationSet: { it: delegation.delegationSet },
  delegationOver: { it: delegation.delegationOver },
  policyChanged: { it: service.policyChanged, security: service.policyChanged },
  servicePaused: { it: overall.servicePaused, security: overall.servicePaused },
  serviceResumed: { it: overall.serviceResumed, security: overall.serviceResumed },
  killSwitchTripped: { it: overall.killSwitchTripped, security: overall.killSwitchTripped },
  resetsAllowed: { it: overall.resetsAllowed, security: overall.resetsAllowed },
  digest: { it: overall.digest },
  deleteUnexplained: { it: service.deleteUnexplained, security: service.deleteUnexplained },
} as const satisfies Partial<Record<Notice, Sentences<AboutContext>>>;

/** Throws for a pair that has no sentence. */
export function noticeMessage(view: NoticeView, medium: Medium): Written {
  const { notice, request, about, to, t, support, links, noIt, blocks } = view;
  const writing = { to, t, support, links, noIt, blocks, medium };
  if (isOther(notice)) {
    const row: Sentences<AboutContext> = otherNotices[notice];
    return written(sentence(row, view)({ ...writing, request, about }), request, t);
  }
  const row: Sentences<Context> = notices[notice];
  const say = sentence(row, view);
  if (request === undefined) throw new Error(`notice ${notice} needs its request`);
  return written(say({ ...writing, request }), request, t);
}

/** With the reference, where there is one. */
export function written(
  { heading, ...more }: Told,
  request: Pick<ResetRequest, 'reference'> | undefined,
  t: Translate,
): Written {
  if (request === undefined) return { heading, ...more, summary: heading };
  const { reference } = request;
  return {
    heading,
    ...more,
    summary: t('notice.summary', { reference, heading }),
    subtitle: t('reference.plain', { reference }),
  };
}

function isOther(notice: Notice): notice is keyof typeof otherNotices {
  return Object.hasOwn(otherNotices, notice);
}

function sentence<Given>(row: Sentences<Given>, { notice, to }: NoticeView): (context: Given) => Told {
  const say = row[to];
  if (say === undefined)
    throw new Error(`notice ${notice} has no sentence for ${to}; add one to cards/notices/notice.ts`);
  return say;
}
