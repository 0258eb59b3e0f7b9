import { noticeCard } from '../../cards/notices/noticeCard.js';
import type { NoticeView } from '../../cards/notices/notice.js';
import type { Effect, Group } from '../../core/effects.js';
import type { SendResult } from '../../core/ports.js';
import type { EffectOf, Outcome } from '../outbox.js';
import { Undeliverable } from '../outbox/undeliverable.js';
import type { HandlerDeps } from './deps.js';
import { noticeFor } from './noticeFor.js';
import { untilMorning } from './quiet.js';
import { sendFirstItCard } from './refreshCards.js';
import { watchersOf } from './watchers.js';

/** How many members of a group are told of one thing. */
const MOST_TOLD = 100;

/** Tells one person in Teams; by mail where Teams refuses. Several people become one effect for each. */
export async function tell(deps: HandlerDeps, effect: EffectOf<'tell'>): Promise<Outcome> {
  const { to, notice, requestId, mailedToo } = effect;
  if (!('person' in to)) {
    await ('group' in to ? spread(deps, effect, to.group) : spreadToWatchers(deps, effect));
    return 'done';
  }
  const later = await untilMorning(deps, effect, to.person);
  if (later !== undefined) return later;
  const view = await noticeFor(deps, effect, to.person);
  if (view === undefined) return 'done';
  const result = await send(deps, view, to.person);
  if (result.sent) return 'done';
  const { reason } = result;
  if (!(await hasAddress(deps, view, to.person)))
    throw new Undeliverable(`Teams refused it (${reason}), and there is no mail address`);
  deps.log.info({ requestId, notice, personId: to.person, reason }, 'Teams refused a notice; it goes by mail');
  if (mailedToo !== true) {
    const { about, as, dueAt } = effect;
    const instead = { kind: 'mail', key: `mail:${effect.key}`, dueAt, requestId, to, notice, about, as } as const;
    await deps.store.commit({ effects: [instead] });
  }
  return 'done';
}

async function hasAddress({ directory }: HandlerDeps, { to, request }: NoticeView, personId: string): Promise<boolean> {
  if (to === 'target') return (request?.targetAddresses.length ?? 0) > 0;
  return (await directory.person(personId))?.mail !== undefined;
}

/** IT gets a card to act on; where somebody has it already, a line that brings it to their eyes again. */
async function send(deps: HandlerDeps, view: NoticeView, personId: string): Promise<SendResult> {
  const { notice, to, request } = view;
  if ((notice === 'needsAttention' || notice === 'details') && to === 'it' && request !== undefined) {
    const first = await sendFirstItCard(deps, request.id, personId);
    if (first !== undefined) return first;
  }
  return deps.messenger.send(personId, noticeCard(view));
}

async function spread(deps: HandlerDeps, effect: EffectOf<'tell'>, group: Group): Promise<void> {
  const { requestId, notice } = effect;
  const groupId = group === 'it' ? deps.policy.itGroup : deps.policy.securityGroup;
  if (groupId !== null) {
    const members = await deps.directory.members(groupId, MOST_TOLD);
    const enabled = members.filter((member) => member.enabled);
    await deps.store.commit({ effects: toEach(effect, idsOf(enabled), group) });
    return;
  }
  const request = requestId === undefined ? undefined : (await deps.store.read('request', requestId))?.value;
  // Without IT it is for whoever approved to put it right: core lets them.
  if (notice === 'needsAttention' && request !== undefined)
    await deps.store.commit({ effects: toEach(effect, idsOf(request.approvals.map(({ by }) => by)), undefined) });
  else deps.log.warn({ requestId, notice, group }, 'nobody to tell: the policy names no such group');
}

/** Where nobody who follows it is of IT any more, all of IT are told. */
async function spreadToWatchers(deps: HandlerDeps, effect: EffectOf<'tell'>): Promise<void> {
  const { requestId } = effect;
  const request = requestId === undefined ? undefined : (await deps.store.read('request', requestId))?.value;
  const watchers = request === undefined ? [] : await watchersOf(deps, request);
  if (watchers.length === 0) await spread(deps, effect, 'it');
  else await deps.store.commit({ effects: toEach(effect, watchers, 'it') });
}

function toEach(effect: EffectOf<'tell'>, people: readonly string[], as: Group | undefined): readonly Effect[] {
  return people.map((person) => ({ ...effect, key: `${effect.key}:${person}`, to: { person }, as }));
}

function idsOf(people: readonly { readonly id: string }[]): readonly string[] {
  return people.map(({ id }) => id);
}
