import type { Call } from './http/call.js';
import type { ServiceName } from './log.js';

export type FaultKind = 'status' | 'reset' | 'hang' | 'delay' | 'applyThenReset';

export interface FaultPlan {
  /** `mail` is Graph's sendMail alone; `graph` is everything on Graph, sendMail too. */
  readonly service: ServiceName;
  readonly match?: { readonly method?: string; readonly path?: RegExp };
  /** How many calls it strikes; without it, every one until removed. */
  readonly times?: number;
  /** How many matching calls go well before the first is struck. */
  readonly after?: number;
  readonly kind: FaultKind;
  /** For `status`; 503 without it. */
  readonly status?: number;
  /** Seconds, sent as Retry-After. */
  readonly retryAfter?: number;
  readonly code?: string;
  readonly message?: string;
  /** For `delay`; 1,000 without it. */
  readonly delayMs?: number;
}

export interface Fault extends FaultPlan {
  /** How many calls it has struck. */
  readonly hits: number;
  /** Ends it; calls that hang on it are dropped. */
  remove(): void;
}

interface Planted extends Fault {
  hits: number;
  seen: number;
  readonly release: Set<() => void>;
}

/** What goes wrong, and when. Everything that waits here is let go by `clear()`. */
export class Faults {
  readonly #planted = new Set<Planted>();

  add(plan: FaultPlan): Fault {
    const fault: Planted = {
      ...plan,
      hits: 0,
      seen: 0,
      release: new Set(),
      remove: () => {
        this.#planted.delete(fault);
        for (const release of [...fault.release]) release();
      },
    };
    this.#planted.add(fault);
    return fault;
  }

  clear(): void {
    for (const fault of [...this.#planted]) fault.remove();
  }

  /** The fault that strikes this call, the oldest first. */
  take(service: ServiceName, call: Call): Fault | undefined {
    for (const fault of this.#planted) {
      if (!matches(fault, service, call)) continue;
      fault.seen += 1;
      if (fault.seen <= (fault.after ?? 0) || fault.hits >= (fault.times ?? Infinity)) continue;
      fault.hits += 1;
      return fault;
    }
    return undefined;
  }

  /** Resolves when the fault is removed. */
  released(fault: Fault): Promise<void> {
    return this.#wait(fault, undefined);
  }

  /** Resolves after the fault's delay, or when it is removed. */
  delay(fault: Fault): Promise<void> {
    return this.#wait(fault, fault.delayMs ?? 1000);
  }

  #wait(fault: Fault, ms: number | undefined): Promise<void> {
    const planted = fault as Planted;
    if (!this.#planted.has(planted)) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(release, ms);
      function release() {
        clearTimeout(timer);
        planted.release.delete(release);
        resolve();
      }
      planted.release.add(release);
    });
  }
}

function matches(fault: FaultPlan, service: ServiceName, call: Call): boolean {
  const sameService = fault.service === service || (fault.service === 'graph' && service === 'mail');
  const method = fault.match?.method;
  // A RegExp with /g keeps its place between calls; search() does not.
  return (
    sameService &&
    (method === undefined || method.toUpperCase() === call.method) &&
    (fault.match?.path === undefined || call.path.search(fault.match.path) >= 0)
  );
}
