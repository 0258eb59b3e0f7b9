/** The page's figures and the sections they stand in, as sandbox/gallery/page.ts wrote them. */
export const figures: readonly HTMLElement[] = [...document.querySelectorAll<HTMLElement>('.figure')];
const sections = [...document.querySelectorAll<HTMLElement>('.kind')];

/** Draws each figure when it comes near the window: hundreds of cards at once would take seconds. */
export function drawLazily(draw: (figure: HTMLElement) => void): () => void {
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting || !(target instanceof HTMLElement)) continue;
        near.unobserve(target);
        draw(target);
      }
    },
    { rootMargin: '600px' },
  );
  return () => {
    near.disconnect();
    for (const figure of figures) near.observe(figure);
  };
}

/** Hides what does not have these words, and says how much is left. */
export function filter(text: string, wordsOf: (figure: HTMLElement) => string): string {
  const wanted = text.toLowerCase().split(/\s+/u).filter(Boolean);
  let left = 0;
  for (const figure of figures) {
    const words = wordsOf(figure);
    figure.hidden = !wanted.every((word) => words.includes(word));
    if (!figure.hidden) left += 1;
  }
  for (const section of sections) section.hidden = section.querySelector('.figure:not([hidden])') === null;
  return `${left} of ${figures.length} shown`;
}
