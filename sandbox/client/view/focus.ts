import type { Page } from '../page.js';

/** Where the focus was before it went into a toast. */
let outside: HTMLElement | undefined;

document.addEventListener('focusin', ({ target }) => {
  if (target instanceof HTMLElement && target.closest('.toasts') === null) outside = target;
});

/**
 * Before a drawing; what it gives is to be called after it. Whoever was led somewhere has the focus there; else, where
 * the drawing has removed what had it, it goes to what stands nearest, and never to the document's beginning.
 */
export function keepFocus(page: Page): () => void {
  const around = [...ancestors(document.activeElement)];
  return () => {
    const wanted = page.state.lookAt === undefined ? null : document.querySelector<HTMLElement>(page.state.lookAt);
    page.state.lookAt = undefined;
    if (wanted !== null) focus(wanted);
    else if (around.length > 0 && document.activeElement === document.body) focusNear(around);
  };
}

function focusNear(around: readonly HTMLElement[]): void {
  const inToast = around.some((element) => element.matches('.toasts'));
  // Whoever closes several goes from one to the next, and then back.
  const next = inToast ? document.querySelector<HTMLElement>('.toast:last-child [aria-label=Close]') : null;
  const left = [...ancestors(inToast ? (next ?? outside ?? null) : null), ...around].filter(
    (element) => element.isConnected,
  );
  for (const element of left) {
    const box = element.matches('.chat') ? element.querySelector('textarea') : null;
    focus(box ?? element);
    if (document.activeElement !== document.body) return;
  }
  document.getElementById('panel')?.focus({ preventScroll: true });
}

/** In a chat that is the newest message: its buttons come next, and not those of the first. */
function focus(element: HTMLElement): void {
  const newest = element.matches('[role=log]')
    ? element.querySelector<HTMLElement>(':scope > article:last-of-type')
    : null;
  (newest ?? element).focus({ preventScroll: true });
}

/** An element and what it stands in, up to the body, which never has the focus to keep. */
function* ancestors(element: Element | null): Generator<HTMLElement> {
  for (let one = element; one !== null && one !== document.body; one = one.parentElement)
    if (one instanceof HTMLElement) yield one;
}
