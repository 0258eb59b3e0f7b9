import { z } from 'zod';
import type { Directory } from '../../core/ports.js';
import { within } from '../inTime.js';
import type { Graph } from './client.js';
import { GraphError } from './graphError.js';
import { path, quoted } from './path.js';

type Change = 'phone' | 'manager';

/** Without AuditLog.Read.All and Directory.Read.All, or without a licence, the log is refused (ADR 0011). */
const REFUSAL_KEPT = 10 * 60 * 1000;
const TIMEOUT = 2_000;

/** How the log calls `businessPhones` and `mobilePhone`; the directory's own names, documented nowhere (ADR 0011). */
const PHONES: ReadonlySet<string> = new Set(['telephonenumber', 'mobile', 'businessphones', 'mobilephone']);

const text = z.string().nullish();
const entry = z.object({
  activityDisplayName: text,
  result: text,
  targetResources: z
    .array(
      z.object({
        id: text,
        modifiedProperties: z.array(z.object({ displayName: text, oldValue: text, newValue: text })).nullish(),
      }),
    )
    .nullish(),
});
type Entry = z.infer<typeof entry>;

/** `Directory.recentChanges` on Entra's audit log, which is minutes late and is allowed to fail. */
export function createRecentChanges(graph: Graph, now: () => number): Directory['recentChanges'] {
  let refusedUntil = 0;

  return async (personId, since) => {
    if (now() < refusedUntil) return 'unknown';
    const from = new Date(since).toISOString();
    try {
      const listed = graph.list(
        path`/auditLogs/directoryAudits?$filter=targetResources/any(t:t/id eq '${quoted(personId)}') and activityDateTime ge ${from}`,
        { timeoutMs: TIMEOUT, idempotent: false },
      );
      // The list's own limit is for each page.
      const entries = z.array(entry).parse(await within(TIMEOUT, listed, () => new Error('the audit log is late')));
      return [...new Set(entries.flatMap((one) => changesIn(one, personId.toLowerCase())))];
    } catch (error) {
      if (error instanceof GraphError && error.status === 403) refusedUntil = now() + REFUSAL_KEPT;
      return 'unknown';
    }
  };
}

function changesIn({ activityDisplayName, result, targetResources }: Entry, personId: string): readonly Change[] {
  if (result === 'failure') return [];
  const activity = (activityDisplayName ?? '').toLowerCase();
  const targets = (targetResources ?? []).map(({ id, modifiedProperties }) => ({
    isPerson: id?.toLowerCase() === personId,
    properties: (modifiedProperties ?? []).map(({ displayName, oldValue, newValue }) => ({
      name: (displayName ?? '').toLowerCase(),
      values: `${oldValue ?? ''} ${newValue ?? ''}`.toLowerCase(),
    })),
  }));
  if (activity.endsWith('user manager')) {
    // The log names both; somebody who was given a report has kept their own manager.
    const asTheManager = targets.some(
      ({ isPerson, properties }) =>
        !isPerson && properties.some(({ name, values }) => name.startsWith('manager') && values.includes(personId)),
    );
    return asTheManager ? [] : ['manager'];
  }
  if (activity !== 'update user') return [];
  const names = targets
    .filter(({ isPerson }) => isPerson)
    .flatMap(({ properties }) => properties.map(({ name }) => name));
  return [
    ...(names.some((name) => PHONES.has(name)) ? (['phone'] as const) : []),
    ...(names.includes('manager') ? (['manager'] as const) : []),
  ];
}
