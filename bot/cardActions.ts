import { z } from 'zod';
import type { CardVerb, ConsoleVerb } from '../cards/action.js';
import { TOPICS } from '../cards/firstAid/topics.js';
import { answeredCard, followUpAnsweredCard } from '../cards/notices/noticeCard.js';
import { refusalText } from '../cards/refusals.js';
import { wordsCard, type WordsVerb } from '../cards/wordsCard.js';
import { act, type Act } from '../core/approvals.js';
import { discardDraft, submit } from '../core/asking.js';
import type { Actor, JournalEntry } from '../core/command.js';
import { isIt } from '../core/lookup.js';
import type { Card } from '../core/ports.js';
import { isRefusal, refuse, type Refusal, type RefusalCode } from '../core/refusal.js';
import type { ResetRequest } from '../core/request.js';
import { cardKey, isCopy } from '../core/sentCards.js';
import { sendDetails } from './channelActions.js';
import { isConsoleVerb, runConsoleAction, showParked } from './consoleActions.js';
import { isDelegationVerb, runDelegation, type DelegationVerb } from './delegationActions.js';
import type { BotDeps } from './deps.js';
import { firstAid } from './firstAid.js';
import { pageAnswer } from './historyCommands.js';
import { chosenPlace } from './replacing.js';
import { presentCard, see, type Viewer } from './seeing.js';
import { verifyFirst } from './verifying.js';

/** The clicker's card as it is now, or a sentence. */
export type Answer = { readonly card: Card } | { readonly text: string };

/** Ids and inputs. Who it is for, who may do it and what state it is in are the server's to know. */
const inputSchema = z.object({
  requestId: z.uuid().optional().catch(undefined),
  as: z.literal('it').optional().catch(undefined),
  effect: z.string().min(1).max(500).optional().catch(undefined),
  clearing: z.enum(['all', 'lost']).optional().catch(undefined),
  reason: z.enum(['couldNotVerify', 'notNeeded', 'suspicious', 'other']).optional().catch(undefined),
  topic: z.enum(TOPICS).optional().catch(undefined),
  how: z.enum(['called', 'inPerson', 'video', 'other']).optional().catch(undefined),
  code: z.string().max(20).optional().catch(undefined),
  /** Whose place, and who takes it: object ids. */
  from: z.guid().optional().catch(undefined),
  to: z.guid().optional().catch(undefined),
  /** `2026-12-24` */
  begins: z.string().max(20).optional().catch(undefined),
  ends: z.string().max(20).optional().catch(undefined),
  text: z.string().max(10_000).optional().catch(undefined),
  list: z.enum(['seen', 'all', 'open', 'late']).optional().catch(undefined),
  about: z.guid().optional().catch(undefined),
  before: z.uuid().optional().catch(undefined),
  after: z.uuid().optional().catch(undefined),
  behind: z.string().min(1).max(500).optional().catch(undefined),
  person: z.guid().optional().catch(undefined),
});
export type Input = z.infer<typeof inputSchema>;

/** What of a card's data counts; undefined where it is no object. */
export function readInput(data: unknown): Input | undefined {
  return inputSchema.safeParse(data).data;
}

/** Verbs of the conversation, which collects what is missing. */
export type AskingVerb = 'openForm' | 'submitForm' | 'choose';
type EffectVerb = 'retryEffect' | 'dismissEffect';
type RequestVerb = Exclude<
  CardVerb,
  AskingVerb | EffectVerb | ConsoleVerb | DelegationVerb | 'firstAid' | 'closeDialog' | 'list'
>;
type Handler = (deps: BotDeps, input: Input & { readonly requestId: string }, viewer: Viewer) => Promise<Answer>;

