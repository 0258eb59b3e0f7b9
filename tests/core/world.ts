import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requestWrite } from '../../core/approvals.js';
import type { AskingDeps } from '../../core/asking.js';
import type { JournalEntry } from '../../core/command.js';
import type { Policy } from '../../core/policy.js';
import type { Store } from '../../core/store.js';
import type { Draft } from '../../core/rows.js';
import { isRefusal, type Refusal } from '../../core/refusal.js';
import type { ResetRequest } from '../../core/request.js';
import { readTapRights } from '../../core/rights.js';
import { openFileStore } from '../../services/store/file/fileStore.js';
import { createVerificationCodes } from '../../services/verificationCodes.js';
import { settableClock, type SettableClock } from '../fakes/clock.js';
import { fakeDirectory, type FakeDirectory } from '../fakes/directory.js';
import { collectingLog } from '../fakes/log.js';
import { ASKED, IT_GROUP, policy, SECURITY_GROUP } from '../fakes/rows.js';

/** A small company, a store on disk and a clock: what the use cases of the core need. */
export interface World {
  readonly store: Store;
  readonly directory: FakeDirectory;
  readonly clock: SettableClock;
  deps(different?: Partial<Policy>): AskingDeps;
  /** Puts a row into the store as it is. */
  put(row: ResetRequest): Promise<void>;
  read(id?: string): Promise<ResetRequest>;
  journal(id?: string): Promise<JournalEntry[]>;
  pause(): Promise<void>;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'core-'));
  const clock = settableClock(ASKED);
  const store = await openFileStore({ folder, auditKey: 'generated', clock, log: collectingLog() });
  const directory = fakeDirectory('requester', 'target', 'manager', 'boss', 'backup', 'guard', 'agent', 'stranger');
  directory.setManager('target', 'manager');
  directory.setManager('manager', 'boss');
  directory.setMembers(IT_GROUP, ['agent']);
  directory.setMembers(SECURITY_GROUP, ['guard']);
  let references = 0;

  return {
    store,
    directory,
    clock,
    deps(different = {}) {
      const inForce = policy(different);
      return {
        store,
        directory,
        clock,
        policy: inForce,
        policyHash: 'hash-1',
        codes: createVerificationCodes('generated'),
        newReference: () => `MFA-${String(++references).padStart(5, '0')}`,
        tapRights: (row, approverId) =>
          readTapRights(directory, inForce, row, approverId).catch(() => 'unknown' as const),
      };
    },
    async put(row) {
      const held = await store.read('request', row.id);
      const result = await store.commit({ writes: [requestWrite(row, held?.version ?? 0)] });
      if (!result.ok) throw new Error(`the row was not taken: ${JSON.stringify(result)}`);
    },
    async read(id = 'request-1') {
      const row = await store.read('request', id);
      if (row === undefined) throw new Error(`there is no ${id}`);
      return row.value;
    },
    async journal(id = 'request-1') {
      const entries: JournalEntry[] = [];
      for await (const entry of store.history(id)) entries.push(entry);
      return entries;
    },
    async pause() {
      const value = { paused: true, policyHash: 'hash-1' };
      await store.commit({ writes: [{ kind: 'service', key: 'service', expectedVersion: 0, value }] });
    },
    async close() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

export function draft(different: Partial<Draft> = {}): Draft {
  return {
    requestId: 'request-1',
    requesterId: 'requester',
    targetId: 'target',
    justification: 'New phone, the old one is gone',
    lost: 'newPhone',
    clearing: 'all',
    urgent: false,
    ...different,
  };
}

export function taken(outcome: ResetRequest | Refusal): ResetRequest {
  if (isRefusal(outcome)) throw new Error(`refused: ${JSON.stringify(outcome)}`);
  return outcome;
}
