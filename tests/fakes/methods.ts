import type { AuthenticationMethods, ListedMethod } from '../../core/ports.js';

/** Somebody's methods in memory: what is deleted is gone at once, and every delete is remembered. */
export interface FakeMethods extends AuthenticationMethods {
  readonly deleted: readonly { readonly userId: string; readonly id: string }[];
  /** The user, or somebody in their name, registers it. */
  register(userId: string, method: ListedMethod): void;
  /** From now on the method is refused, or goes again. */
  refuse(id: string, refused: boolean): void;
}

export function fakeMethods(of: Readonly<Record<string, readonly ListedMethod[]>>): FakeMethods {
  const listed = new Map(Object.entries(of).map(([userId, methods]) => [userId, [...methods]]));
  const refused = new Set<string>();
  const deleted: { userId: string; id: string }[] = [];
  const methodsOf = (userId: string): ListedMethod[] => listed.get(userId) ?? [];

  return {
    list: async (userId) => ({ methods: [...methodsOf(userId)] }),
    read: async (userId, { type, id }) => methodsOf(userId).find((one) => one.type === type && one.id === id),
    async remove(userId, { id }) {
      deleted.push({ userId, id });
      if (refused.has(id))
        return { result: 'refused', status: 400, code: 'badRequest', message: 'Not today.', requestId: 'request' };
      const left = methodsOf(userId).filter((one) => one.id !== id);
      const gone = left.length === methodsOf(userId).length;
      listed.set(userId, left);
      return { result: gone ? 'alreadyGone' : 'removed' };
    },
    prefer: async () => ({ result: 'removed' }),
    revokeSessions: async () => undefined,
    blockSignIn: async () => 'blocked',
    deleted,
    register(userId, method) {
      listed.set(userId, [...methodsOf(userId), method]);
    },
    refuse(id, refuses) {
      if (refuses) refused.add(id);
      else refused.delete(id);
    },
  };
}