/** What each button on a request does. */
const onRequest: Record<RequestVerb, Handler> = {
  confirm: async (deps, { requestId, clearing }, viewer) =>
    shown(deps, await submit(deps, requestId, viewer.actor, { place: viewer.place, clearing }), requestId, viewer),
  discard: async (deps, { requestId }, { actor, t }) => {
    await discardDraft(deps, requestId, actor);
    return { text: t('chat.discarded') };
  },
  cancel: simply((by) => ({ type: 'cancel', by })),
  nudge: simply((by) => ({ type: 'nudge', by })),
  note: worded('note', (by, text) => ({ type: 'note', by, text })),
  answer: worded('answer', (by, text) => ({ type: 'answer', by, text })),
  approve: async (deps, input, viewer) => {
    const { requestId, how, text = '', code } = input;
    const verified = { how, text, code: code?.trim() === '' ? undefined : code };
    const outcome = await act(deps, requestId, { type: 'approve', by: viewer.actor, verified });
    return (await verifyFirst(deps, outcome, requestId, viewer)) ?? shown(deps, outcome, requestId, viewer);
  },
  reject: simply((by, { reason = 'other', text = '' }) => ({ type: 'reject', by, reason, text })),
  notForMe: async (deps, input, viewer) => {
    const outcome = await act(deps, input.requestId, { type: 'notForMe', by: viewer.actor });
    // Delivered again: it is not theirs any more, and the card they keep says whose it is.
    const again = isRefusal(outcome) && outcome.refused === 'unknownRequest';
    return again ? present(deps, input, viewer) : shown(deps, outcome, input.requestId, viewer);
  },
  reassign: async (deps, input, viewer) => {
    const chosen = await chosenPlace(deps, input, viewer);
    if (isRefusal(chosen)) return no(deps, chosen, viewer);
    if ('card' in chosen) return chosen;
    const outcome = await act(deps, input.requestId, { type: 'reassign', by: viewer.actor, ...chosen });
    const again = isRefusal(outcome) && outcome.refused === 'unknownRequest';
    return again ? present(deps, input, viewer) : shown(deps, outcome, input.requestId, viewer);
  },
  addBackup: simply((by) => ({ type: 'addBackup', by })),
  ask: worded('ask', (by, text) => ({ type: 'ask', by, text })),
  undo: simply((by) => ({ type: 'undo', by })),
  recordCallBack: simply((by) => ({ type: 'recordCallBack', by })),
  retry: simply((by) => ({ type: 'retry', by })),
  close: worded('close', (by, note) => ({ type: 'close', by, note })),
  followUp: worded('followUp', (by, text) => ({ type: 'followUp', by, text })),
  claim: simply((by) => ({ type: 'claim', by })),
  takeOver: simply((by) => ({ type: 'takeOver', by })),
  handBack: simply((by) => ({ type: 'handBack', by })),
  reply: worded('reply', (by, text) => ({ type: 'reply', by, text })),
  sorted: answering((by) => ({ type: 'sorted', by })),
  stillLockedOut: answering((by) => ({ type: 'stillLockedOut', by })),
  details: sendDetails,
  freeze: simply((by) => ({ type: 'freeze', by, via: 'teams' })),
  release: worded('release', (by, text) => ({ type: 'release', by, text })),
  contain: simply((by) => ({ type: 'contain', by })),
  passIssued: simply((by) => ({ type: 'passIssued', by })),
  refresh: present,
  show: present,
};

/** Does what a button asks; unknown buttons and unreadable data get the answer of an unknown request. */
export async function runCardAction(deps: BotDeps, verb: string, data: unknown, viewer: Viewer): Promise<Answer> {
  const input = readInput(data);
  const { requestId, effect, topic } = input ?? {};
  if (isDelegationVerb(verb) && input !== undefined) return runDelegation(deps, verb, input, viewer);
  if (verb === 'firstAid') return { card: await firstAid(deps, topic, viewer) };
  if (isRequestVerb(verb) && input !== undefined && requestId !== undefined)
    return onRequest[verb](deps, { ...input, requestId }, { ...viewer, as: input.as });
  if ((verb === 'retryEffect' || verb === 'dismissEffect') && effect !== undefined)
    return onEffect(deps, verb, effect, { ...viewer, as: input?.as });
  if (isConsoleVerb(verb) && input !== undefined) return runConsoleAction(deps, verb, input, viewer);
  if (verb === 'list' && input?.list !== undefined) return pageAnswer(deps, { ...input, list: input.list }, viewer);
  return no(deps, refuse('unknownRequest'), viewer);
}

function isRequestVerb(verb: string): verb is RequestVerb {
  return Object.hasOwn(onRequest, verb);
}

function simply(command: (by: Actor, input: Input) => Act): Handler {
  return async (deps, input, viewer) =>
    shown(deps, await act(deps, input.requestId, command(viewer.actor, input)), input.requestId, viewer);
}

