import type { TurnContext } from 'botbuilder';
import type { DialogContext } from 'botbuilder-dialogs';
import { helpCard, type Role } from '../cards/helpCard.js';
import { refusalText } from '../cards/refusals.js';
import { languageOffered, languagesOffered } from '../cards/strings.js';
import { discardDraft, draftOf, submit } from '../core/asking.js';
import { isIt, openOf, waitingFor } from '../core/lookup.js';
import { isRefusal } from '../core/refusal.js';
import {
  letResetsGoOn,
  liftCoolDown,
  listParked,
  openConsole,
  pauseService,
  resumeService,
} from './consoleCommands.js';
import { delegateCommand, stopDelegatingCommand } from './delegationActions.js';
import { chooseLanguage } from './conversations.js';
import type { BotDeps } from './deps.js';
import { addBackup, reassign } from './arrangingCommands.js';
import { sendFirstAid } from './firstAid.js';
import { claim, followUp, handBack, reply, sorted, stillLockedOut, takeOver } from './followUpCommands.js';
import { list } from './meant.js';
import { listHistory, listLate, listOpen } from './historyCommands.js';
import { say, sendCard, translate, writeIn } from './replies.js';
import { contain, release, wasNotMe } from './objecting.js';
import { answer, approvals, cancel, listOwn, note, nudge, status } from './requestCommands.js';
import { actorOf } from './sender.js';
import { troubleIn } from './trouble.js';

/** What was typed besides the command's own words. */
export interface Typed {
  /** `MFA-7K3Q9`, in its proper spelling. */
  readonly reference?: string | undefined;
  readonly rest: string;
}
export type Command = (deps: BotDeps, context: TurnContext, typed: Typed, dc: DialogContext) => Promise<void>;

/** The reference as people type it: in lower case, with a space. */
const REFERENCE = String.raw`(?:(?:for|of)?\s*mfa[-\s]?(?<reference>[0-9a-z]{5})\b)`;
const END = String.raw`\s*[.!?]*$`;
const command = (words: string, after: string): RegExp => new RegExp(`^(?:${words})${after}`, 'isu');

interface Row {
  readonly pattern: RegExp;
  readonly run: Command;
  /** Otherwise only when nothing is being asked: an answer may begin with the same word. */
  readonly always: boolean;
}
const always = (pattern: RegExp, run: Command): Row => ({ pattern, run, always: true });
const between = (pattern: RegExp, run: Command): Row => ({ pattern, run, always: false });

/** Words that do what a button does, at any step of a conversation. */
const rows: readonly Row[] = [
  always(command('help|\\?|hi|hello|what can you do', END), help),
  always(command(`(?:this |that |it )?(?:was(?:n[’']?t| not)|not) me`, `(?:\\s+${REFERENCE})?${END}`), wasNotMe),
  always(command('release', `\\s+${REFERENCE}(?<rest>.*)$`), release),
  always(command('contain', `\\s+${REFERENCE}${END}`), contain),
  always(command('cancel|withdraw', `\\s+${REFERENCE}${END}`), cancel),
  always(command('cancel|stop|quit|never ?mind', END), stop),
  always(command('yes|confirm|send(?: it)?|submit', END), confirm),
  always(command('(?:my )?status', `(?:\\s+${REFERENCE})?${END}`), status),
  always(command('', `${REFERENCE}${END}`), status),
  always(command('(?:my |all )?requests?', END), listOwn),
  always(command('(?:my |pending )?approvals?|what is waiting for me', END), approvals),
  always(command('history|search|find', `${REFERENCE}${END}`), listHistory),
  always(command('history|search', END), listHistory),
  between(command('history|search', `\\s+(?:of|for)?\\b\\s*(?<rest>.*?)${END}`), listHistory),
  always(command('(?:all )?open(?: requests?)?', END), listOpen),
  always(command('late(?: requests?)?', END), listLate),
  always(command('(?:it )?console', END), openConsole),
  between(command('it', END), openConsole),
  always(command('parked', END), listParked),
  always(command('resume', END), resumeService),
  always(command('let resets go on|allow resets', END), letResetsGoOn),
  between(command('pause', `\\b\\s*(?<rest>.*)$`), pauseService),
  between(command('lift', `\\s+${REFERENCE}(?<rest>.*)$`), liftCoolDown),
  between(command('lift', `\\b\\s*(?<rest>.*)$`), liftCoolDown),
  always(command('nudge|remind(?: them)?', `(?:\\s+${REFERENCE})?${END}`), nudge),
  always(
    command('stop delegating|end (?:my )?delegation', `(?:\\s+for\\s+(?<rest>.*?))?${END}`),
    stopDelegatingCommand,
  ),
  always(command("delegate|delegation|i(?:[’']m| am) away", `(?:\\s+for\\s+(?<rest>.*?))?${END}`), delegateCommand),
  always(command('reassign|give(?: away)?', `\\s+${REFERENCE}${END}`), reassign),
  always(command('(?:add (?:the )?)?backup', `\\s+${REFERENCE}${END}`), addBackup),
  always(command('(?:add a? ?)?note', `\\s+${REFERENCE}(?<rest>.*)$`), note),
  always(command('answer', `\\s+${REFERENCE}(?<rest>.*)$`), answer),
  always(command('follow[ -]?up', `\\s+${REFERENCE}(?<rest>.*)$`), followUp),
  always(command('claim', `\\s+${REFERENCE}${END}`), claim),
  always(command('take[ -]?over', `\\s+${REFERENCE}${END}`), takeOver),
  always(command('hand[ -]?back', `\\s+${REFERENCE}${END}`), handBack),
  always(command('reply', `\\s+${REFERENCE}(?<rest>.*)$`), reply),
  always(command('sorted', `\\s+${REFERENCE}${END}`), sorted),
  always(command('still locked[ -]?out', `\\s+${REFERENCE}${END}`), stillLockedOut),
  always(command('languages?', `(?:\\s+(?<rest>[a-z]{2,8}(?:-[a-z0-9]{2,8}){0,2}))?${END}`), language),
  between(command('(?:add a? ?)?note', `\\b\\s*(?<rest>.*)$`), note),
  between(command('answer', `\\b\\s*(?<rest>.*)$`), answer),
  between(command('follow[ -]?up', `\\b\\s*(?<rest>.*)$`), followUp),
  between(command('reply', `\\b\\s*(?<rest>.*)$`), reply),
  between(command('sorted', END), sorted),
  between(command('still locked[ -]?out', END), stillLockedOut),
];

