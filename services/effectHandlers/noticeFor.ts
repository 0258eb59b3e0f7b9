import type { AboutView, Audience, NoticeView } from '../../cards/notices/notice.js';
import { translator } from '../../cards/strings.js';
import type { About } from '../../core/effects.js';
import { nomineeOf } from '../../core/nominees.js';
import { toPerson } from '../../core/policy.js';
import type { Person, ResetRequest } from '../../core/request.js';
import type { EffectOf } from '../outbox.js';
import type { HandlerDeps } from './deps.js';

/** What one person is told, in their language; undefined when the request it is about is gone. */
export async function noticeFor(
  deps: HandlerDeps,
  { requestId, notice, about, as }: EffectOf<'tell'> | EffectOf<'mail'>,
  personId: string,
): Promise<NoticeView | undefined> {
  const request = requestId === undefined ? undefined : (await deps.store.read('request', requestId))?.value;
  if (requestId !== undefined && request === undefined) return undefined;
  return {
    notice,
    request,
    about: about && (await named(deps, about)),
    to: as ?? audienceOf(request, personId),
    ...(await writingTo(deps, personId)),
  };
}

/** The language and clock of somebody, and what every sentence may refer to. */
export async function writingTo(
  { messenger, policy, links }: HandlerDeps,
  personId: string,
): Promise<Pick<NoticeView, 't' | 'support' | 'links' | 'noIt' | 'blocks'>> {
  const { locale, timeZone } = await messenger.contact(personId);
  return {
    t: translator(locale, timeZone),
    support: policy.support,
    links,
    noIt: policy.itGroup === null,
    blocks: policy.contain.blockSignIn,
  };
}

async function named(deps: HandlerDeps, about: About): Promise<AboutView> {
  if ('cause' in about) {
    const [refusedTo, target] = await Promise.all([personOf(deps, about.refusedTo), personOf(deps, about.target)]);
    return { refusedTo, target, cause: about.cause };
  }
  if ('deletedOf' in about)
    return { ...about, deletedOf: await Promise.all(about.deletedOf.map((id) => personOf(deps, id))) };
  if ('service' in about)
    return { service: about.service, by: await personOf(deps, about.by), ...(await whyPaused(deps)) };
  if ('digest' in about) {
    const { single } = about.digest;
    return { digest: { ...about.digest, single: await Promise.all(single.map((id) => personOf(deps, id))) } };
  }
  if ('limit' in about) return about;
  if ('delegate' in about) {
    const [delegator, delegate, by] = await Promise.all(
      [about.delegator, about.delegate, about.by].map((id) => personOf(deps, id)),
    );
    if (delegator === undefined || delegate === undefined || by === undefined)
      throw new Error('three people were read');
    return { delegator, delegate, by, from: about.from, until: about.until };
  }
  return { ...about, person: about.person === undefined ? undefined : await personOf(deps, about.person) };
}

/** Nothing where it has gone on meanwhile. */
async function whyPaused({ store }: HandlerDeps): Promise<{ readonly why?: string }> {
  const why = (await store.read('service', 'service'))?.value.pause?.why;
  return why === undefined ? {} : { why };
}

/** Somebody the directory does not know (any more) is told of by id. */
async function personOf({ directory }: HandlerDeps, id: string): Promise<Person> {
  const found = await directory.person(id);
  return found === undefined ? { id, name: id } : toPerson(found);
}

function audienceOf(request: ResetRequest | undefined, personId: string): Audience {
  if (request === undefined) return 'it';
  if (personId === request.requester.id) return 'requester';
  if (personId === request.target.id) return 'target';
  const was = request.reassignments?.some(({ from }) => from.id === personId) === true;
  return was || nomineeOf(request, personId) !== undefined ? 'nominee' : 'it';
}
