import { randomUUID } from 'node:crypto';
import type { TurnContext } from 'botbuilder';
import { confirmCard } from '../cards/asking/confirmCard.js';
import { refusalText } from '../cards/refusals.js';
import { consider, keepDraft, mayAsk } from '../core/asking.js';
import { toPerson } from '../core/policy.js';
import { isRefusal } from '../core/refusal.js';
import type { Person } from '../core/request.js';
import type { Complete, Conversing } from '../dialogs/resetDialog.js';
import type { Answer } from './cardActions.js';
import type { BotDeps } from './deps.js';
import { say, sendCard, translate } from './replies.js';
import { actorOf } from './sender.js';

/** More people than this are no choice on a phone. */
const MAX_CHOICES = 8;

/** What the dialog asks of the directory and of the rules. */
export function createConversing(deps: BotDeps): Conversing {
  const { directory, policy, clock } = deps;
  return {
    translate,
    async sendCard(context, card) {
      await sendCard(context, card);
    },
    async search(context, text: string): Promise<readonly Person[] | undefined> {
      if (!(await mayAsk(deps, actorOf(context.activity)))) {
        await say(context, refusalText('notARequester', undefined, translate(context), policy.support, clock.now()));
        return undefined;
      }
      const found = await directory.search(text, MAX_CHOICES + 1);
      const usual = found.filter(({ enabled, guest }) => enabled && !guest);
      // Somebody who can't be reset is refused by the rules, in the words for it, not by pretending.
      const people = usual.length > 0 ? usual : found;
      const exact = people.filter(({ name, mail, userPrincipalName }) =>
        [name, mail, userPrincipalName].some((known) => isSame(known, text)),
      );
      return (exact.length === 1 ? exact : people).map(toPerson);
    },
    async propose(context, wish) {
      const proposal = await propose(deps, context, wish);
      if ('card' in proposal) await sendCard(context, proposal.card);
      else await say(context, proposal.text);
    },
  };
}

/** Keeps what was put together and shows it for confirmation, or says why not. */
export async function propose(
  deps: BotDeps,
  context: TurnContext,
  { personId, why, lost, urgent }: Complete,
): Promise<Answer> {
  const { policy, clock, log } = deps;
  const actor = actorOf(context.activity);
  const t = translate(context);
  const ids = { requestId: randomUUID(), requesterId: actor.id, targetId: personId };
  const draft = { ...ids, justification: why, lost, clearing: 'all', urgent } as const;
  const considered = await consider(deps, draft, actor);
  if (isRefusal(considered)) {
    const { refused, detail } = considered;
    log.info({ by: actor.id, target: personId, refused, cause: detail?.cause }, 'a request was refused');
    return { text: refusalText(refused, detail, t, policy.support, clock.now()) };
  }
  const kept = await keepDraft(deps, draft);
  const { target, nominees, approvalsNeeded } = considered;
  return {
    card: confirmCard({ draft: kept, target, approvers: nominees.map(({ person }) => person), approvalsNeeded, t }),
  };
}

function isSame(known: string | undefined, typed: string): boolean {
  return known?.localeCompare(typed, undefined, { sensitivity: 'accent' }) === 0;
}
