import type { Clock } from '../core/ports.js';
import type { Store } from '../core/store.js';
import type { Entra } from './entra.js';

/** An answer is kept this long: probes come every few seconds, from several places. */
const KEPT_FOR = 10_000;
const LIMIT = 5_000;

/** What the service can't work without: one check for each, which rejects with the reason. */
export function readiness(parts: {
  readonly store: Pick<Store, 'healthy'>;
  readonly entra: Pick<Entra, 'signIn' | 'botSignIn' | 'reach'>;
  /** By which Teams' tokens are verified. */
  readonly keys: { readonly ready: () => Promise<void> };
  readonly clock: Clock;
}): Readonly<Record<'store' | 'token' | 'graph' | 'botToken' | 'botKeys', () => Promise<void>>> {
  const { store, entra, keys, clock } = parts;
  return {
    store: () => store.healthy(),
    token: probe(entra.signIn, clock),
    graph: probe(entra.reach, clock),
    botToken: probe(entra.botSignIn, clock),
    botKeys: probe(keys.ready, clock),
  };
}

/** A check that asks the outside at most once in ten seconds, and waits for it at most five. */
function probe(check: () => Promise<unknown>, clock: Clock): () => Promise<void> {
  let last: { readonly at: number; readonly answer: Promise<void> } | undefined;
  return async () => {
    if (last === undefined || Math.abs(clock.now() - last.at) >= KEPT_FOR) {
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
