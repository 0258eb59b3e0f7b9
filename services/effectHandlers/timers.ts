import { act, type Act } from '../../core/approvals.js';
import { SYSTEM } from '../../core/command.js';
import { backups } from '../../core/nominate.js';
import { isRefusal } from '../../core/refusal.js';
import type { Outcome } from '../outbox.js';
import type { EffectOf, HandlerDeps } from './deps.js';

/** A timer that finds its request decided already has nothing to do: its refusal is the normal case. */
async function fire(deps: HandlerDeps, requestId: string, command: Act): Promise<Outcome> {
  const outcome = await act(deps, requestId, command);
  if (isRefusal(outcome) && outcome.refused !== 'alreadyDecided')
    deps.log.info({ requestId, timer: command.type, refused: outcome.refused }, 'timer had nothing to do');
  return 'done';
}

export async function remind(deps: HandlerDeps, { requestId }: EffectOf<'remind'>): Promise<Outcome> {
  return fire(deps, requestId, { type: 'remind', by: SYSTEM });
}

export async function escalate(deps: HandlerDeps, { requestId }: EffectOf<'escalate'>): Promise<Outcome> {
  const row = await deps.store.read('request', requestId);
  if (row?.value.status !== 'awaitingApproval') return 'done';
  const found = await backups(deps.directory, deps.policy, row.value);
  return fire(deps, requestId, { type: 'escalate', by: SYSTEM, backups: found });
}

export async function expire(deps: HandlerDeps, { requestId }: EffectOf<'expire'>): Promise<Outcome> {
  return fire(deps, requestId, { type: 'expire', by: SYSTEM });
}
