import { z } from 'zod';
import type { LoggedDelete, MethodDeletes } from '../../core/ports.js';
import type { Graph } from './client.js';
import { GraphError, orUndefined } from './graphError.js';
import { path, quoted } from './path.js';

/** The services that write down that a method was deleted (ADR 0018). */
const SERVICES = ['Authentication Methods', 'Device Registration Service'] as const;

/** Said in the log and by the command. */
export const WHY_REFUSED =
  'Entra’s audit log was refused; it takes AuditLog.Read.All and Directory.Read.All for the Graph registration, and a ' +
  'P1 licence';

const text = z.string().nullish();
const entry = z.object({
  id: z.string(),
  activityDateTime: z.string(),
  activityDisplayName: text,
  result: text,
  initiatedBy: z.object({ app: z.object({ appId: text, servicePrincipalId: text }).nullish() }).nullish(),
  targetResources: z.array(z.object({ id: text, type: text })).nullish(),
});
type Entry = z.infer<typeof entry>;

/**
 * What Entra's audit log says these registrations deleted. The log names an application by its client id, by its
 * service principal or by both, and the filter knows only the first: so it is read by service and time, and sorted
 * out here.
 */
export function createMethodDeletes(graph: Graph, clientIds: readonly string[]): MethodDeletes {
  const ours = new Set(clientIds.map((id) => id.toLowerCase()));
  let principals: Promise<ReadonlySet<string>> | undefined;

  async function readPrincipals(): Promise<ReadonlySet<string>> {
    const found = await Promise.all(
      [...ours].map((id) => orUndefined(graph.get(path`/servicePrincipals(appId='${id}')?$select=id`))),
    );
    return new Set(found.flatMap((each) => (each === undefined ? [] : [withId.parse(each).id.toLowerCase()])));
  }

  return {
    async since(from) {
      const since = new Date(from).toISOString();
      try {
        principals ??= readPrincipals();
        const ids = new Set([...ours, ...(await principals)]);
        const lists = await Promise.all(
          SERVICES.map((service) =>
            graph.list(
              path`/auditLogs/directoryAudits?$filter=loggedByService eq '${quoted(service)}' and activityDateTime ge ${since}&$top=999`,
            ),
          ),
        );
        const entries = z.array(entry).parse(lists.flat());
        return entries.filter((each) => isDelete(each) && isBy(each, ids)).map(toDelete);
      } catch (error) {
        principals = undefined;
        if (error instanceof GraphError && error.status === 403) return 'refused';
        throw error;
      }
    },
  };
}

const withId = z.object({ id: z.string() });

function isDelete({ activityDisplayName, result }: Entry): boolean {
  return result !== 'failure' && /delete|remove|unassign/i.test(activityDisplayName ?? '');
}

function isBy({ initiatedBy }: Entry, ids: ReadonlySet<string>): boolean {
  const { appId, servicePrincipalId } = initiatedBy?.app ?? {};
  return [appId, servicePrincipalId].some((id) => ids.has(id?.toLowerCase() ?? ''));
}

function toDelete({ id, activityDateTime, activityDisplayName, targetResources }: Entry): LoggedDelete {
  const targets = targetResources ?? [];
  const user = targets.find(({ type }) => type?.toLowerCase() === 'user') ?? targets[0];
  return {
    id,
    at: Date.parse(activityDateTime),
    activity: activityDisplayName ?? '',
    userId: user?.id?.toLowerCase() ?? '',
  };
}
