import { consoleCard } from '../cards/it/consoleCard.js';
import { parkedCard } from '../cards/it/parkedCard.js';
import { liftedCard, reasonCard } from '../cards/it/reasonCard.js';
import type { ConsoleVerb } from '../cards/action.js';
import { refusalText } from '../cards/refusals.js';
import { allowResets } from '../core/allowing.js';
import { groupsOfActor } from '../core/approvals.js';
import { attempted } from '../core/attempts.js';
import { readConsole } from '../core/console.js';
import { lift } from '../core/lifting.js';
import { isIt } from '../core/lookup.js';
import { pause, resume } from '../core/pausing.js';
import { toPerson } from '../core/policy.js';
import type { Card } from '../core/ports.js';
import { isRefusal, refuse, type Refusal } from '../core/refusal.js';
import type { Person } from '../core/request.js';
import type { ParkedEffect } from '../core/store.js';
import type { Answer, Input } from './cardActions.js';
import type { BotDeps } from './deps.js';
import type { Viewer } from './seeing.js';

type Handler = (deps: BotDeps, input: Input, viewer: Viewer) => Promise<Answer>;

/** What each button on IT's console does. */
const onConsole: Record<ConsoleVerb, Handler> = {
  console: (deps, _input, viewer) => forIt(deps, viewer, 'console', () => showConsole(deps, viewer)),
  parked: (deps, { behind }, viewer) => forIt(deps, viewer, 'parked', () => showParked(deps, viewer, behind)),
  pause: async (deps, { text = '' }, viewer) => {
    if (text.trim() === '')
      return forIt(deps, viewer, 'pause', async () => reasonCard({ verb: 'pause', t: viewer.t }), 'security');
    return afterwards(deps, await pause(deps, viewer.actor, text), viewer, 'notice.servicePaused.heading');
  },
  resume: async (deps, _input, viewer) =>
    afterwards(deps, await resume(deps, viewer.actor), viewer, 'notice.serviceResumed.heading'),
  allowResets: async (deps, { as }, viewer) => {
    const outcome = await allowResets(deps, viewer.actor);
    if (typeof outcome === 'object') return no(deps, outcome, viewer);
    // On the alarm itself nothing changes: it says what happened.
    if (as === 'it' && (await isIt(deps, viewer.actor))) return { card: await showConsole(deps, viewer) };
    return { text: viewer.t(outcome === 'allowed' ? 'chat.resetsAllowed' : 'chat.resetsAgreed') };
  },
  lift: async (deps, { person: id, text = '' }, viewer) => {
    // First of all: whether somebody is in the directory is not everybody's to find out.
    if (!(await isIt(deps, viewer.actor)))
      return no(deps, await attempted(deps, viewer.actor, 'lift', refuse('notIt')), viewer);
    const person = id === undefined ? undefined : await personOf(deps, id);
    if (person === undefined) return no(deps, refuse('unknownRequest'), viewer);
    if (text.trim() === '') return { card: reasonCard({ verb: 'lift', person, t: viewer.t }) };
    const outcome = await lift(deps, viewer.actor, person.id, text);
    return isRefusal(outcome) ? no(deps, outcome, viewer) : { card: liftedCard({ person, t: viewer.t }) };
  },
};

export function isConsoleVerb(verb: string): verb is ConsoleVerb {
  return Object.hasOwn(onConsole, verb);
}

export function runConsoleAction(deps: BotDeps, verb: ConsoleVerb, input: Input, viewer: Viewer): Promise<Answer> {
  return onConsole[verb](deps, input, viewer);
}

export async function showConsole(deps: BotDeps, { t }: Pick<Viewer, 't'>): Promise<Card> {
  return consoleCard({ console: await readConsole(deps), now: deps.clock.now(), t });
}

/** Effects on a card: each has a line of its own. */
const PAGE = 5;

/** A page of what was given up; what was taken care of meanwhile is not in it any more. */
export async function showParked({ store }: BotDeps, { t }: Pick<Viewer, 't'>, behind?: string): Promise<Card> {
  const found = await store.parked(PAGE + 1, behind);
  const parked = await Promise.all(
    found.slice(0, PAGE).map(async ({ effect, error }: ParkedEffect) => ({
      effect: effect.key,
      what: 'notice' in effect ? effect.notice : effect.kind,
      error,
      reference:
        effect.requestId === undefined ? undefined : (await store.read('request', effect.requestId))?.value.reference,
    })),
  );
  return parkedCard({ parked, more: found.length > PAGE, t });
}

/** A form or a card that changes nothing is IT's alone as well. */
async function forIt(
  deps: BotDeps,
  viewer: Viewer,
  command: string,
  show: () => Promise<Card>,
  orSecurity?: 'security',
): Promise<Answer> {
  const { it, security } = await groupsOfActor(deps, viewer.actor);
  if (it || (security && orSecurity !== undefined)) return { card: await show() };
  return no(deps, await attempted(deps, viewer.actor, command, refuse('notIt')), viewer);
}

/** IT sees how the service stands now; security, who has no console, a sentence. */
async function afterwards(
  deps: BotDeps,
  outcome: object,
  viewer: Viewer,
  said: 'notice.servicePaused.heading' | 'notice.serviceResumed.heading',
): Promise<Answer> {
  const refused = isRefusal(outcome) ? outcome : undefined;
  // Somebody was faster, or the tap came twice: the card says how it stands.
  if (refused !== undefined && refused.refused !== 'alreadyDone') return no(deps, refused, viewer);
  if (await isIt(deps, viewer.actor)) return { card: await showConsole(deps, viewer) };
  return refused === undefined ? { text: viewer.t(said) } : no(deps, refused, viewer);
}

async function personOf({ directory }: BotDeps, id: string): Promise<Person | undefined> {
  const found = await directory.person(id);
  return found && toPerson(found);
}

function no({ policy, clock }: BotDeps, { refused, detail }: Refusal, { t }: Viewer): Answer {
  return { text: refusalText(refused, detail, t, policy.support, clock.now()) };
}
