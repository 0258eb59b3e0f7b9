import type { Nominee, Person, ResetRequest } from './request.js';
import type { Instant } from './request.js';
import type { BusinessHours } from './businessHours.js';
import type { DirectoryPerson, Privileges } from './ports.js';
import type { QuietHours } from './quietHours.js';
import type { Verification } from './verification.js';

/** What the operator decided, as `policy.json` says it. All durations in milliseconds. */
export interface Policy {
  readonly requesters: 'everyone' | { readonly group: string };
  /** May somebody ask for their own reset. */
  readonly selfService: boolean;
  readonly approvers: readonly ApproverRule[];
  readonly backup: ApproverSource | null;
  /** Who is asked when the rule finds nobody but the requester or the target. */
  readonly ifExcluded: readonly ('managersManager' | 'backup')[];
  readonly remindAfter: number;
  readonly escalateAfter: number;
  readonly expireAfter: number;
  readonly undoFor: number;
  readonly holdFor: number;
  /** How long the service looks for a new registration after a reset. */
  readonly watchFor: number;
  /** When, without one, they are told what helps; not at all where `watchFor` is over by then. */
  readonly adviseAfter: number;
  /** How somebody gets back in: they register at the next sign-in, or with a pass that IT issues. */
  readonly reentry: 'register' | 'itIssuesPass';
  /** What IT and security may do at once about an account that somebody else got into. */
  readonly contain: { readonly blockSignIn: boolean };
  /** How long after its end a request keeps what people wrote. */
  readonly retention: number;
  /** When a request is nothing unusual; without them no hour is odd. */
  readonly businessHours: BusinessHours | null;
  readonly quietHours: QuietHours | null;
  readonly verification: Verification;
  /** `HH:MM` in the time zone of the business hours, or UTC: when IT gets its daily overview. */
  readonly digestAt: string | null;
  /** `adminCentre` clears what "Require re-register MFA" clears: phones, Authenticator, software OATH. */
  readonly scope: 'all' | 'adminCentre';
  /** Role template ids that make an account privileged, beside every role the directory reports. */
  readonly privileged: { readonly users: readonly string[]; readonly groups: readonly string[] };
  readonly breakGlass: readonly string[];
  readonly limits: {
    readonly requestsPerDay: number;
    /** Of the whole tenant; `auto` is told from the last 30 days. */
    readonly resetsPerHour: number | 'auto';
  };
  readonly coolDown: { readonly afterReset: number; readonly afterDecline: number };
  readonly itGroup: string | null;
  /** The Teams channel, `19:…@thread.tacv2`, where IT reads of what can't wait. */
  readonly itChannel: string | null;
  readonly securityGroup: string | null;
  readonly support: Support;
}

/** Where people turn; shown in help, refusals and mails. */
export interface Support {
  readonly phone?: string | undefined;
  readonly hours?: string | undefined;
  /** What to do outside of the hours, such as: leave a voicemail; the on-call team listens to it. */
  readonly outOfHours?: string | undefined;
  readonly portal?: string | undefined;
  readonly passwordReset?: string | undefined;
  readonly escalation?: string | undefined;
}

export interface ApproverRule {
  readonly when?: { readonly department?: string; readonly country?: string; readonly group?: string } | undefined;
  readonly ask: ApproverSource;
}

export type ApproverSource = 'manager' | { readonly users: readonly string[] } | { readonly group: string };

/** What the policy leaves out, in sentences for the operator at start. */
export function policyWarnings({ itGroup, itChannel, securityGroup }: Policy): readonly string[] {
  return [
    ...(itChannel !== null && itGroup === null
      ? ['the policy names an itChannel and no itGroup: what is posted there nobody can open']
      : []),
    ...(itGroup === null ? ['the policy names no itGroup: commands of IT are off, and nobody of IT is told'] : []),
    ...(securityGroup === null ? ['the policy names no securityGroup: privileged targets are refused'] : []),
  ];
}

/** How many people a group may bring to one request: each gets a card. */
export const MAX_NOMINEES = 20;

