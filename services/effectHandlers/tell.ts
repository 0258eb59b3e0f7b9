import { noticeCard } from '../../cards/noticeCard.js';
import { noticeMail } from '../../cards/noticeMail.js';
import type { Audience } from '../../cards/notice.js';
import { translator } from '../../cards/strings.js';
import type { Effect } from '../../core/effects.js';
import { nomineeOf } from '../../core/nominees.js';
import { MAX_NOMINEES } from '../../core/policy.js';
import type { ResetRequest } from '../../core/request.js';
import type { EffectOf, Outcome } from '../outbox.js';
import type { HandlerDeps } from './deps.js';

/** Tells one person in Teams, by mail where Teams refuses; a group becomes one effect for each member. */
export async function tell(deps: HandlerDeps, effect: EffectOf<'tell'>): Promise<Outcome> {
  const { to, notice, requestId } = effect;
  if ('group' in to) {
    await spread(deps, effect, to.group);
    return 'done';
  }
  const request = requestId === undefined ? undefined : (await deps.store.read('request', requestId))?.value;
  if (requestId !== undefined && request === undefined) return 'done';
  const audience = effect.as ?? audienceOf(request, to.person);
  const { locale, timeZone } = await deps.messenger.contact(to.person);
  const view = { notice, request, to: audience, t: translator(locale, timeZone), support: deps.policy.support };
  const result = await deps.messenger.send(to.person, noticeCard(view));
  if (result.sent) return 'done';
  deps.log.info(
    { requestId, notice, personId: to.person, reason: result.reason },
    'Teams refused a notice; it goes by mail',
  );
  await mailTo(deps, to.person, noticeMail(view));
  return 'done';
}

/** The target is told on every address the directory had when the reset was asked for. */
export async function mailTarget(deps: HandlerDeps, { requestId, notice }: EffectOf<'mailTarget'>): Promise<Outcome> {
  const request = (await deps.store.read('request', requestId))?.value;
  if (request === undefined) return 'done';
  if (request.targetAddresses.length === 0) {
    deps.log.warn({ requestId, personId: request.target.id }, 'the target has no mail address to be told on');
    return 'done';
  }
  const view = { notice, request, to: 'target', t: translator(), support: deps.policy.support } as const;
  await deps.mailer.send({ to: request.targetAddresses, ...noticeMail(view) });
  return 'done';
}

export async function mailTo(
  { directory, mailer, log }: HandlerDeps,
  personId: string,
  mail: { readonly subject: string; readonly text: string },
): Promise<void> {
  const address = (await directory.person(personId))?.mail;
  if (address === undefined) log.warn({ personId }, 'neither Teams nor mail reaches this person');
  else await mailer.send({ to: [address], ...mail });
}

async function spread(deps: HandlerDeps, effect: EffectOf<'tell'>, group: 'it' | 'security'): Promise<void> {
  const groupId = group === 'it' ? deps.policy.itGroup : deps.policy.securityGroup;
  if (groupId === null) {
    deps.log.warn(
      { requestId: effect.requestId, notice: effect.notice, group },
      'nobody to tell: the policy names no such group',
    );
    return;
  }
  const members = await deps.directory.members(groupId, MAX_NOMINEES);
  const effects = members
    .filter(({ enabled }) => enabled)
    .map(({ id }): Effect => ({ ...effect, key: `${effect.key}:${id}`, to: { person: id }, as: group }));
  await deps.store.commit({ effects });
}

function audienceOf(request: ResetRequest | undefined, personId: string): Audience {
  if (request === undefined) return 'it';
  if (personId === request.requester.id) return 'requester';
  if (personId === request.target.id) return 'target';
  return nomineeOf(request, personId) === undefined ? 'it' : 'nominee';
}
