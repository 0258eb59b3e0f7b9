import type { FaultKind } from './faults.js';
import type { Call } from './http/call.js';

export type ServiceName = 'graph' | 'login' | 'connector' | 'mail';

export interface LoggedCall {
  readonly service: ServiceName;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** The status that was (or, for applyThenReset, would have been) answered; 0 while it runs or when it was dropped unhandled. */
  readonly status: number;
  readonly at: Date;
  /** The application id of a token that verified. */
  readonly appId: string | undefined;
  readonly requestId: string;
  readonly fault: FaultKind | undefined;
  /** Kept for mails, activities and changes; never for tokens. */
  readonly body: unknown;
}

export interface MethodDelete {
  /** The id or user principal name that stood in the path. */
  readonly user: string;
  /** `phoneMethods`, `fido2Methods`, … */
  readonly collection: string;
  /** Undefined for qrCodePinMethod, which has none. */
  readonly methodId: string | undefined;
  /** True when Graph carried it out, whether or not the caller ever heard so. */
  readonly applied: boolean;
  readonly call: LoggedCall;
}

export interface CallFilter {
  readonly service?: ServiceName;
  readonly method?: string;
  readonly path?: RegExp | string;
  readonly status?: number;
}

type Entry = { -readonly [K in keyof LoggedCall]: LoggedCall[K] };

/** Everything the cloud was asked, in the order it came in. This is what tests judge by. */
export class CallLog {
  readonly #entries: Entry[] = [];

  readonly #listeners = new Set<(call: LoggedCall) => void>();

  get calls(): readonly LoggedCall[] {
    return this.#entries;
  }

  begin(service: ServiceName, call: Call, body: unknown): Entry {
    const entry: Entry = {
      service,
      method: call.method,
      path: call.path,
      query: call.query.toString(),
      status: 0,
      at: new Date(),
      appId: undefined,
      requestId: call.requestId,
      fault: undefined,
      body,
    };
    this.#entries.push(entry);
    return entry;
  }

  /** The call has been carried out; whoever listens may change the world before its answer is written. */
  finish(entry: Entry): void {
    for (const listener of [...this.#listeners]) listener(entry);
  }

  /** Calls back on every call once it has been carried out, until the returned function is called. */
  onCall(listener: (call: LoggedCall) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  of(filter: CallFilter): readonly LoggedCall[] {
    return this.#entries.filter(
      (entry) =>
        (filter.service === undefined || filter.service === entry.service) &&
        (filter.method === undefined || filter.method === entry.method) &&
        (filter.status === undefined || filter.status === entry.status) &&
        (filter.path === undefined ||
          (typeof filter.path === 'string' ? entry.path === filter.path : entry.path.search(filter.path) >= 0)),
    );
  }

  /** Every DELETE of an authentication method, whatever came of it; for one user (as named in the path) or all. */
  methodDeletes(user?: string): readonly MethodDelete[] {
    const pattern = /\/users\/([^/]+)\/authentication\/([^/]+)(?:\/([^/]+))?(?:\/\$ref)?$/i;
    return this.of({ service: 'graph', method: 'DELETE', path: pattern })
      .map((call) => {
        const [, who = '', collection = '', methodId] = pattern.exec(call.path) ?? [];
        return { user: who, collection, methodId, applied: call.status === 204, call };
      })
      .filter((found) => user === undefined || found.user === user);
  }

  clear(): void {
    this.#entries.length = 0;
  }
}
