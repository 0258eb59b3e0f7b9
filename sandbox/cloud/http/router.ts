import type { Answer, Call } from './call.js';

export type Handler = (call: Call) => Answer | Promise<Answer>;

export interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly handle: Handler;
}

/** `users/:id/manager` matches one segment at `:id`; letters match as Graph does, without regard to case. */
export function route(method: string, path: string, handle: Handler): Route {
  const source = path
    .split(/(:[a-zA-Z]+)/)
    .map((part) => (part.startsWith(':') ? `(?<${part.slice(1)}>[^/]+)` : escaped(part)))
    .join('');
  return { method, pattern: new RegExp(`^/?${source}/?$`, 'i'), handle };
}

export interface Routed {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The route for a call, or what is missing: the path, or the method on a known path. */
export function findRoute(routes: readonly Route[], method: string, path: string): Routed | 'no-path' | 'no-method' {
  let known = false;
  for (const candidate of routes) {
    const match = candidate.pattern.exec(path);
    if (!match) continue;
    if (candidate.method === method) return { route: candidate, params: { ...match.groups } };
    known = true;
  }
  return known ? 'no-method' : 'no-path';
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
