import { Audits, type ChangedProperty, type DirectoryAudit } from './audits.js';
import type { AuthenticationMethod, NewMethod } from './authenticationMethod.js';
import { cast } from './cast.js';
import { type Group, Groups } from './groups.js';
import { registerEverybody } from './methodsOfEverybody.js';
import { MethodStore } from './methodStore.js';
import type { MethodType } from './methodTypes.js';
import type { Person } from './person.js';
import { populate } from './population.js';
import { seeded } from './random.js';
import { SignIns } from './signIns.js';
import { Roles } from './roles.js';

export interface DirectoryOptions {
  readonly seed?: number;
  /** People in all, the cast included; at least 40. */
  readonly size?: number;
}

/** Names of the groups that are there from the start. */
export const groupNames = {
  it: 'IT Support',
  security: 'Security Operations',
  requesters: 'MFA Reset Requesters',
  approvers: 'MFA Reset Approvers',
  /** Holds the requesters' group inside it. */
  allStaff: 'All Staff',
  /** Role-assignable, and holds a role. */
  exchangeAdmins: 'Exchange Administrators',
  /** Role-assignable, holds none. */
  tierZero: 'Tier Zero',
  /** Dynamic: everybody in Finance. */
  finance: 'Finance (dynamic)',
} as const;

/** The tenant's people, groups, roles and methods, with the helpers a test or a demo speaks in. */
export class Directory {
  readonly groups = new Groups();
  readonly roles = new Roles();
  readonly methods = new MethodStore();
  readonly audits = new Audits();
  readonly signIns = new SignIns();
  readonly #people = new Map<string, Person>();

  constructor({ seed = 768, size = 240 }: DirectoryOptions = {}) {
    const now = new Date();
    const random = seeded(seed);
    for (const person of populate(random, Math.max(size, 40), now)) this.#people.set(person.id, person);
    registerEverybody(this.methods, this.people, now);
    this.#makeGroups(() => random.uuid());
    this.roles.assign(this.user(cast.administrator).id, 'Global Administrator');
    this.roles.assign(this.groups.get(groupNames.exchangeAdmins).id, 'Exchange Administrator');
    this.roles.makeEligible(this.user(cast.administratorEligible).id, 'Security Administrator');
  }

