import type { Support } from '../../core/policy.js';
import type { Instant, Person, ResetRequest } from '../../core/request.js';
import type { Standstill } from '../../core/standstill.js';
import type { Links } from '../links.js';
import type { Translate } from '../strings.js';
import { userText } from '../userText.js';
import { approvedBy } from '../../core/nominees.js';

export interface ApprovalView {
  readonly request: ResetRequest;
  /** Whose card it is. */
  readonly viewer: Person;
  /** Graph's types of the target's methods, without the prefix; undefined when they were not read. */
  readonly kinds?: readonly string[] | undefined;
  readonly now: Instant;
  readonly t: Translate;
  readonly support: Support;
  readonly links: Links;
  /** What the policy asks of whoever approves it. */
  readonly verification?: 'how' | 'code' | undefined;
  /** The policy names no IT: whoever approved puts right what got stuck. */
  readonly noIt?: boolean | undefined;
  /** Why nothing begins at the moment. */
  readonly standstill?: Standstill | undefined;
}

/** Which buttons to draw. Whether a tap counts is core's to say, by the row it then finds. */
export function mayDecide(request: ResetRequest, viewer: Person, now: Instant): boolean {
  const { status, approvals, expireAt } = request;
  return (
    status === 'awaitingApproval' &&
    now < expireAt &&
    isAsked(request, viewer) &&
    !approvals.some(({ by }) => by.id === viewer.id)
  );
}

function isAsked({ nominees, requester, target }: ResetRequest, { id }: Person): boolean {
  return id !== requester.id && id !== target.id && nominees.some(({ person }) => person.id === id);
}

/** The first of two approvals can be taken back as long as the second is missing, else while the undo window is open. */
export function mayUndo({ status, approvals, executeAt, run }: ResetRequest, viewer: Person, now: Instant): boolean {
  const waiting = status === 'awaitingApproval';
  const inWindow = status === 'approved' && run === undefined && executeAt !== undefined && now < executeAt;
  return (waiting || inWindow) && approvals.some(({ by }) => by.id === viewer.id);
}

/** A number that was changed lately may be the attacker's own, so a call to it proves nothing. */
export function phoneToCall({ target, risks }: Pick<ResetRequest, 'target' | 'risks'>): string | undefined {
  const phone = userText(target.phone ?? '', 40);
  return phone === '' || phoneChanged({ risks }) ? undefined : phone;
}

export function phoneChanged({ risks }: Pick<ResetRequest, 'risks'>): boolean {
  return risks.some(({ kind }) => kind === 'phoneChangedLately');
}

/** Whoever approved ends the hold by saying that they spoke to the target. */
export function mayRecordCallBack(request: ResetRequest, viewer: Person, now: Instant): boolean {
  const held = request.status === 'approved' && request.held === true;
  return held && mayUndo(request, viewer, now) && phoneToCall(request) !== undefined;
}

/** While it is held, whoever else was asked may still reject. */
export function mayStillReject(request: ResetRequest, viewer: Person, now: Instant): boolean {
  const { status, held, executeAt, approvals } = request;
  const waits = status === 'approved' && held === true && executeAt !== undefined && now < executeAt;
  return waits && isAsked(request, viewer) && !approvals.some(({ by }) => by.id === viewer.id);
}

/** Whoever approved puts right what got stuck, where the policy names no IT. */
export function mayRepair({ request, viewer, noIt }: ApprovalView): boolean {
  return noIt === true && approvedBy(request, viewer.id);
}
