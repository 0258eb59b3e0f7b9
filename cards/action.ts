/** Every verb a card can send; `bot/` has a handler for each. */
export type CardVerb = 'confirm' | 'discard' | 'choose' | 'cancel' | 'refresh' | 'approve' | 'reject' | 'undo';

export interface CardAction {
  readonly verb: CardVerb;
  readonly title: string;
  readonly requestId?: string | undefined;
  readonly style?: 'positive' | 'destructive' | undefined;
}

/**
 * Some versions of Teams on phones fail on Action.Execute (AdaptiveCards #9315), so each carries an
 * Action.Submit with the same data. The data is a claim, never a right: identity comes from the sign-in.
 */
export function execute({ verb, title, requestId, style }: CardAction): object {
  const data = requestId === undefined ? { verb } : { verb, requestId };
  const look = style === undefined ? { title } : { title, style };
  return { type: 'Action.Execute', verb, ...look, data, fallback: { type: 'Action.Submit', ...look, data } };
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