/** The command that was typed, ready to be run; undefined for anything else. */
export function commandFor(
  text: string,
  { talking = false }: { readonly talking?: boolean } = {},
): ((deps: BotDeps, context: TurnContext, dc: DialogContext) => Promise<void>) | undefined {
  for (const { pattern, run, always: interrupts } of rows) {
    const found = interrupts || !talking ? pattern.exec(text) : null;
    if (found === null) continue;
    const { reference, rest = '' } = found.groups ?? {};
    const typed = { reference: reference && `MFA-${reference.toUpperCase()}`, rest: rest.replace(/^[\s:,–—-]+/u, '') };
    return (deps, context, dc) => run(deps, context, typed, dc);
  }
  const trouble = troubleIn(text, { talking });
  return trouble && ((deps, context) => sendFirstAid(deps, context, trouble.topic));
}

async function help(deps: BotDeps, context: TurnContext): Promise<void> {
  const { policy, links } = deps;
  const role = await roleOf(deps, context);
  await sendCard(context, helpCard({ t: translate(context), support: policy.support, links, role }));
}

/** What somebody mostly comes for. */
export async function roleOf(deps: BotDeps, context: TurnContext): Promise<Role> {
  const actor = actorOf(context.activity);
  if (await isIt(deps, actor)) return 'it';
  return (await waitingFor(deps.store, actor.id)).length > 0 ? 'approver' : 'requester';
}

async function stop(deps: BotDeps, context: TurnContext, _typed: Typed, dc: DialogContext): Promise<void> {
  const actor = actorOf(context.activity);
  const draft = await draftOf(deps.store, actor.id);
  const talking = dc.activeDialog !== undefined;
  await dc.cancelAllDialogs();
  if (draft !== undefined) await discardDraft(deps, draft.value.requestId, actor);
  if (talking || draft !== undefined) {
    await say(context, translate(context)('chat.stopped'));
    return;
  }
  await say(context, translate(context)('chat.nothingToStop'));
  const open = await openOf(deps.store, actor.id);
  if (open.length > 0) await list(deps, context, open, 'requester');
}

async function confirm(deps: BotDeps, context: TurnContext): Promise<void> {
  const actor = actorOf(context.activity);
  const t = translate(context);
  const draft = await draftOf(deps.store, actor.id);
  if (draft === undefined) {
    await say(context, t('chat.nothingToConfirm'));
    return;
  }
  const outcome = await submit(deps, draft.value.requestId, actor);
  // The outbox sends the status card; only a "no" needs words here.
  if (isRefusal(outcome)) await say(context, refusalText(outcome.refused, outcome.detail, t, deps.policy.support));
}

async function language({ store }: BotDeps, context: TurnContext, { rest }: Typed): Promise<void> {
  const { id } = actorOf(context.activity);
  if (rest === '') {
    await say(
      context,
      translate(context)('chat.languages', { languages: languagesOffered(translate(context).locale) }),
    );
    return;
  }
  const automatic = /^auto/iu.test(rest);
  const chosen = automatic ? undefined : languageOffered(rest);
  if (!automatic && chosen === undefined) {
    const languages = languagesOffered(translate(context).locale);
    await say(context, translate(context)('chat.noSuchLanguage', { languages }));
    return;
  }
  await chooseLanguage(store, id, chosen);
  writeIn(context, chosen);
  await say(context, translate(context)('chat.languageChosen'));
}
