import { randomUUID } from 'node:crypto';

/** A property as the log names it, with its values before and after. */
export interface ChangedProperty {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface DirectoryAudit {
  readonly id: string;
  readonly category: string;
  readonly activityDisplayName: string;
  readonly activityDateTime: string;
  readonly result: 'success' | 'failure';
  readonly resultReason: string;
  readonly loggedByService: string;
  readonly operationType: string;
  readonly initiatedBy: { readonly userId: string } | { readonly appId: string };
  readonly targetId: string;
  readonly changes: readonly ChangedProperty[];
  /** Others the entry names, whom it does not change. */
  readonly alsoNamed: readonly string[];
  /** When the log begins to show it. */
  visibleAt: number;
}

/** What auditLogs/directoryAudits tells, late by `delayMs`. */
export class Audits {
  /** Minutes in truth; 0 here, unless a test wants them late. */
  delayMs = 0;
  /** The log names an application by its service principal alone. */
  withoutAppId = false;
  readonly #entries: DirectoryAudit[] = [];

  /** What was late is there. */
  catchUp(): void {
    for (const entry of this.#entries) entry.visibleAt = Math.min(entry.visibleAt, Date.now());
  }

  /** Also what the log does not show yet. */
  get all(): readonly DirectoryAudit[] {
    return this.#entries;
  }

  get visible(): readonly DirectoryAudit[] {
    return this.#entries.filter((entry) => entry.visibleAt <= Date.now()).toReversed();
  }

  /** What the service behind the authentication methods writes. */
  add(activityDisplayName: string, targetId: string, initiatedBy: DirectoryAudit['initiatedBy'], resultReason = '') {
    this.#write('Authentication Methods', { activityDisplayName, targetId, initiatedBy, resultReason });
  }

  /** What the service behind keys that are bound to a device writes. */
  addForDevice(activityDisplayName: string, targetId: string, initiatedBy: DirectoryAudit['initiatedBy']) {
    this.#write('Device Registration Service', { activityDisplayName, targetId, initiatedBy });
  }

  /** What the directory itself writes about a change of an object. */
  change(
    activityDisplayName: string,
    targetId: string,
    initiatedBy: DirectoryAudit['initiatedBy'],
    more: Partial<Pick<DirectoryAudit, 'changes' | 'alsoNamed'>> = {},
  ) {
    this.#write('Core Directory', { activityDisplayName, targetId, initiatedBy, ...more });
  }

  #write(loggedByService: keyof typeof idPrefixes, entry: Written) {
    this.#entries.push({
      resultReason: '',
      changes: [],
      alsoNamed: [],
      ...entry,
      id: `${idPrefixes[loggedByService]}_${randomUUID()}`,
      category: 'UserManagement',
      activityDateTime: new Date().toISOString(),
      result: 'success',
      loggedByService,
      operationType: 'Update',
      visibleAt: Date.now() + this.delayMs,
    });
  }
}

type Written = Pick<DirectoryAudit, 'activityDisplayName' | 'targetId' | 'initiatedBy'> &
  Partial<Pick<DirectoryAudit, 'resultReason' | 'changes' | 'alsoNamed'>>;

const idPrefixes = {
  'Authentication Methods': 'Authentication Methods',
  'Core Directory': 'Directory',
  'Device Registration Service': 'DRS',
} as const;
