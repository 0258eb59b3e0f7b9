import type { Action } from 'adaptivecards';

/** The buttons of `mode: secondary` stand behind three dots; this says what the dots open. */
export function labelMenuButtons(root: HTMLElement): void {
  for (const button of root.querySelectorAll('.ac-pushButton[aria-expanded]:not(.expandable)'))
    button.setAttribute('aria-haspopup', 'menu');
}

/**
 * WAI-ARIA's menu button. The renderer's own menu hangs at the document's end, out of the card's theme, and stays
 * where it was when a chat scrolls. True tells the renderer that it is done.
 */
export function toggleOverflowMenu(actions: readonly Action[], button?: HTMLElement): boolean {
  const strip = button?.closest('.ac-actionSet')?.parentElement;
  if (!button || !strip) return false;
  const open = strip.querySelector<HTMLElement>(':scope > [role=menu]');
  if (open) open.dispatchEvent(new Event('dismiss'));
  else show(actions, button, strip);
  return true;
}

function show(actions: readonly Action[], button: HTMLElement, strip: HTMLElement): void {
  const menu = document.createElement('div');
  menu.className = 'card-menu';
  menu.setAttribute('role', 'menu');
  menu.setAttribute('aria-label', button.getAttribute('aria-label') ?? 'More');
  const items = actions.map((action) => itemOf(action));
  menu.append(...items);
  const close = () => {
    menu.remove();
    button.setAttribute('aria-expanded', 'false');
  };
  for (const [index, item] of items.entries())
    item.addEventListener('click', () => {
      button.focus();
      close();
      actions[index]?.execute();
    });
  // The focus goes first: a menu that is removed with the focus in it is closed a second time meanwhile.
  menu.addEventListener('dismiss', () => {
    button.focus();
    close();
  });
  menu.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget !== button && !(relatedTarget instanceof Node && menu.contains(relatedTarget))) close();
  });
  menu.addEventListener('keydown', (event) => {
    const at = items.findIndex((item) => item === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) items[to % items.length]?.focus();
    else if (event.key === 'Escape') menu.dispatchEvent(new Event('dismiss'));
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  strip.append(menu);
  button.setAttribute('aria-expanded', 'true');
  items[0]?.focus();
}

function itemOf({ title = '', isEnabled }: Action): HTMLButtonElement {
  const item = document.createElement('button');
  item.type = 'button';
  item.className = 'card-menu-item';
  item.tabIndex = -1;
  item.disabled = !isEnabled;
  item.setAttribute('role', 'menuitem');
  item.textContent = title;
  return item;
}
