import type { TurnContext } from 'botbuilder';
import { refusalText } from '../cards/refusals.js';
import { find, isIt } from '../core/lookup.js';
import { isRefusal } from '../core/refusal.js';
import type { ConsoleVerb } from '../cards/action.js';
import type { Answer, Input } from './cardActions.js';
import type { Command, Typed } from './commands.js';
import { runConsoleAction } from './consoleActions.js';
import type { BotDeps } from './deps.js';
import { searched } from './historyCommands.js';
import { say, sendCard, translate } from './replies.js';
import type { Viewer } from './seeing.js';
import { actorOf } from './sender.js';

/** What IT types does what its buttons do. */
const does =
  (verb: ConsoleVerb): Command =>
  (deps, context, { rest }) =>
    answer(deps, context, verb, { text: rest });

export const openConsole = does('console');
export const listParked = does('parked');
export const pauseService = does('pause');
export const resumeService = does('resume');
export const letResetsGoOn = does('allowResets');

/** `lift MFA-7K3Q9: why` or `lift Priya: why`; without a reason it is asked for. */
export const liftCoolDown: Command = async (deps, context, typed) => {
  const t = translate(context);
  // Before anybody is looked up: the directory is not everybody's to search.
  if (!(await isIt(deps, actorOf(context.activity)))) {
    await answer(deps, context, 'lift', {});
    return;
  }
  const { name, why } = whoAndWhy(typed);
  if (typed.reference === undefined && name === '') return say(context, t('chat.liftWhom'));
  const people =
    typed.reference === undefined ? await searched(deps, name) : await targetOf(deps, context, typed.reference);
  const [only] = people;
  if (only === undefined)
    return say(
      context,
      typed.reference === undefined
        ? t('history.notFound', { name })
        : refusalText('unknownRequest', undefined, t, deps.policy.support),
    );
  if (people.length > 1) return say(context, t('chat.whichPerson'));
  await answer(deps, context, 'lift', { person: only.id, text: why });
};

async function targetOf(deps: BotDeps, context: TurnContext, reference: string) {
  const seen = await find(deps, reference, actorOf(context.activity));
  return isRefusal(seen) ? [] : [seen.request.target];
}

function whoAndWhy({ reference, rest }: Typed): { readonly name: string; readonly why: string } {
  if (reference !== undefined) return { name: '', why: rest.replace(/^because\s+/iu, '') };
  const [name = '', ...why] = rest.split(/\s*(?::|\s[–—-]\s|\bbecause\b)\s*/iu);
  return { name: name.trim(), why: why.join(' ').trim() };
}

async function answer(deps: BotDeps, context: TurnContext, verb: ConsoleVerb, input: Input): Promise<void> {
  const { activity } = context;
  const viewer: Viewer = {
    actor: actorOf(activity),
    userId: activity.from.id,
    place: undefined,
    t: translate(context),
  };
  const given: Answer = await runConsoleAction(deps, verb, { ...input, as: 'it' }, viewer);
  if ('card' in given) await sendCard(context, given.card);
  else await say(context, given.text);
}
