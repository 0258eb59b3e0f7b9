import type { Clock } from '../core/ports.js';

/** An answer is kept this long: probes come every few seconds, from several places. */
const KEPT_FOR = 10_000;
const LIMIT = 5_000;

/** A check that asks the outside at most once in ten seconds, and waits for it at most five. */
export function probe(check: () => Promise<unknown>, clock: Clock): () => Promise<void> {
  let last: { readonly at: number; readonly answer: Promise<void> } | undefined;
  return async () => {
    if (last === undefined || clock.now() - last.at >= KEPT_FOR) {
      const answer = within(LIMIT, check());
      // Whoever asks gets the rejection; with nobody asking it must not end the process.
      answer.catch(() => undefined);
      last = { at: clock.now(), answer };
    }
    await last.answer;
  };
}

function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`no answer within ${milliseconds} ms`));
    }, milliseconds);
    const settled = (settle: () => void): void => {
      clearTimeout(timer);
      settle();
    };
    work.then(
      () => {
        settled(resolve);
      },
      (error: unknown) => {
        settled(() => {
          reject(error instanceof Error ? error : new Error(String(error)));
        });
      },
    );
  });
}
