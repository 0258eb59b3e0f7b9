import { z } from 'zod';
import type { Directory, DirectoryPerson, Log } from '../../core/ports.js';
import { createAbsence } from './absence.js';
import type { Graph } from './client.js';
import { GraphError, orUndefined } from './graphError.js';
import { path, quoted, type GraphPath } from './path.js';
import { PERSON_FIELDS, ranked, toDirectoryPerson } from './people.js';
import { createPrivileges, type OwnRegistrations } from './privileges.js';
import { createRecentChanges } from './recentChanges.js';
import { createSignIns } from './signIns.js';

const LONGEST_SEARCH = 100;
/** Asked of Graph whatever the caller's limit is, so that ranking has something to choose from. */
const SEARCHED = 50;
const LARGEST_PAGE = 999;
const GROUPS_PER_CHECK = 20;

/** The Directory port on Microsoft Graph. */
export function createDirectory(graph: Graph, own: OwnRegistrations, log: Pick<Log, 'warn'>): Directory {
  async function searchPage(text: string): Promise<readonly unknown[]> {
    try {
      return await graph.list(bySearch(text), { eventual: true, limit: SEARCHED });
    } catch (error) {
      // Some texts are no valid $search, and some tenants' indexes refuse it.
      if (!(error instanceof GraphError) || error.status !== 400) throw error;
      return graph.list(byPrefix(text), { limit: SEARCHED });
    }
  }

  return {
    person: (id) => one(graph, path`/users/${id}?$select=${PERSON_FIELDS}`),
    manager: (id) => one(graph, path`/users/${id}/manager?$select=${PERSON_FIELDS}`),
    async search(typed, limit) {
      const text = searchable(typed);
      if (text === '') return [];
      const people = (await searchPage(text)).map(toDirectoryPerson);
      return ranked(people, text).slice(0, limit);
    },
    async members(groupId, limit) {
      const top = String(Math.min(Math.max(limit, 1), LARGEST_PAGE));
      const users = await graph.list(
        path`/groups/${groupId}/transitiveMembers/microsoft.graph.user?$select=${PERSON_FIELDS}&$count=true&$top=${top}`,
        { eventual: true, limit },
      );
      return users.map(toDirectoryPerson);
    },
    async groupsAmong(personId, groupIds) {
      const wanted = [...new Set(groupIds)];
      const found: string[] = [];
      for (let at = 0; at < wanted.length; at += GROUPS_PER_CHECK) {
        const { body } = await graph.call('POST', path`/users/${personId}/checkMemberGroups`, {
          body: { groupIds: wanted.slice(at, at + GROUPS_PER_CHECK) },
          idempotent: true,
        });
        found.push(...z.object({ value: z.array(z.string()) }).parse(body).value);
      }
      return found;
    },
    privileges: createPrivileges(graph, own),
    recentChanges: createRecentChanges(graph, own.now),
    isAway: createAbsence(graph, own.now, log),
    signIns: createSignIns(graph),
  };
}

async function one(graph: Graph, to: GraphPath): Promise<DirectoryPerson | undefined> {
  const body = await orUndefined(graph.get(to));
  return body === undefined ? undefined : toDirectoryPerson(body);
}

function searchable(typed: string): string {
  const text = typed
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return Array.from(text).slice(0, LONGEST_SEARCH).join('').trim();
}

/** Each clause stands in double quotes; quotes and backslashes inside are escaped by a backslash. */
function bySearch(text: string): GraphPath {
  const escaped = text.replace(/["\\]/g, '\\$&');
  const clauses = ['displayName', 'mail', 'userPrincipalName'].map((field) => `"${field}:${escaped}"`).join(' OR ');
  return path`/users?$search=${clauses}&$select=${PERSON_FIELDS}&$count=true&$top=${String(SEARCHED)}`;
}

function byPrefix(text: string): GraphPath {
  const fields = ['displayName', 'givenName', 'surname', 'mail', 'userPrincipalName'];
  const filter = fields.map((field) => `startswith(${field},'${quoted(text)}')`).join(' or ');
  return path`/users?$filter=${filter}&$select=${PERSON_FIELDS}&$top=${String(SEARCHED)}`;
}
