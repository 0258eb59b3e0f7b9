import type { ApproverStanding, TargetStanding } from './facts.js';
import { refuse, type Refusal } from './refusal.js';
import type { ResetRequest } from './request.js';

/** Why somebody can't approve as the directory describes them. */
export function approverRefusal({ enabled, eligible }: ApproverStanding): Refusal | undefined {
  if (!enabled) return refuse('approverUnavailable', { cause: 'approverDisabled' });
  return eligible ? undefined : refuse('notNominated', { cause: 'approverNoLongerEligible' });
}

/** Why a target can't be reset (any more) as the directory describes them. */
export function targetStandingRefusal(
  request: ResetRequest | undefined,
  target: TargetStanding,
  breakGlass: readonly string[],
): Refusal | undefined {
  if (request !== undefined && breakGlass.includes(request.target.id))
    return refuse('targetChanged', { cause: 'breakGlass' });
  if (!target.enabled || target.guest) return refuse('targetChanged', { cause: target.guest ? 'guest' : 'disabled' });
  return target.privileges.length > 0 && request?.approvalsNeeded !== 2
    ? refuse('privilegedNow', { cause: target.privileges.join() })
    : undefined;
}
