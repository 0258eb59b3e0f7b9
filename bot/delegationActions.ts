import type { TurnContext } from 'botbuilder';
import { delegateCard, delegationCard } from '../cards/asking/delegateCard.js';
import { refusalText } from '../cards/refusals.js';
import type { Translate } from '../cards/strings.js';
import type { Actor } from '../core/command.js';
import { delegate, eligibleDelegates, plannedDelegation, stopDelegating } from '../core/delegating.js';
import { isIt } from '../core/lookup.js';
import { toPerson } from '../core/policy.js';
import type { Card } from '../core/ports.js';
import { isRefusal, refuse, type Refusal } from '../core/refusal.js';
import type { Person } from '../core/request.js';
import { wallTime } from '../core/zonedTime.js';
import type { Answer, Input } from './cardActions.js';
import type { Command } from './commands.js';
import type { BotDeps } from './deps.js';
import { say, sendCard, translate } from './replies.js';
import type { Viewer } from './seeing.js';
import { actorOf } from './sender.js';

export type DelegationVerb = 'delegate' | 'stopDelegating';

export function isDelegationVerb(verb: string): verb is DelegationVerb {
  return verb === 'delegate' || verb === 'stopDelegating';
}

/** Has somebody else decide for a while, or ends that. Whose place it is the card only claims. */
export async function runDelegation(
  deps: BotDeps,
  verb: DelegationVerb,
  input: Input,
  { actor, t }: Viewer,
): Promise<Answer> {
  if (verb === 'delegate' && input.to === undefined && input.person === undefined) return ownForm(deps, actor, t);
  const { person: delegatorId = actor.id, to = '', begins = '', ends = '' } = input;
  const wish = { delegatorId, to, from: begins, until: ends, timeZone: t.timeZone ?? 'UTC' };
  const outcome = await (verb === 'delegate' ? delegate(deps, actor, wish) : stopDelegating(deps, actor, delegatorId));
  if (isRefusal(outcome)) return { text: noText(deps, outcome, t) };
  return { card: delegationCard({ delegation: outcome, now: deps.clock.now(), t }) };
}

/** The button of the help card. */
async function ownForm(deps: BotDeps, actor: Actor, t: Translate): Promise<Answer> {
  const self = await deps.directory.person(actor.id);
  const shown = self === undefined ? refuse('notAllowed') : await arranging(deps, toPerson(self), actor, t);
  return isRefusal(shown) ? { text: noText(deps, shown, t) } : { card: shown };
}

/** `delegate`, and for IT `delegate for Morgan`: what is arranged, or the form for it. */
export const delegateCommand: Command = async (deps, context, { rest }) => {
  const delegator = await meant(deps, context, rest);
  if (delegator === undefined) return;
  const shown = await arranging(deps, delegator, actorOf(context.activity), translate(context));
  if (isRefusal(shown)) await say(context, noText(deps, shown, translate(context)));
  else await sendCard(context, shown);
};

/** `stop delegating`, and for IT `stop delegating for Morgan`. */
export const stopDelegatingCommand: Command = async (deps, context, { rest }) => {
  const delegator = await meant(deps, context, rest);
  if (delegator === undefined) return;
  const t = translate(context);
  const outcome = await stopDelegating(deps, actorOf(context.activity), delegator.id);
  if (isRefusal(outcome)) await say(context, noText(deps, outcome, t));
  else await sendCard(context, delegationCard({ delegation: outcome, now: deps.clock.now(), t }));
};

async function arranging(deps: BotDeps, delegator: Person, actor: Actor, t: Translate): Promise<Card | Refusal> {
  const now = deps.clock.now();
  const delegation = await plannedDelegation(deps, delegator.id);
  if (delegation !== undefined) return delegationCard({ delegation, now, t });
  const found = await eligibleDelegates(deps, delegator.id);
  const people = found.filter(({ id }) => id !== actor.id);
  if (people.length === 0) return refuse('nobodyElse');
  const { date: today } = wallTime(now, t.timeZone ?? 'UTC');
  return delegateCard({ delegator, own: delegator.id === actor.id, people, today, t });
}

/** Oneself, or for IT the one colleague of that name; undefined where a sentence has said why not. */
async function meant(deps: BotDeps, context: TurnContext, name: string): Promise<Person | undefined> {
  const actor = actorOf(context.activity);
  const t = translate(context);
  if (name === '') {
    const self = await deps.directory.person(actor.id);
    return self === undefined ? undefined : toPerson(self);
  }
  if (!(await isIt(deps, actor))) {
    await say(context, noText(deps, refuse('notIt'), t));
    return undefined;
  }
  const [only, ...others] = await deps.directory.search(name, 2);
  if (only !== undefined && others.length === 0) return toPerson(only);
  await say(context, t(only === undefined ? 'delegate.nobody' : 'delegate.several'));
  return undefined;
}

function noText({ policy, clock }: BotDeps, { refused, detail }: Refusal, t: Translate): string {
  return refusalText(refused, detail, t, policy.support, clock.now());
}
