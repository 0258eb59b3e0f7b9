import { quietUntil } from '../../core/quietHours.js';
import type { Instant } from '../../core/request.js';
import type { EffectOf, Outcome } from '../outbox.js';
import type { HandlerDeps } from './deps.js';

/**
 * A reminder that would come at night waits until morning, by the clock of whoever gets it: undefined where it need not.
 * It is the same effect that comes again, so that nothing is lost or told twice; by then it may have been decided.
 */
export async function untilMorning(
  deps: HandlerDeps,
  { notice, requestId }: EffectOf<'tell'> | EffectOf<'mail'>,
  personId: string,
): Promise<Outcome | undefined> {
  const { quietHours, businessHours } = deps.policy;
  if (quietHours === null || notice !== 'approvalReminder' || requestId === undefined) return undefined;
  const request = (await deps.store.read('request', requestId))?.value;
  if (request === undefined || request.urgent) return undefined;
  if (request.status !== 'awaitingApproval') return 'done';
  const zone = (await deps.messenger.contact(personId)).timeZone ?? quietHours.timeZone ?? businessHours?.timeZone;
  const again = quietEnd(deps, quietHours, zone ?? 'UTC');
  return again === undefined ? undefined : { again };
}

/** A client may report any name; one that is no time zone counts as UTC. */
function quietEnd(
  { clock }: Pick<HandlerDeps, 'clock'>,
  hours: NonNullable<HandlerDeps['policy']['quietHours']>,
  zone: string,
): Instant | undefined {
  try {
    return quietUntil(hours, zone, clock.now());
  } catch {
    return quietUntil(hours, 'UTC', clock.now());
  }
}
