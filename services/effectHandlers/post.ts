import { channelCard } from '../../cards/it/channelCard.js';
import { translator } from '../../cards/strings.js';
import type { Effect } from '../../core/effects.js';
import type { ResetRequest } from '../../core/request.js';
import { addCopy } from '../../core/sentCards.js';
import type { EffectOf, Outcome } from '../outbox.js';
import type { HandlerDeps } from './deps.js';
import { watchersOf } from './watchers.js';

/**
 * Tells IT of what can't wait: in its channel, and who follows the request in person where it is theirs already. Where
 * there is no channel, or it takes nothing, the members are told one by one.
 */
export async function post(deps: HandlerDeps, effect: EffectOf<'post'>): Promise<Outcome> {
  const { requestId, notice, dueAt } = effect;
  const request = (await deps.store.read('request', requestId))?.value;
  if (request === undefined || request.erasedAt !== undefined) return 'done';
  const key = `tell:${effect.key}`;
  const telling = { kind: 'tell', dueAt, requestId, notice } as const;
  const effects: readonly Effect[] = !(await intoChannel(deps, request))
    ? [{ ...telling, key, to: { group: 'it' } }]
    : notice === 'urgent'
      ? []
      : (await watchersOf(deps, request)).map((person) => ({
          ...telling,
          key: `${key}:${person}`,
          to: { person },
          as: 'it',
        }));
  if (effects.length > 0) await deps.store.commit({ effects });
  return 'done';
}

/** Whether it stands there. The post follows the request from then on, as cards do. */
async function intoChannel({ policy, messenger, store, log }: HandlerDeps, request: ResetRequest): Promise<boolean> {
  const { itChannel } = policy;
  if (itChannel === null) return false;
  const { id: requestId } = request;
  // Many read it: in the language of the service, and without a time.
  const result = await messenger.post(itChannel, channelCard({ request, t: translator() }));
  if (result.sent) await addCopy(store, { requestId, personId: itChannel, as: 'channel' }, result.place);
  else log.warn({ requestId, reason: result.reason }, "IT's channel took no post; its members are told one by one");
  return result.sent;
}
