import { isOutside } from './businessHours.js';
import type { Command, CommandOf, Submission } from './command.js';
import type { Facts } from './facts.js';
import { containmentAfter, containOrdered } from './containment.js';
import { inPool, newcomers, nomineeOf, substitute } from './nominees.js';
import { delayBeforeReset, isRisky, newWarnings } from './risks.js';
import { refuse, type Refusal } from './refusal.js';
import type { Approval, ResetRequest } from './request.js';
import { withMessage, withSorted } from './thread.js';
import { canBeCalled, isCallBack, verificationAsked } from './verification.js';
import { withoutWords } from './words.js';

/** How a command that was allowed changes the row. The status is the state table's to set. */
export function change(request: ResetRequest | undefined, command: Command, facts: Facts): ResetRequest | Refusal {
  if (command.type === 'submit') return submitted(command.submission, command, facts);
  if (request === undefined) return refuse('unknownRequest');
  const { at, by } = command;
  switch (command.type) {
    case 'approve':
      return approved(request, command, facts);
    case 'missCode':
      return { ...request, codeMisses: [...(request.codeMisses ?? []), { by, at, mark: command.mark }] };
    case 'reject':
      return { ...request, rejection: { by, at, reason: command.reason, text: command.text.trim() }, endedAt: at };
    case 'notForMe':
      return replaceNominee(request, by.id, substitute(request, by.id, facts));
    case 'returnPlace':
      return returned(request, command.from);
    case 'reassign':
      return reassigned(request, command, facts);
    case 'ask':
      return { ...request, questions: [...request.questions, { by, at, text: command.text.trim() }] };
    case 'answer':
      return {
        ...request,
        questions: request.questions.map((question) =>
          question.answer === undefined ? { ...question, answer: { at, text: command.text.trim() } } : question,
        ),
      };
    case 'nudge':
      return { ...request, nudgedAt: at };
    case 'note':
      return { ...request, notes: [...request.notes, { at, text: command.text.trim() }] };
    case 'addBackup':
    case 'escalate':
      return {
        ...request,
        nominees: [...request.nominees, ...newcomers(request, facts.pool?.backups ?? [])],
        // Asked by IT sooner: the timer has nothing left to do.
        escalatedAt: request.escalatedAt ?? at,
      };
    case 'cancel':
      return { ...request, cancelledBy: by, endedAt: at };
    case 'undo':
      return {
        ...request,
        approvals: request.approvals.filter((approval) => approval.by.id !== by.id),
        ...NOT_APPROVED,
      };
    case 'recordCallBack':
      // The attempt counts on: the run that was queued for the end of the hold then finds itself overtaken.
      return {
        ...request,
        calledBack: { by, at },
        held: false,
        executeAt: at + facts.policy.undoFor,
        attempt: request.attempt + 1,
      };
    case 'hold': {
      const risks = [...request.risks, ...newWarnings(request, facts.atExecution?.warnings)];
      const executeAt = at + delayBeforeReset(facts.policy, { risks });
      return { ...request, risks, executeAt, held: true, calledBack: undefined, attempt: request.attempt + 1 };
    }
    case 'remind':
      return { ...request, remindedAt: at };
    case 'expire':
      return { ...request, endedAt: at };
    case 'freeze':
      return {
        ...request,
        disputedAt: request.disputedAt ?? at,
        objection: request.objection ?? { by, via: command.via },
      };
    case 'release':
      // Whoever approved did so without knowing of the objection: it is decided anew.
      return {
        ...request,
        approvals: [],
        ...NOT_APPROVED,
        ...{ disputedAt: undefined, objection: undefined },
        released: { by, at, text: command.text.trim() },
      };
    case 'resetStarted':
    case 'resetProgressed':
      return { ...request, run: command.run };
    case 'resetFinished':
      return { ...request, run: command.run, attention: undefined, ...cleared(at, facts) };
    case 'resetFailed':
      return {
        ...request,
        ...(command.run === undefined ? {} : { run: command.run }),
        attention: { at, reason: command.reason, detail: command.detail },
      };
    case 'retry':
      return { ...request, attempt: request.attempt + 1, attention: undefined };
    case 'close':
      return { ...request, closedByHand: { by, note: command.note.trim() }, ...cleared(at, facts) };
    case 'registered':
      return { ...withSorted(request, at), registeredAt: at };
    case 'suspect':
      return { ...request, suspicion: { at, country: command.country, usual: command.usual } };
    case 'advise':
      return { ...request, advisedAt: at };
    case 'handOver':
      return { ...request, handedOverAt: at };
    case 'passIssued':
      return { ...request, ...(request.pass && { pass: { ...request.pass, issued: { by, at } } }) };
    case 'contain':
      return { ...request, containment: containOrdered(request.containment, { by, at }) };
    case 'containStarted':
    case 'containProgressed':
    case 'containFinished':
    case 'containFailed':
      return { ...request, containment: containmentAfter(request.containment, command) };
    case 'followUp':
      return { ...withMessage(request, command), claim: request.claim ?? { by, at } };
    case 'claim':
    case 'takeOver':
      return { ...request, claim: { by, at } };
    case 'handBack':
      return { ...request, claim: undefined };
    case 'reply':
      return withMessage(request, command);
    case 'sorted':
      return withSorted(withMessage(request, command), at);
    case 'stillLockedOut': {
      const { businessHours } = facts.policy;
      const outOfHours = businessHours !== null && isOutside(businessHours, at);
      return { ...withMessage(request, command), lockout: { at, outOfHours } };
    }
    case 'erase':
      return { ...withoutWords(request), erasedAt: at };
  }
}

