import type { Wanted } from '../core/history.js';
import type { Topic } from './firstAid/topics.js';

/** Every verb a card can send; `bot/` has a handler for each. */
export type CardVerb =
  // asking
  | 'openForm'
  | 'submitForm'
  | 'choose'
  | 'confirm'
  | 'discard'
  | 'closeDialog'
  // the requester
  | 'cancel'
  | 'nudge'
  | 'note'
  | 'answer'
  | 'reply'
  | 'sorted'
  | 'stillLockedOut'
  // an approver
  | 'approve'
  | 'reject'
  | 'notForMe'
  | 'reassign'
  | 'delegate'
  | 'stopDelegating'
  | 'ask'
  | 'undo'
  | 'recordCallBack'
  // the target
  | 'freeze'
  // IT; contain: security as well
  | 'addBackup'
  | 'retry'
  | 'close'
  | 'release'
  | 'contain'
  | 'passIssued'
  | 'followUp'
  | 'claim'
  | 'takeOver'
  | 'handBack'
  | 'details' // of a post in IT's channel
  | 'retryEffect'
  | 'dismissEffect'
  | ConsoleVerb
  // anybody
  | 'firstAid'
  // anybody who may see it; changes nothing
  | 'refresh'
  | 'show'
  | 'list';

/** How the service stands, and what IT and security do about it. */
export type ConsoleVerb = 'console' | 'parked' | 'pause' | 'resume' | 'allowResets' | 'lift';

export interface CardAction {
  readonly verb: CardVerb;
  readonly title: string;
  readonly requestId?: string | undefined;
  /** Key of an effect that was given up. */
  readonly effect?: string | undefined;
  /** Key of an effect behind which a list of them goes on. */
  readonly behind?: string | undefined;
  /** Which page of which list of requests. */
  readonly page?: Wanted | undefined;
  /** Object id of somebody. */
  readonly person?: string | undefined;
  /** Whose card the button is on, where somebody may have two of a request. Checked, like all data. */
  readonly as?: 'it' | undefined;
  /** A question that first aid has an answer to. */
  readonly topic?: Topic | undefined;
  /** Behind the three dots, where Teams has them. */
  readonly secondary?: true | undefined;
  readonly style?: 'positive' | 'destructive' | undefined;
}

/**
 * Some versions of Teams on phones fail on Action.Execute (AdaptiveCards #9315), so each carries an
 * Action.Submit with the same data. The data is a claim, never a right: identity comes from the sign-in.
 */
export function execute(action: CardAction): object {
  const { verb, title, requestId, effect, behind, page, person, as, topic, secondary, style } = action;
  const data = {
    verb,
    ...page,
    ...(requestId !== undefined && { requestId }),
    ...(effect !== undefined && { effect }),
    ...(behind !== undefined && { behind }),
    ...(person !== undefined && { person }),
    ...(as !== undefined && { as }),
    ...(topic !== undefined && { topic }),
  };
  const look = { title, ...(style && { style }), ...(secondary && { mode: 'secondary' }) };
  return { type: 'Action.Execute', verb, ...look, data, fallback: { type: 'Action.Submit', ...look, data } };
}

/** Opens a page or a chat; no secret is ever in such a link. */
export function open(title: string, url: string, more: { readonly secondary?: true } = {}): object {
  return { type: 'Action.OpenUrl', title, url, ...(more.secondary && { mode: 'secondary' }) };
}

/**
 * Read-only, since Teams fires it by itself. `viewerUserIds` are Teams' own ids (`29:…`), not Entra's;
 * Teams takes sixty at most.
 */
export function refreshFor(requestId: string, title: string, viewerUserIds: readonly string[]): object | undefined {
  if (viewerUserIds.length === 0) return undefined;
  const action = { type: 'Action.Execute', title, verb: 'refresh', data: { verb: 'refresh', requestId } };
  return { action, userIds: viewerUserIds.slice(0, 60) };
}
