import type { Log } from '../../core/ports.js';

/** Who wants to hear of effects that can be claimed. */
export interface Listeners {
  /** Returns how to stop. */
  add(listener: () => void): () => void;
  notify(): void;
}

export function createListeners(log: Log): Listeners {
  const listeners = new Set<() => void>();
  return {
    add(listener) {
      // One that is given twice is two.
      const own = () => {
        listener();
      };
      listeners.add(own);
      return () => listeners.delete(own);
    },
    notify() {
      for (const listener of listeners) {
        try {
          listener();
        } catch (error) {
          // The commit is done; what hears of it must not stop the ones behind it.
          log.error({ error: String(error) }, 'a listener for effects failed');
        }
      }
    },
  };
}
