/**
 * A button that takes nothing of what was typed and is not stopped by an empty field. iOS ignores that
 * for Action.Execute (AdaptiveCards #8585).
 */
export function withoutInputs(action: object): object {
  const { fallback } = action as { readonly fallback: object };
  return { ...action, associatedInputs: 'none', fallback: { ...fallback, associatedInputs: 'none' } };
}
