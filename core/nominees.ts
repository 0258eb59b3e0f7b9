import type { Facts } from './facts.js';
import type { Nominee, Person, ResetRequest } from './request.js';

export function nomineeOf(request: ResetRequest | undefined, personId: string): Nominee | undefined {
  return request?.nominees.find(({ person }) => person.id === personId);
}

/** Those who still have to answer. */
export function notApproved({ nominees, approvals }: Pick<ResetRequest, 'nominees' | 'approvals'>): readonly Person[] {
  const approved = new Set(approvals.map(({ by }) => by.id));
  return nominees.map(({ person }) => person).filter(({ id }) => !approved.has(id));
}

export function approvedBy(request: ResetRequest | undefined, personId: string): boolean {
  return request?.approvals.some(({ by }) => by.id === personId) === true;
}

/**
 * Those of `people` who may be added: not there yet, and neither requester nor target. Nor whoever gave a place of this
 * request to somebody: they would have chosen whom they decide with.
 */
export function newcomers(request: ResetRequest | undefined, people: readonly Nominee[]): readonly Nominee[] {
  return people.filter(
    ({ person }) =>
      nomineeOf(request, person.id) === undefined &&
      person.id !== request?.requester.id &&
      person.id !== request?.target.id &&
      request?.reassignments?.some(({ by }) => by.id === person.id) !== true,
  );
}

/** Somebody of the pool who may take the place of `from`. */
export function inPool(request: ResetRequest, from: string, to: string, facts: Facts): Nominee | undefined {
  return candidates(request, from, facts).find(({ person }) => person.id === to);
}

/** Who takes the place of somebody who says "not for me". */
export function substitute(request: ResetRequest, from: string, facts: Facts): Nominee | undefined {
  return candidates(request, from, facts)[0];
}

/** The last of security may only be replaced by security: without it a privileged request could never end well. */
export function candidates(request: ResetRequest, from: string, { pool }: Pick<Facts, 'pool'>): readonly Nominee[] {
  const people = newcomers(request, [...(pool?.rule ?? []), ...(pool?.backups ?? [])]);
  const isSecurity = ({ by }: Nominee): boolean => by === 'security';
  const leaving = nomineeOf(request, from);
  const others = request.nominees.filter(({ person }) => person.id !== from);
  const lastOfSecurity =
    request.approvalsNeeded === 2 && leaving !== undefined && isSecurity(leaving) && !others.some(isSecurity);
  return lastOfSecurity ? people.filter(isSecurity) : people;
}
