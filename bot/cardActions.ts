import { z } from 'zod';
import { approvalCard } from '../cards/approvalCard.js';
import { requestCard } from '../cards/requestCard.js';
import { refusalText } from '../cards/refusals.js';
import type { CardVerb } from '../cards/action.js';
import type { Translate } from '../cards/strings.js';
import { act, view, type Act } from '../core/approvals.js';
import { discardDraft, submit, type AskingDeps } from '../core/asking.js';
import type { Actor } from '../core/command.js';
import type { Card } from '../core/ports.js';
import type { CardPlace } from '../core/rows.js';
import { isRefusal, type Refusal, type RefusalCode } from '../core/refusal.js';
import type { ResetRequest } from '../core/request.js';

/** Who tapped, as authenticated, and on which card. */
export interface Tap {
  readonly actor: Actor;
  readonly userId: string;
  readonly place: CardPlace | undefined;
  readonly t: Translate;
}

/** The clicker's card as it is now, or a sentence. */
export type Answer = { readonly card: Card } | { readonly text: string };

/** Ids and inputs. Who it is for, who may do it and what state it is in are the server's to know. */
const inputSchema = z.object({
  requestId: z.uuid().optional().catch(undefined),
  reason: z.enum(['couldNotVerify', 'notNeeded', 'suspicious', 'other']).optional().catch(undefined),
  text: z.string().max(10_000).optional().catch(undefined),
});
type Input = z.infer<typeof inputSchema>;

type Handler = (deps: AskingDeps, input: Input & { readonly requestId: string }, tap: Tap) => Promise<Answer>;

/** What each button does. The choice of a person belongs to the conversation and is not here. */
const handlers: Record<Exclude<CardVerb, 'choose'>, Handler> = {
  confirm: async (deps, { requestId }, tap) =>
    shown(deps, await submit(deps, requestId, tap.actor, tap.place), requestId, tap),
  discard: async (deps, { requestId }, { actor, t }) => {
    await discardDraft(deps, requestId, actor);
    return { text: t('chat.discarded') };
  },
  cancel: (deps, input, tap) => acted(deps, input.requestId, tap, { type: 'cancel', by: tap.actor }),
  approve: (deps, input, tap) => acted(deps, input.requestId, tap, { type: 'approve', by: tap.actor }),
  reject: (deps, { requestId, reason = 'other', text = '' }, tap) =>
    acted(deps, requestId, tap, { type: 'reject', by: tap.actor, reason, text }),
  undo: (deps, input, tap) => acted(deps, input.requestId, tap, { type: 'undo', by: tap.actor }),
  refresh: async (deps, { requestId }, tap) => shown(deps, await view(deps, requestId, tap.actor), requestId, tap),
};

/** Does what a button asks; unknown buttons and unreadable data get the answer of an unknown request. */
export async function runCardAction(deps: AskingDeps, verb: string, data: unknown, tap: Tap): Promise<Answer> {
  const input = inputSchema.safeParse(data);
  const requestId = input.data?.requestId;
  if (!isVerb(verb) || input.data === undefined || requestId === undefined)
    return { text: refusalText('unknownRequest', undefined, tap.t, deps.policy.support) };
  return handlers[verb](deps, { ...input.data, requestId }, tap);
}

function isVerb(verb: string): verb is keyof typeof handlers {
  return Object.hasOwn(handlers, verb);
}

async function acted(deps: AskingDeps, requestId: string, tap: Tap, command: Act): Promise<Answer> {
  return shown(deps, await act(deps, requestId, command), requestId, tap);
}

/** "Too late" is best said by the card itself: it shows who was first, and when. */
const SHOWN_BY_CARD: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'alreadyDecided',
  'alreadyApprovedByYou',
  'expired',
  'frozen',
  'tooLate',
]);

async function shown(deps: AskingDeps, outcome: ResetRequest | Refusal, requestId: string, tap: Tap): Promise<Answer> {
  if (!isRefusal(outcome)) return { card: cardFor(deps, outcome, tap) };
  if (SHOWN_BY_CARD.has(outcome.refused)) {
    const present = await view(deps, requestId, tap.actor);
    if (!isRefusal(present)) return { card: cardFor(deps, present, tap) };
  }
  return { text: refusalText(outcome.refused, outcome.detail, tap.t, deps.policy.support, deps.clock.now()) };
}

function cardFor({ clock, policy }: AskingDeps, request: ResetRequest, { actor, userId, t }: Tap): Card {
  const shared = { request, now: clock.now(), t, support: policy.support };
  return actor.id === request.requester.id
    ? requestCard({ ...shared, viewerUserIds: [userId] })
    : approvalCard({ ...shared, viewer: actor });
}
