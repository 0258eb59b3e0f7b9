import { randomUUID } from 'node:crypto';

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
  /** When the log begins to show it. */
  readonly visibleAt: number;
}

/** What auditLogs/directoryAudits tells, late by `delayMs`. */
export class Audits {
  /** Minutes in truth; 0 here, unless a test wants them late. */
  delayMs = 0;
  readonly #entries: DirectoryAudit[] = [];

  get visible(): readonly DirectoryAudit[] {
    return this.#entries.filter((entry) => entry.visibleAt <= Date.now()).toReversed();
  }

  add(activity: string, targetId: string, initiatedBy: DirectoryAudit['initiatedBy'], reason = ''): void {
    this.#entries.push({
      id: `Authentication Methods_${randomUUID()}`,
      category: 'UserManagement',
      activityDisplayName: activity,
      activityDateTime: new Date().toISOString(),
      result: 'success',
      resultReason: reason,
      loggedByService: 'Authentication Methods',
      operationType: 'Update',
      initiatedBy,
      targetId,
      visibleAt: Date.now() + this.delayMs,
    });
  }
}
