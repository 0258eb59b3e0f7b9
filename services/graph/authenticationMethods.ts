import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { AuthenticationMethods, ListedMethod, RemovalResult } from '../../core/ports.js';
import type { Graph } from './client.js';
import { createDefaultHint } from './defaultHint.js';
import { GraphError, orUndefined } from './graphError.js';
import { methodType } from './methodTypes.js';
import { path } from './path.js';

export interface MethodSettings {
  /** Keys the fingerprints, so that a stored one gives no phone number away. Changing it makes stored pins stale. */
  readonly fingerprintKey: string;
  readonly now: () => number;
}

/** Graph's own limit: a write to an authentication method can take a minute. */
const WRITE = { timeoutMs: 60_000 } as const;

const listed = z.looseObject({
  '@odata.type': z.string(),
  id: z.string().min(1),
  createdDateTime: z.string().nullish(),
});

/** The AuthenticationMethods port on Microsoft Graph: the only writes to Entra. */
export function createAuthenticationMethods(graph: Graph, settings: MethodSettings): AuthenticationMethods {
  const defaultHint = createDefaultHint(graph, settings.now);
  const described = (body: unknown, type?: string) => describe(body, settings.fingerprintKey, type);

  return {
    async list(userId) {
      const methods = path`/users/${userId}/authentication/methods`;
      const [stable, beta, hint] = await Promise.all([
        graph.list(methods),
        graph.list(methods, { version: 'beta' }),
        defaultHint.of(userId),
      ]);
      // v1.0 hides what it does not know; what both list is taken from v1.0, where `read` looks too.
      const union = new Map<string, ListedMethod>();
      for (const method of [...beta, ...stable].map((body) => described(body)))
        union.set(`${method.type} ${method.id}`, method);
      const all = [...union.values()];
      return { methods: all, defaultHint: defaultHint.among(all, hint) };
    },

    async read(userId, { type, id }) {
      const known = knownType(type);
      const body = await orUndefined(graph.get(known.at(userId, id), { version: known.version }));
      return body === undefined ? undefined : described(body, type);
    },

    async remove(userId, { type, id }) {
      const known = knownType(type);
      const to = (known.deleteAt ?? known.at)(userId, id);
      return removal(graph.call('DELETE', to, { ...WRITE, version: known.version }));
    },

    async prefer(userId, preference) {
      return removal(
        graph.call('PATCH', path`/users/${userId}/authentication/signInPreferences`, {
          ...WRITE,
          version: 'beta',
          body: { userPreferredMethodForSecondaryAuthentication: preference },
          idempotent: true,
        }),
      );
    },

    async revokeSessions(userId) {
      await graph.call('POST', path`/users/${userId}/revokeSignInSessions`, { ...WRITE, idempotent: true });
    },

    async blockSignIn(userId) {
      const body = { accountEnabled: false };
      const answer = await removal(graph.call('PATCH', path`/users/${userId}`, { ...WRITE, body, idempotent: true }));
      return answer.result === 'removed' ? 'blocked' : 'refused';
    },
  };
}

function knownType(type: string) {
  const known = methodType(type);
  if (known === undefined) throw new TypeError(`Graph deletes no ${type}; the plan must leave it in place`);
  return known;
}

function describe(body: unknown, key: string, expectedType?: string): ListedMethod {
  // A single method read from its own collection may come without its type.
  const method = listed.parse({ '@odata.type': expectedType, ...(body as object) });
  const type = method['@odata.type'].replace('#microsoft.graph.', '');
  const createdAt = Date.parse(method.createdDateTime ?? '');
  return {
    type,
    id: method.id,
    fingerprint: fingerprint(method, type, createdAt, key),
    createdAt: Number.isNaN(createdAt) ? undefined : createdAt,
  };
}

/** Over values, not their spelling: `+44 7700 900123` and `+447700900123` are one number, two time formats one time. */
function fingerprint(method: z.infer<typeof listed>, type: string, createdAt: number, key: string): string {
  const identity = (methodType(type)?.identifiedBy ?? []).map((field) => {
    const value = method[field];
    return typeof value === 'string' ? value.replace(/\s+/g, '').toLowerCase() : null;
  });
  const made = Number.isNaN(createdAt) ? null : createdAt;
  return createHmac('sha256', key)
    .update(JSON.stringify([type, method.id.toLowerCase(), made, ...identity]))
    .digest('base64url');
}

/** What Graph decided, as a value; what it did not decide (no token, throttled, its own failure), as the error. */
async function removal(call: Promise<unknown>): Promise<RemovalResult> {
  try {
    await call;
    return { result: 'removed' };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    if (error.notFound) return { result: 'alreadyGone' };
    const undecided = error.status < 400 || error.status >= 500 || [401, 404, 408, 429].includes(error.status);
    if (undecided) throw error;
    const { status, code, detail, requestId } = error;
    return { result: 'refused', status, code, message: detail, requestId };
  }
}
