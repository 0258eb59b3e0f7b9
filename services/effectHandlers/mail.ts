import { noticeMail } from '../../cards/mail/noticeMail.js';
import type { Mail } from '../../core/ports.js';
import { GraphError } from '../graph/index.js';
import type { EffectOf, Outcome } from '../outbox.js';
import { Undeliverable } from '../outbox/undeliverable.js';
import type { HandlerDeps } from './deps.js';
import { noticeFor, writingTo } from './noticeFor.js';
import { untilMorning } from './quiet.js';

/** Answers of Graph that sending again would not change: no grant, no mailbox, no such address. */
const REFUSALS: ReadonlySet<number> = new Set([400, 403, 404]);

/** To one person, on the address the directory has now. */
export async function mail(deps: HandlerDeps, effect: EffectOf<'mail'>): Promise<Outcome> {
  const { person } = effect.to;
  const later = await untilMorning(deps, effect, person);
  if (later !== undefined) return later;
  const view = await noticeFor(deps, effect, person);
  if (view === undefined) return 'done';
  const address = (await deps.directory.person(person))?.mail;
  if (address === undefined) deps.log.warn({ personId: person, notice: effect.notice }, 'somebody has no mail address');
  else await send(deps, { to: [address], ...noticeMail(view) });
  return 'done';
}

/** The target is told on every address the directory had when the reset was asked for. */
export async function mailTarget(deps: HandlerDeps, { requestId, notice }: EffectOf<'mailTarget'>): Promise<Outcome> {
  const request = (await deps.store.read('request', requestId))?.value;
  if (request === undefined) return 'done';
  const { target, targetAddresses } = request;
  if (targetAddresses.length === 0) {
    deps.log.warn({ requestId, personId: target.id }, 'the target has no mail address to be told on');
    return 'done';
  }
  const view = { notice, request, to: 'target', ...(await writingTo(deps, target.id)) } as const;
  await send(deps, { to: targetAddresses, ...noticeMail(view) });
  return 'done';
}

async function send({ mailer }: HandlerDeps, letter: Mail): Promise<void> {
  try {
    await mailer.send(letter);
  } catch (error) {
    if (error instanceof GraphError && REFUSALS.has(error.status))
      throw new Undeliverable(`Graph refused the mail: ${error.status} ${error.code}`, { cause: error });
    throw error;
  }
}
