import type { TurnContext } from 'botbuilder';
import { firstAidCard } from '../cards/firstAid/firstAidCard.js';
import { firstAidMenu } from '../cards/firstAid/firstAidMenu.js';
import type { Topic } from '../cards/firstAid/topics.js';
import { askedBy } from '../core/lookup.js';
import type { Card } from '../core/ports.js';
import { hasEnded } from '../core/request.js';
import { usualTime } from '../core/usualTime.js';
import type { BotDeps } from './deps.js';
import { sendCard, translate } from './replies.js';
import type { Viewer } from './seeing.js';
import { actorOf } from './sender.js';

/** The answer to one question, or all the questions there are. Of requests it shows the asker's own and nobody else's. */
export async function firstAid(
  { store, clock, policy, links }: BotDeps,
  topic: Topic | undefined,
  { actor, t }: Pick<Viewer, 'actor' | 't'>,
): Promise<Card> {
  if (topic === undefined) return firstAidMenu({ t, support: policy.support });
  const now = clock.now();
  const [asked, usual] = await Promise.all([askedBy(store, actor.id), usualTime(store, now)]);
  const open = asked.filter((request) => !hasEnded(request));
  const [ended] = asked.filter(hasEnded).sort((one, other) => (other.endedAt ?? 0) - (one.endedAt ?? 0));
  return firstAidCard({ topic, open, ended, usual, policy, links, now, t });
}

export async function sendFirstAid(deps: BotDeps, context: TurnContext, topic: Topic | undefined): Promise<void> {
  const viewer = { actor: actorOf(context.activity), t: translate(context) };
  await sendCard(context, await firstAid(deps, topic, viewer));
}