/** One of the requester's quick answers, on their card or on IT's message. */
function answering(command: (by: Actor) => Act): Handler {
  return async (deps, { requestId }, viewer) => {
    const outcome = await act(deps, requestId, command(viewer.actor));
    return (await afterNotice(deps, 'reply', outcome, viewer)) ?? shown(deps, outcome, requestId, viewer);
  };
}

/** Needs words: without them the card gives place to a form for them, and comes back with the answer. */
function worded(verb: WordsVerb, command: (by: Actor, text: string) => Act): Handler {
  return async (deps, { requestId, text = '' }, viewer) => {
    if (text.trim() !== '') {
      const outcome = await act(deps, requestId, command(viewer.actor, text));
      return (await afterNotice(deps, verb, outcome, viewer)) ?? shown(deps, outcome, requestId, viewer);
    }
    const seen = await see(deps, requestId, viewer);
    if (isRefusal(seen)) return no(deps, seen, viewer);
    const as = seen.as === 'it' ? seen.as : undefined;
    return { card: wordsCard({ verb, request: seen.request, t: viewer.t, as }) };
  };
}

/** A question that was answered where it was told keeps its place in the chat; the status card has its own. */
async function afterNotice(
  { store, policy: { support } }: BotDeps,
  verb: WordsVerb,
  outcome: ResetRequest | Refusal,
  { actor, place, t }: Viewer,
): Promise<Answer | undefined> {
  if ((verb !== 'answer' && verb !== 'reply') || isRefusal(outcome)) return undefined;
  const row = await store.read('card', cardKey({ requestId: outcome.id, personId: actor.id }));
  if (isCopy(row?.value, place)) return undefined;
  const answered = verb === 'answer' ? answeredCard : followUpAnsweredCard;
  return { card: answered({ request: outcome, t, support }) };
}

async function present(deps: BotDeps, { requestId }: { readonly requestId: string }, viewer: Viewer): Promise<Answer> {
  const seen = await see(deps, requestId, viewer);
  return isRefusal(seen) ? no(deps, seen, viewer) : { card: await presentCard(deps, seen, viewer) };
}

/**
 * "Too late" is best said by the card itself: it shows who was first, and when. Teams delivers a slow tap up to four
 * times, so whatever a tap has brought about by itself is answered by the card as well.
 */
const SHOWN_BY_CARD: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'alreadyDecided',
  'alreadyApprovedByYou',
  'alreadyDone',
  'expired',
  'frozen',
  'notAllowed',
]);

async function shown(
  deps: BotDeps,
  outcome: ResetRequest | Refusal,
  requestId: string,
  viewer: Viewer,
): Promise<Answer> {
  if (isRefusal(outcome) && !SHOWN_BY_CARD.has(outcome.refused)) return no(deps, outcome, viewer);
  const seen = await see(deps, requestId, viewer);
  if (isRefusal(seen)) return no(deps, isRefusal(outcome) ? outcome : seen, viewer);
  // What was decided, rather than what may have followed since.
  const request = isRefusal(outcome) ? seen.request : outcome;
  return { card: await presentCard(deps, { request, as: seen.as }, viewer) };
}

/** Brings back what was given up, or gives it up for good. */
async function onEffect(deps: BotDeps, verb: EffectVerb, effect: string, viewer: Viewer): Promise<Answer> {
  const { store, clock, policyHash } = deps;
  const { actor, t } = viewer;
  const at = clock.now();
  const entry = (event: JournalEntry['event'], more: Record<string, string> = {}): JournalEntry => ({
    event,
    at,
    by: actor.id,
    policy: policyHash,
    data: { effect, ...more },
  });
  if (!(await isIt(deps, actor))) {
    await store.commit({ entries: [entry('attemptRefused', { command: verb, refused: 'notIt' })] });
    return no(deps, refuse('notIt'), viewer);
  }
  const done =
    verb === 'retryEffect'
      ? await store.unpark(effect, at, entry('effectRetried'))
      : await store.dismiss(effect, entry('effectDismissed'));
  // On the list of them the others are shown, also where somebody was faster.
  if (viewer.as === 'it') return { card: await showParked(deps, viewer) };
  if (!done) return { text: t('chat.effectGone') };
  return { text: t(verb === 'retryEffect' ? 'chat.effectRetried' : 'chat.effectDismissed') };
}

function no({ policy, clock }: BotDeps, { refused, detail }: Refusal, { t }: Viewer): Answer {
  return { text: refusalText(refused, detail, t, policy.support, clock.now()) };
}