  get people(): readonly Person[] {
    return [...this.#people.values()];
  }

  /** By id or user principal name, as Graph looks people up. */
  find(idOrPrincipalName: string): Person | undefined {
    const wanted = idOrPrincipalName.toLowerCase();
    return this.#people.get(wanted) ?? this.people.find((person) => person.userPrincipalName.toLowerCase() === wanted);
  }

  /** By id, user principal name or display name; throws when there is none or more than one. */
  user(idOrName: string): Person {
    const found = this.find(idOrName);
    if (found) return found;
    const named = this.people.filter((person) => person.displayName === idOrName);
    const [only] = named;
    if (!only || named.length > 1) throw new Error(`The directory has ${named.length} people called "${idOrName}".`);
    return only;
  }

  /** Adds somebody like an existing person, with the differences given. */
  add(
    person: Partial<Person> & { readonly id: string; readonly displayName: string; readonly userPrincipalName: string },
  ): Person {
    const added: Person = { ...structuredClone(this.user(cast.requester)), ...person };
    this.#people.set(added.id, added);
    this.methods.register(added.id, 'password');
    return added;
  }

  remove(idOrName: string): void {
    const { id } = this.user(idOrName);
    this.#people.delete(id);
    for (const group of this.groups.all) group.members.delete(id);
  }

  managerOf(idOrName: string): Person | undefined {
    const { managerId } = this.user(idOrName);
    return managerId === undefined ? undefined : this.#people.get(managerId);
  }

  /** Somebody, an administrator where it isn't said, gives the person another manager; the audit log says so. */
  setManager(idOrName: string, manager: string | undefined, by: string = cast.administrator): void {
    const person = this.user(idOrName);
    const before = person.managerId;
    const after = manager === undefined ? undefined : this.user(manager).id;
    person.managerId = after;
    const named = after ?? before;
    this.audits.change(
      after === undefined ? 'Remove user manager' : 'Set user manager',
      person.id,
      { userId: this.user(by).id },
      {
        changes: [{ name: 'Manager.ObjectID', before, after }],
        alsoNamed: named === undefined ? [] : [named],
      },
    );
  }

  /** Somebody, an administrator where it isn't said, changes the person's numbers; the audit log says so. */
  setPhone(
    idOrName: string,
    to: { readonly mobile?: string | null; readonly business?: readonly string[] },
    by: string = cast.administrator,
  ): void {
    const person = this.user(idOrName);
    const changes: ChangedProperty[] = [];
    if (to.mobile !== undefined) {
      changes.push({ name: 'Mobile', before: listed(person.mobilePhone), after: listed(to.mobile) });
      person.mobilePhone = to.mobile;
    }
    if (to.business !== undefined) {
      changes.push({ name: 'TelephoneNumber', before: person.businessPhones, after: to.business });
      person.businessPhones = [...to.business];
    }
    this.audits.change('Update user', person.id, { userId: this.user(by).id }, { changes });
  }

  disable(idOrName: string): void {
    this.user(idOrName).accountEnabled = false;
  }

  enable(idOrName: string): void {
    this.user(idOrName).accountEnabled = true;
  }

  methodsOf(idOrName: string): readonly AuthenticationMethod[] {
    return this.methods.of(this.user(idOrName).id);
  }

  /** The person registers a method, and the audit log says so. */
  registerMethod(idOrName: string, type: MethodType, given: NewMethod = {}): AuthenticationMethod {
    const { id } = this.user(idOrName);
    const method = this.methods.register(id, type, given);
    this.audits.add('User registered security info', id, { userId: id }, `User registered ${type}`);
    return method;
  }

  /** Somebody signs in as them, from there; where nothing is said, now and with success. */
  signIn(idOrName: string, country: string | null, more: Parameters<SignIns['add']>[2] = {}): void {
    this.signIns.add(this.user(idOrName).id, country, more);
  }

  /** Somebody takes a method away by hand, the person themselves where it isn't said; the audit log says so. */
  deleteMethod(idOrName: string, methodId: string, by: string = idOrName): void {
    const { id } = this.user(idOrName);
    const type = this.methods.of(id).find((method) => method.id === methodId)?.type;
    if (type === undefined) throw new Error(`${idOrName} has no method ${methodId}`);
    this.methods.remove(id, methodId);
    this.noteDelete(id, type, { userId: this.user(by).id });
  }

  /** A key that is bound to a device stands in the log of both services. */
  noteDelete(id: string, type: MethodType, by: DirectoryAudit['initiatedBy']): void {
    const who = 'userId' in by && by.userId === id ? 'User' : 'Admin';
    this.audits.add(`${who} deleted security info`, id, by, `${who} deleted ${type}`);
    const bound = DEVICE_BOUND[type];
    if (bound !== undefined) this.audits.addForDevice(bound, id, by);
  }

  setDefault(idOrName: string, methodId: string | undefined): void {
    this.methods.setDefault(this.user(idOrName).id, methodId);
  }

  join(group: string, idOrName: string): void {
    this.groups.get(group).members.add(this.user(idOrName).id);
  }

  leave(group: string, idOrName: string): void {
    this.groups.get(group).members.delete(this.user(idOrName).id);
  }

  group(idOrName: string): Group {
    return this.groups.get(idOrName);
  }

  #makeGroups(id: () => string): void {
    const ids = (...names: string[]) => names.map((name) => this.user(name).id);
    const members = this.people.filter((person) => person.userType === 'Member');
    const add = (
      displayName: string,
      inside: readonly string[],
      more: Partial<Omit<Group, 'members' | 'owners'>> = {},
    ) => this.groups.add({ id: id(), displayName, ...more, members: inside });
    add(groupNames.it, ids(cast.it, cast.itSecond));
    add(groupNames.security, ids(cast.security, cast.securitySecond));
    add(groupNames.approvers, ids(cast.approver, cast.backup));
    const requesters = add(groupNames.requesters, ids(cast.requester, cast.approver, cast.backup, cast.phoneOnly));
    add(groupNames.allStaff, [requesters.id, ...members.slice(0, 120).map((person) => person.id)]);
    add(groupNames.exchangeAdmins, ids(cast.administratorThroughGroup), { isAssignableToRole: true });
    add(groupNames.tierZero, ids(cast.roleAssignable), { isAssignableToRole: true });
    add(
      groupNames.finance,
      members.filter((person) => person.department === 'Finance').map((person) => person.id),
      {
        groupTypes: ['DynamicMembership'],
        membershipRule: '(user.department -eq "Finance")',
      },
    );
  }
}

/** Activities of the Device Registration Service, from Microsoft's list of them. */
const DEVICE_BOUND: Partial<Record<MethodType, string>> = {
  fido2: 'Delete FIDO2 security key(s)',
  windowsHelloForBusiness: 'Delete Windows Hello for Business credential',
  platformCredential: 'Delete platform credential',
};

/** The log shows a property's values as a list. */
function listed(value: string | null): readonly string[] {
  return value === null ? [] : [value];
}