const DAY = 24 * 60 * 60 * 1000;
export function toPerson(found: DirectoryPerson): Person {
  return {
    id: found.id,
    name: found.name,
    title: found.title,
    department: found.department,
    phone: found.phone,
    userPrincipalName: found.userPrincipalName,
  };
}

/** The first rule that fits the target; the manager where none does. */
export function approverSource(
  policy: Policy,
  target: Pick<DirectoryPerson, 'department' | 'country'>,
  targetGroups: readonly string[],
): ApproverSource {
  const rule = policy.approvers.find(
    ({ when }) =>
      when === undefined ||
      ((when.department === undefined || when.department === target.department) &&
        (when.country === undefined || when.country === target.country) &&
        (when.group === undefined || targetGroups.includes(when.group))),
  );
  return rule?.ask ?? 'manager';
}

/** Every group a decision may depend on, so that one look-up answers them all. */
export function policyGroups(policy: Policy): readonly string[] {
  const sources = [...policy.approvers.map(({ ask }) => ask), policy.backup];
  const groups = [
    policy.requesters === 'everyone' ? null : policy.requesters.group,
    policy.itGroup,
    policy.securityGroup,
    ...policy.privileged.groups,
    ...policy.approvers.map(({ when }) => when?.group ?? null),
    ...sources.map((source) =>
      source !== null && typeof source === 'object' && 'group' in source ? source.group : null,
    ),
  ];
  return [...new Set(groups.filter((group) => group !== null))];
}

/** Groups whose members can change who gets a reset: being in one makes a target privileged. */
export function powerfulGroups(policy: Policy): readonly string[] {
  const sources = [...policy.approvers.map(({ ask }) => ask), policy.backup];
  const groups = [
    policy.itGroup,
    policy.securityGroup,
    ...policy.privileged.groups,
    ...sources.map((source) =>
      source !== null && typeof source === 'object' && 'group' in source ? source.group : null,
    ),
  ];
  return [...new Set(groups.filter((group) => group !== null))];
}

/**
 * Why this account is powerful; empty for an ordinary one. `unknown` privileges (a look-up that failed)
 * count as privileged: NIST SP 800-63B-4 has no room for a guess here.
 */
export function privilegeReasons(
  policy: Policy,
  targetId: string,
  targetGroups: readonly string[],
  privileges: Privileges | 'unknown',
): readonly string[] {
  const reasons: string[] = [];
  if (privileges === 'unknown') reasons.push('lookUpFailed');
  else {
    if (privileges.roles.length > 0) reasons.push('role');
    if (privileges.roleAssignableGroups.length > 0) reasons.push('roleAssignableGroup');
    // What the group gives is not all in Entra: whoever put it under PIM thought it powerful.
    if (privileges.eligibleGroups.length > 0) reasons.push('eligibleGroup');
    if (privileges.ownsRegistration) reasons.push('ownsRegistration');
  }
  if (powerfulGroups(policy).some((group) => targetGroups.includes(group))) reasons.push('powerfulGroup');
  if (policy.privileged.users.includes(targetId)) reasons.push('listed');
  return reasons;
}

/** Whether a reset or a decline for this target is too recent for another request. */
export function coolingDown(policy: Policy, now: Instant, earlier: readonly ResetRequest[]): boolean {
  return earlier.some(({ status, endedAt }) => {
    if (endedAt === undefined) return false;
    if (status === 'completed') return now - endedAt < policy.coolDown.afterReset;
    if (status === 'rejected') return now - endedAt < policy.coolDown.afterDecline;
    return false;
  });
}

export function requestsToday(now: Instant, requesterId: string, earlier: readonly ResetRequest[]): number {
  return earlier.filter(({ requester, submittedAt }) => requester.id === requesterId && now - submittedAt < DAY).length;
}

/** Requester and target are never asked; each person once. */
export function withoutParties(
  nominees: readonly Nominee[],
  requesterId: string,
  targetId: string,
): readonly Nominee[] {
  const seen = new Set([requesterId, targetId]);
  return nominees.filter(({ person }) => {
    if (seen.has(person.id)) return false;
    seen.add(person.id);
    return true;
  });
}
