import type { TurnContext } from 'botbuilder';
import { historyCard, whoseHistoryCard } from '../cards/historyCard.js';
import { refusalText } from '../cards/refusals.js';
import { history, namedInHistory, type ListName, type Wanted } from '../core/history.js';
import { isIt } from '../core/lookup.js';
import { toPerson } from '../core/policy.js';
import { isRefusal } from '../core/refusal.js';
import type { Person } from '../core/request.js';
import type { Answer } from './cardActions.js';
import type { Command } from './commands.js';
import type { BotDeps } from './deps.js';
import { say, sendCard, translate } from './replies.js';
import { status } from './requestCommands.js';
import type { Viewer } from './seeing.js';
import { actorOf } from './sender.js';

/** More people than this are no choice on a phone. */
const MAX_CHOICES = 8;

/** What somebody may see of earlier requests; with a name, of one person; with a reference, that one. */
export const listHistory: Command = async (deps, context, typed, dc) => {
  const { reference, rest } = typed;
  if (reference !== undefined) return status(deps, context, typed, dc);
  const t = translate(context);
  const viewer = actorOf(context.activity);
  const it = await isIt(deps, viewer);
  const list: ListName = it ? 'all' : 'seen';
  const name = rest.trim();
  if (name === '') return showPage(deps, context, { list });
  if (/^mfa[-\s]?[0-9a-z]{0,4}$/iu.test(name)) return say(context, t('chat.wholeReference'));
  const people = it ? await searched(deps, name) : await namedInHistory(deps.store, name, viewer);
  const [only] = people;
  if (only === undefined) return say(context, t(it ? 'history.notFound' : 'history.nobody', { name }));
  if (people.length === 1) return showPage(deps, context, { list, about: only.id });
  await sendCard(context, whoseHistoryCard({ people: people.slice(0, MAX_CHOICES), list, t }));
};

/** IT's lists of what is not done yet. */
export const listOpen: Command = (deps, context) => showPage(deps, context, { list: 'open' });
export const listLate: Command = (deps, context) => showPage(deps, context, { list: 'late' });

/** One page, as an answer to a button. */
export async function pageAnswer(deps: BotDeps, wanted: Wanted, { actor, t }: Viewer): Promise<Answer> {
  const listed = await history(deps, wanted, actor);
  if (isRefusal(listed)) return { text: refusalText(listed.refused, listed.detail, t, deps.policy.support) };
  return { card: historyCard({ listed, now: deps.clock.now(), t }) };
}

async function showPage(deps: BotDeps, context: TurnContext, wanted: Wanted): Promise<void> {
  const viewer = { actor: actorOf(context.activity), userId: '', place: undefined, t: translate(context) };
  const answer = await pageAnswer(deps, wanted, viewer);
  if ('card' in answer) await sendCard(context, answer.card);
  else await say(context, answer.text);
}

/** By object id as well: the directory may not know them any more, and their requests are there. */
export async function searched({ directory }: BotDeps, name: string): Promise<readonly Person[]> {
  if (OBJECT_ID.test(name)) {
    const id = name.toLowerCase();
    const found = await directory.person(id);
    return [found === undefined ? { id, name: id } : toPerson(found)];
  }
  const found = await directory.search(name, MAX_CHOICES + 1);
  const exact = found.filter(({ mail, userPrincipalName }) =>
    [mail, userPrincipalName].some((known) => known?.toLowerCase() === name.toLowerCase()),
  );
  return (exact.length === 1 ? exact : found).map(toPerson);
}

const OBJECT_ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/iu;