function submitted(
  submission: Submission,
  { at, by }: Pick<Command, 'at' | 'by'>,
  { policy, policyHash, submission: found }: Facts,
): ResetRequest {
  return {
    ...submission,
    justification: submission.justification.trim(),
    status: 'awaitingApproval',
    requester: by,
    submittedAt: at,
    approvalsNeeded: (found?.privileges.length ?? 0) > 0 ? 2 : 1,
    approvals: [],
    remindAt: at + policy.remindAfter,
    escalateAt: at + policy.escalateAfter,
    expireAt: at + policy.expireAfter,
    // The backup is asked already.
    ...(submission.nominees.some(({ standIn }) => standIn === true) && { escalatedAt: at }),
    questions: [],
    notes: [],
    revision: 0,
    attempt: 0,
    policyHash,
  };
}

function approved(request: ResetRequest, command: CommandOf<'approve'>, facts: Facts): ResetRequest {
  const { at, by } = command;
  const { atTap, policy } = facts;
  const unread = atTap === undefined || atTap === 'unknown';
  const security = unread ? nomineeOf(request, by.id)?.by === 'security' : atTap.approver.security;
  const verified = verifiedBy(request, command, facts);
  const approval = { by, at, security, checkPending: unread, ...(verified && { verified }) };
  const approvals = [...request.approvals, approval];
  if (approvals.length < request.approvalsNeeded) return { ...request, approvals };
  const call = canBeCalled(request) ? approvals.find((each) => isCallBack(each.verified?.how)) : undefined;
  const held = isRisky(request) && call === undefined;
  return {
    ...request,
    approvals,
    attempt: request.attempt + 1,
    executeAt: at + (held ? delayBeforeReset(policy, request) : policy.undoFor),
    held,
    // Whoever spoke to the target before they approved need not say so again.
    ...(call && isRisky(request) && { calledBack: { by: call.by, at: call.at } }),
  };
}

/** What the policy asked for, and nothing it did not. */
function verifiedBy(
  request: ResetRequest,
  { verified }: CommandOf<'approve'>,
  { policy }: Facts,
): Approval['verified'] {
  const asked = verificationAsked(policy, request);
  if (asked === 'code') return { how: 'code', text: '' };
  return asked === undefined || verified?.how === undefined
    ? undefined
    : { how: verified.how, text: verified.text.trim() };
}

function reassigned(request: ResetRequest, { at, by, from, to }: CommandOf<'reassign'>, facts: Facts): ResetRequest {
  const [leaving, coming] = [nomineeOf(request, from), inPool(request, from, to, facts)];
  if (leaving === undefined || coming === undefined) return request;
  const reassignment = { at, by, from: leaving.person, to: coming.person };
  return {
    ...replaceNominee(request, from, coming),
    reassignments: [...(request.reassignments ?? []), reassignment],
  };
}

/** The end of a reset; whether a pass is wanted then is the policy's of that moment. */
function cleared(at: number, { policy }: Facts): Pick<ResetRequest, 'endedAt' | 'pass'> {
  return { endedAt: at, ...(policy.reentry === 'itIssuesPass' ? { pass: { wantedAt: at } } : {}) };
}

/** To whoever lent it, unless they have a place by now. */
function returned(request: ResetRequest, from: string): ResetRequest {
  const { for: lender, groupId } = nomineeOf(request, from) ?? {};
  if (lender === undefined) return request;
  const theirs = { person: lender.person, by: lender.by, ...(groupId !== undefined && { groupId }) };
  return replaceNominee(request, from, nomineeOf(request, lender.person.id) === undefined ? theirs : undefined);
}

const NOT_APPROVED = { executeAt: undefined, held: undefined, calledBack: undefined } as const;

function replaceNominee(
  request: ResetRequest,
  from: string,
  to: ResetRequest['nominees'][number] | undefined,
): ResetRequest {
  const nominees = request.nominees.flatMap((nominee) =>
    nominee.person.id !== from ? [nominee] : to === undefined ? [] : [to],
  );
  return { ...request, nominees };
}
