import {
  type Action,
  AdaptiveCard,
  type CardElement,
  CardObjectRegistry,
  GlobalRegistry,
  GlobalSettings,
  OpenUrlAction,
  SerializationContext,
  SubmitActionBase,
  Versions,
} from 'adaptivecards';
import { type JsonObject, textOf } from '../../cloud/json.js';
import { choiceSet } from './choiceSet.js';
import type { CardHost } from './host.js';
import { hostConfig } from './hostConfig.js';
import { markdownHtml } from './markdown.js';
import { numbered, numberOf } from './numbered.js';
import { labelMenuButtons, toggleOverflowMenu } from './overflowMenu.js';

// The card is no stop for the Tab key of its own.
GlobalSettings.setTabIndexAtCardRoot = false;
// Else a field that was emptied would count as untouched at the second try, and its first value be sent.
GlobalSettings.resetInputsDirtyStateAfterActionExecution = false;
AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdownHtml(text);
  result.didProcess = true;
};

/** The card as Microsoft's renderer draws it. It throws nothing: what the renderer does not know it leaves out. */
export function renderCard(card: JsonObject, host: CardHost): HTMLElement {
  const drawn = new AdaptiveCard();
  drawn.hostConfig = hostConfig;
  drawn.parse(numbered(card), context(host));
  drawn.onExecuteAction = (action) => {
    execute(action, host);
  };
  drawn.onAnchorClicked = (_element, anchor, event) => {
    // The renderer asks for the context menu as well, and that is the reader's own.
    if (event?.type === 'contextmenu') return false;
    host.open(anchor.href);
    return true;
  };
  drawn.onDisplayOverflowActionMenu = toggleOverflowMenu;
  drawn.onInlineCardExpanded = (action) => {
    const inner = action.card.renderedElement;
    if (!inner) return;
    tidy(inner);
    inner.scrollIntoView({ block: 'nearest' });
  };
  const root = (isTooNew(drawn) ? undefined : rendered(drawn)) ?? fallback(drawn);
  root.classList.add('card');
  // A card that is tappable as a whole is a button already.
  if (!root.hasAttribute('role')) root.setAttribute('role', 'group');
  root.setAttribute('aria-label', labelOf(drawn, root));
  // The renderer takes `en` for a language and `en-GB` for none, and writes neither down.
  const lang = textOf(card.lang);
  if (lang !== undefined) root.lang = lang;
  tidy(root);
  return root;
}

function context(host: CardHost): SerializationContext {
  const elements = new CardObjectRegistry<CardElement>();
  GlobalRegistry.populateWithDefaultElements(elements);
  elements.register('Input.ChoiceSet', choiceSet(host));
  // Of the latest version whatever the card's: `choices.data` came with 1.6, and Teams reads it in 1.5.
  const made = new SerializationContext();
  made.setElementRegistry(elements);
  return made;
}

/** The renderer has found every input of it in order when it says that an action is to be done. */
function execute(action: Action, host: CardHost): void {
  if (action instanceof OpenUrlAction) {
    if (action.url !== undefined) host.open(action.url);
    return;
  }
  const index = numberOf(action.id);
  if (index !== undefined && action instanceof SubmitActionBase) host.act(index, inputsOf(action));
}

function inputsOf(action: Action): Record<string, string> {
  const known = Object.entries(action.getReferencedInputs() ?? {}).filter(
    ([, input]) => input.isSet() || input.isDirty(),
  );
  return Object.fromEntries(known.map(([id, input]) => [id, String(input.value ?? '')]));
}

/** The renderer takes the whole document's `onclick` for a drop-down that is never drawn here. */
function rendered(drawn: AdaptiveCard): HTMLElement | undefined {
  const { onclick } = document;
  const root = drawn.render();
  document.onclick = onclick;
  return root;
}

function isTooNew(drawn: AdaptiveCard): boolean {
  return drawn.version.compareTo(Versions.latest) > 0;
}

function fallback({ fallbackText }: AdaptiveCard): HTMLElement {
  const root = document.createElement('div');
  root.className = 'card-fallback';
  root.textContent = fallbackText ?? 'This card can’t be shown.';
  return root;
}

/** What it says it is, else its heading; the text for clients that can't draw it only when nothing better is there. */
function labelOf({ speak, fallbackText }: AdaptiveCard, root: HTMLElement): string {
  return [speak, root.querySelector('[role=heading]')?.textContent, fallbackText].find(Boolean) ?? 'Card';
}

/** Two cards on one page may use the same ids: only those that the renderer made itself stay ids. */
function tidy(root: HTMLElement): void {
  for (const element of root.querySelectorAll<HTMLElement>('[id]:not([id^="__ac-"], [id^="people-"])')) {
    element.dataset['element'] = element.id;
    element.removeAttribute('id');
  }
  labelMenuButtons(root);
}
