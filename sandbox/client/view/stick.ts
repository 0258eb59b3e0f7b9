/** Before a drawing; what it gives is to be called after it: whoever is at the end of a list stays there. */
export function stickToEnd(root: HTMLElement): () => void {
  const lists = (): readonly HTMLElement[] => [...root.querySelectorAll<HTMLElement>('[data-stick]')];
  const away = new Set(lists().filter((list) => !isAtEnd(list)));
  return () => {
    for (const list of lists()) if (!away.has(list)) list.scrollTop = list.scrollHeight;
  };
}

function isAtEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < 80;
}
