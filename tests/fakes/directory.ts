import type { Directory, DirectoryPerson, Privileges, SignInRecord } from '../../core/ports.js';

export type DirectoryCall = keyof Directory;

/** A directory in memory: people, managers, groups (nested ones too) and privileges, that can break call by call. */
export interface FakeDirectory extends Directory {
  /** Adds somebody, or changes what is given of somebody who is there. */
  put(person: Partial<DirectoryPerson> & Pick<DirectoryPerson, 'id'>): DirectoryPerson;
  remove(id: string): void;
  setManager(id: string, managerId: string | undefined): void;
  /** Members are people or other groups. */
  setMembers(groupId: string, members: readonly string[]): void;
  grant(id: string, privileges: Partial<Privileges>): void;
  /** What was changed lately, whatever the moment asked for; nothing without it. */
  setRecentChanges(id: string, changes: RecentChanges): void;
  /** What Entra's sign-in log has, whatever the moment asked for. */
  setSignIns(id: string, records: readonly SignInRecord[]): void;
  setAway(id: string, away: boolean): void;
  /** From now on the call is answered by this error. */
  fail(call: DirectoryCall, error?: Error): void;
  /** From now on the call is never answered. */
  hang(call: DirectoryCall): void;
  /** One call, or all of them, work again. */
  heal(call?: DirectoryCall): void;
  /** What was asked, in order. */
  readonly calls: readonly { readonly call: DirectoryCall; readonly of: string }[];
}

type RecentChanges = Awaited<ReturnType<Directory['recentChanges']>>;

const NO_PRIVILEGES: Privileges = { roles: [], roleAssignableGroups: [], eligibleGroups: [], ownsRegistration: false };

export function fakeDirectory(...ids: readonly string[]): FakeDirectory {
  const people = new Map<string, DirectoryPerson>();
  const managers = new Map<string, string>();
  const groups = new Map<string, readonly string[]>();
  const privileges = new Map<string, Privileges>();
  const recentChanges = new Map<string, RecentChanges>();
  const signIns = new Map<string, readonly SignInRecord[]>();
  const absent = new Set<string>();
  const broken = new Map<DirectoryCall, Error | 'hangs'>();
  const calls: { call: DirectoryCall; of: string }[] = [];

  async function answer<T>(call: DirectoryCall, of: string, read: () => T): Promise<T> {
    calls.push({ call, of });
    const fault = broken.get(call);
    if (fault === 'hangs') return new Promise<never>(() => undefined);
    if (fault !== undefined) throw fault;
    return read();
  }

  /** Everybody in a group; a circle of groups ends. */
  function membersOf(groupId: string, seen = new Set<string>()): readonly string[] {
    if (seen.has(groupId)) return [];
    seen.add(groupId);
    const members = groups.get(groupId) ?? [];
    return [...new Set(members.flatMap((id) => (groups.has(id) ? membersOf(id, seen) : [id])))];
  }

  function put(person: Partial<DirectoryPerson> & Pick<DirectoryPerson, 'id'>): DirectoryPerson {
    const before = people.get(person.id) ?? {
      name: person.id,
      mail: `${person.id}@contoso.test`,
      otherMails: [],
      userPrincipalName: `${person.id}@contoso.test`,
      enabled: true,
      guest: false,
    };
    const after = { ...before, ...person };
    people.set(person.id, after);
    return after;
  }

  for (const id of ids) put({ id });

  return {
    person: (id) => answer('person', id, () => people.get(id)),
    search: (text, limit) =>
      answer('search', text, () => {
        const wanted = text.toLowerCase();
        return [...people.values()]
          .filter(({ name, mail, userPrincipalName }) =>
            [name, mail ?? '', userPrincipalName].some((value) => value.toLowerCase().includes(wanted)),
          )
          .slice(0, limit);
      }),
    manager: (id) => answer('manager', id, () => people.get(managers.get(id) ?? '')),
    members: (groupId, limit) =>
      answer('members', groupId, () =>
        membersOf(groupId)
          .flatMap((id) => people.get(id) ?? [])
          .slice(0, limit),
      ),
    groupsAmong: (personId, groupIds) =>
      answer('groupsAmong', personId, () => groupIds.filter((group) => membersOf(group).includes(personId))),
    privileges: (personId) => answer('privileges', personId, () => privileges.get(personId) ?? NO_PRIVILEGES),
    signIns: (personId) => answer('signIns', personId, () => signIns.get(personId) ?? []),
    isAway: async (personId) => {
      calls.push({ call: 'isAway', of: personId });
      return absent.has(personId);
    },
    recentChanges: (personId) => answer('recentChanges', personId, () => recentChanges.get(personId) ?? []),

    put,
    remove(id) {
      people.delete(id);
    },
    setManager(id, managerId) {
      if (managerId === undefined) managers.delete(id);
      else managers.set(id, managerId);
    },
    setMembers(groupId, members) {
      groups.set(groupId, members);
    },
    grant(id, granted) {
      privileges.set(id, { ...NO_PRIVILEGES, ...granted });
    },
    setAway(id, away) {
      if (away) absent.add(id);
      else absent.delete(id);
    },
    setRecentChanges(id, changes) {
      recentChanges.set(id, changes);
    },
    setSignIns(id, records) {
      signIns.set(id, records);
    },
    fail(call, error = new Error(`directory: ${call} was not answered`)) {
      broken.set(call, error);
    },
    hang(call) {
      broken.set(call, 'hangs');
    },
    heal(call) {
      if (call === undefined) broken.clear();
      else broken.delete(call);
    },
    calls,
  };
}
