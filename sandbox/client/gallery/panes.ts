import { renderCard } from '../card/renderCard.js';
import type { CardHost } from '../card/host.js';
import { mailView } from './mailView.js';
import { type Shown, type Theme, type Width, widths } from './shown.js';

export interface View {
  readonly themes: readonly Theme[];
  readonly widths: readonly Width[];
}

/** The same thing in each theme and width. */
export function panes(shown: Shown, { themes, widths: wanted }: View, host: CardHost): readonly HTMLElement[] {
  return wanted.flatMap((width) =>
    themes.map((theme) => {
      const pane = document.createElement('div');
      pane.className = 'pane';
      pane.dataset['theme'] = theme;
      pane.style.inlineSize = `${widths[width]}px`;
      pane.append('card' in shown ? renderCard(shown.card, host) : mailView(shown.mail, theme));
      return pane;
    }),
  );
}
