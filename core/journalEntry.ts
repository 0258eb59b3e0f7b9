import { EVENTS, type Command, type JournalEntry } from './command.js';
import { containParticulars } from './containment.js';
import type { Facts } from './facts.js';
import type { ResetRequest } from './request.js';
import { triesLeft } from './verification.js';

/** What the journal says of a command that was taken. */
export function entryOf(
  request: ResetRequest | undefined,
  next: ResetRequest,
  command: Command,
  facts: Facts,
): JournalEntry {
  const { data, text } = particulars(request, next, command, facts);
  return {
    event: EVENTS[command.type],
    at: command.at,
    by: command.by.id,
    requestId: next.id,
    reference: next.reference,
    ...(request === undefined ? {} : { from: request.status }),
    to: next.status,
    policy: facts.policyHash,
    ...(data === undefined ? {} : { data }),
    ...(text === undefined ? {} : { text }),
  };
}

/** What the audit must be able to answer beside who, when and what. */
function particulars(
  before: ResetRequest | undefined,
  next: ResetRequest,
  command: Command,
  { submission }: Facts,
): Pick<JournalEntry, 'data' | 'text'> {
  const away = next.nominees.filter((nominee) => nominee.away === true).map(({ person }) => person.id);
  switch (command.type) {
    case 'submit':
      return {
        data: {
          requester: next.requester.id,
          target: next.target.id,
          nominees: next.nominees.map(({ person }) => person.id),
          ...(away.length > 0 && { away }),
          approvalsNeeded: next.approvalsNeeded,
          lost: next.lost,
          clearing: next.clearing,
          ...(submission?.coolDownLifted === true && { coolDownLifted: true }),
        },
        text: next.justification,
      };
    case 'approve':
      return approvalParticulars(next);
    case 'missCode':
      return { data: { left: triesLeft(next, command.by.id) } };
    case 'reject':
      return { data: { reason: command.reason }, text: command.text };
    case 'ask':
    case 'answer':
    case 'note':
    case 'followUp':
    case 'reply':
    case 'release':
      return { text: command.text };
    case 'close':
      return { text: command.note };
    case 'returnPlace':
      return { data: { from: command.from, to: added(before, next) } };
    case 'reassign':
      return { data: { from: command.from, to: command.to } };
    case 'notForMe':
      return { data: { added: added(before, next) } };
    case 'addBackup':
    case 'escalate':
      return { data: { added: added(before, next) } };
    case 'takeOver':
      return { data: { from: before?.claim?.by.id ?? '' } };
    case 'stillLockedOut':
      return { data: { outOfHours: next.lockout?.outOfHours ?? false } };
    case 'hold':
      return { data: { warnings: newRisks(before, next) } };
    case 'resetStarted':
      return { data: { pins: next.run?.pins.map(({ type, id }) => `${type}/${id}`) ?? [] } };
    case 'resetProgressed':
    case 'resetFinished':
      return { data: outcomes(next) };
    case 'resetFailed':
      return { data: { reason: command.reason, detail: command.detail, ...outcomes(next) } };
    case 'freeze':
      return { data: { via: command.via } };
    case 'suspect':
      return { data: { country: command.country, usual: command.usual } };
    default:
      return containParticulars(next.containment, command);
  }
}

function approvalParticulars({ approvals }: ResetRequest): Pick<JournalEntry, 'data' | 'text'> {
  const { checkPending = false, verified } = approvals.at(-1) ?? {};
  const { how, text = '' } = verified ?? {};
  return {
    data: { checkPending, approvals: approvals.length, ...(how !== undefined && { verified: how }) },
    ...(text !== '' && { text }),
  };
}

function added(before: ResetRequest | undefined, { nominees }: ResetRequest): readonly string[] {
  return nominees
    .map(({ person }) => person.id)
    .filter((id) => before?.nominees.every(({ person }) => person.id !== id));
}

function newRisks(before: ResetRequest | undefined, { risks }: ResetRequest): readonly string[] {
  return risks.map(({ kind }) => kind).filter((kind) => before?.risks.every((known) => known.kind !== kind));
}

function outcomes(next: ResetRequest): Record<string, readonly string[]> {
  return { methods: next.run?.pins.map(({ type, id, outcome }) => `${type}/${id}: ${outcome}`) ?? [] };
}
