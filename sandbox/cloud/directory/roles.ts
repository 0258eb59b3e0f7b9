import { createHash } from 'node:crypto';

export interface RoleDefinition {
  /** Template id, the same in every tenant. */
  readonly id: string;
  /** Object id of the activated directoryRole in this tenant. */
  readonly directoryRoleId: string;
  readonly displayName: string;
  readonly description: string;
}

export interface RoleAssignment {
  readonly id: string;
  /** A person's or a role-assignable group's id. */
  readonly principalId: string;
  readonly roleDefinitionId: string;
  readonly directoryScopeId: string;
}

export interface RoleEligibility extends RoleAssignment {
  readonly startDateTime: string;
  readonly endDateTime: string | null;
}

const definition = (displayName: string, id: string): RoleDefinition => ({
  id,
  displayName,
  description: `Built-in role: ${displayName}.`,
  directoryRoleId: uuidFrom(`directoryRole ${id}`),
});

/** Built-in roles by their documented template ids. */
export const roleDefinitions: readonly RoleDefinition[] = [
  definition('Global Administrator', '62e90394-69f5-4237-9190-012177145e10'),
  definition('Privileged Role Administrator', 'e8611ab8-c189-46e8-94e1-60213ab1f814'),
  definition('Privileged Authentication Administrator', '7be44c8a-adaf-4e2a-84d6-ab2649e08a13'),
  definition('Authentication Administrator', 'c4e39bd9-1100-46d3-8c65-fb160da0071f'),
  definition('Security Administrator', '194ae4cb-b126-40b2-bd5b-6091b380977d'),
  definition('User Administrator', 'fe930be7-5e62-47db-91af-98c3a49a38b1'),
  definition('Helpdesk Administrator', '729827e3-9c14-49f7-bb1b-9608f156bbb8'),
  definition('Exchange Administrator', '29232cdf-9323-42fd-ade2-1d097af3e4de'),
  definition('Application Administrator', '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3'),
  definition('Directory Readers', '88d8e3e3-8f55-4a1e-953a-9b9898b8876b'),
];

/** Who holds which directory role, active and eligible. */
export class Roles {
  readonly #active: RoleAssignment[] = [];
  readonly #eligible: RoleEligibility[] = [];

  get assignments(): readonly RoleAssignment[] {
    return this.#active;
  }

  get eligibilities(): readonly RoleEligibility[] {
    return this.#eligible;
  }

  /** By name or template id; throws when there is none. */
  definition(idOrName: string): RoleDefinition {
    const found = roleDefinitions.find((role) => role.id === idOrName || role.displayName === idOrName);
    if (!found) throw new Error(`There is no role "${idOrName}".`);
    return found;
  }

  assign(principalId: string, role: string): RoleAssignment {
    const assignment = this.#bind(principalId, role, 'active');
    this.#active.push(assignment);
    return assignment;
  }

  makeEligible(principalId: string, role: string, now = new Date()): RoleEligibility {
    const eligibility = {
      ...this.#bind(principalId, role, 'eligible'),
      startDateTime: now.toISOString(),
      endDateTime: null,
    };
    this.#eligible.push(eligibility);
    return eligibility;
  }

  /** Ends every assignment and eligibility of a principal, or those of one role. */
  withdraw(principalId: string, role?: string): void {
    const id = role === undefined ? undefined : this.definition(role).id;
    for (const list of [this.#active, this.#eligible]) {
      for (let at = list.length - 1; at >= 0; at -= 1) {
        const one = list[at];
        if (one?.principalId === principalId && (id === undefined || one.roleDefinitionId === id)) list.splice(at, 1);
      }
    }
  }

  #bind(principalId: string, role: string, kind: string): RoleAssignment {
    const { id: roleDefinitionId } = this.definition(role);
    const id = createHash('sha256')
      .update(`${kind} ${principalId} ${roleDefinitionId}`)
      .digest('base64url')
      .slice(0, 48);
    return { id, principalId, roleDefinitionId, directoryScopeId: '/' };
  }
}

function uuidFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
