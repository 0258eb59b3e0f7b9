import { randomUUID } from 'node:crypto';

export interface Group {
  readonly id: string;
  displayName: string;
  description: string | null;
  /** `DynamicMembership`, `Unified`. */
  groupTypes: string[];
  securityEnabled: boolean;
  mailEnabled: boolean;
  mailNickname: string;
  mail: string | null;
  isAssignableToRole: boolean | null;
  membershipRule: string | null;
  createdDateTime: string;
  /** Ids of people and of groups. */
  readonly members: Set<string>;
  /** Ids of people. */
  readonly owners: Set<string>;
}

export type NewGroup = Partial<Omit<Group, 'members' | 'owners'>> & {
  readonly displayName: string;
  readonly members?: readonly string[];
  readonly owners?: readonly string[];
};

/** Somebody may make themselves a member or an owner for a time. */
export interface GroupEligibility {
  readonly id: string;
  readonly accessId: 'member' | 'owner';
  readonly principalId: string;
  readonly groupId: string;
  readonly startDateTime: string;
  readonly endDateTime: string | null;
}

/** The tenant's groups; groups may hold groups. */
export class Groups {
  readonly #byId = new Map<string, Group>();
  readonly #eligible: GroupEligibility[] = [];

  get all(): readonly Group[] {
    return [...this.#byId.values()];
  }

  add(given: NewGroup): Group {
    const group: Group = {
      id: randomUUID(),
      description: null,
      groupTypes: [],
      securityEnabled: true,
      mailEnabled: false,
      mailNickname: given.displayName.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
      mail: null,
      isAssignableToRole: null,
      membershipRule: null,
      createdDateTime: '2024-03-01T09:00:00Z',
      ...given,
      members: new Set(given.members),
      owners: new Set(given.owners),
    };
    this.#byId.set(group.id, group);
    return group;
  }

  get eligibilities(): readonly GroupEligibility[] {
    return this.#eligible;
  }

  /** Returns how to end it. */
  makeEligible(principalId: string, groupId: string, accessId: GroupEligibility['accessId'] = 'member'): () => void {
    const eligibility: GroupEligibility = {
      id: `${groupId}_${accessId}_${randomUUID()}`,
      ...{ accessId, principalId, groupId, startDateTime: new Date().toISOString(), endDateTime: null },
    };
    this.#eligible.push(eligibility);
    return () => {
      this.#eligible.splice(this.#eligible.indexOf(eligibility), 1);
    };
  }

  find(id: string): Group | undefined {
    return this.#byId.get(id.toLowerCase());
  }

  /** By id or display name; throws when there is none. */
  get(idOrName: string): Group {
    const found = this.find(idOrName) ?? this.all.find((group) => group.displayName === idOrName);
    if (!found) throw new Error(`The directory has no group "${idOrName}".`);
    return found;
  }

  remove(idOrName: string): void {
    const group = this.get(idOrName);
    this.#byId.delete(group.id);
    for (const other of this.all) other.members.delete(group.id);
  }

  /** The groups somebody (or a group) is in directly. */
  holding(memberId: string): readonly Group[] {
    return this.all.filter((group) => group.members.has(memberId));
  }

  /** The groups somebody is in directly or through other groups; circles end. */
  holdingTransitively(memberId: string): readonly Group[] {
    const found = new Set<Group>();
    const look = (id: string) => {
      for (const group of this.holding(id)) {
        if (found.has(group)) continue;
        found.add(group);
        look(group.id);
      }
    };
    look(memberId);
    return [...found];
  }

  /** Ids of all people and groups in a group, through its groups. */
  membersTransitively(groupId: string): readonly string[] {
    const found = new Set<string>();
    const look = (id: string) => {
      for (const member of this.find(id)?.members ?? []) {
        if (found.has(member)) continue;
        found.add(member);
        look(member);
      }
    };
    look(groupId);
    return [...found];
  }
}
