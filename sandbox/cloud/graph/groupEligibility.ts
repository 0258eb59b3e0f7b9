import type { Answer, Call } from '../http/call.js';
import type { GraphContext, Operation } from './context.js';
import { badRequest } from './graphError.js';
import { readGroupEligibility } from './permissions.js';
import { queried } from './query.js';

/** PIM for Groups: who may make themselves a member or an owner of which group. */
export function groupEligibilityOperations(context: GraphContext): readonly Operation[] {
  return [{ method: 'GET', path: PATH, roles: readGroupEligibility, handle: (call) => list(call, context) }];
}

const PATH = 'identityGovernance/privilegedAccess/group/eligibilityScheduleInstances';

function list(call: Call, context: GraphContext): Answer {
  // The reference asks for it; which text refuses the call without it is documented nowhere.
  if (!/\b(principalId|groupId) eq /.test(call.query.get('$filter') ?? ''))
    throw badRequest('A filter on principalId or groupId is required.');
  const bodies = context.directory.groups.eligibilities.map((one) => ({
    ...one,
    memberType: 'direct',
    eligibilityScheduleId: `schedule-${one.id}`,
  }));
  return queried(call, bodies, {
    type: 'privilegedAccessGroupEligibilityScheduleInstance',
    base: context.base(call),
    context: PATH,
    filterable: ['principalId', 'groupId', 'accessId'],
  });
}
