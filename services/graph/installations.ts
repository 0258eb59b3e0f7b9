import { z } from 'zod';
import type { Installer } from '../../core/ports.js';
import type { Graph } from './client.js';
import { GraphError } from './graphError.js';
import { path, quoted } from './path.js';

/** An app that isn't in the catalogue, or that we may not look for there, won't be by the next message. */
const REFUSAL_KEPT = 10 * 60 * 1000;

const apps = z.array(z.object({ id: z.string() }));

/**
 * The Installer port on Microsoft Graph. `graph` must sign in as the registration that the app's manifest names in
 * `webApplicationInfo`: TeamsAppInstallation.ReadWriteSelfForUser.All counts for that one alone.
 */
export function createInstaller(
  graph: Graph,
  settings: { readonly teamsAppId: string; readonly graphUrl: string; readonly now: () => number },
): Installer {
  const { teamsAppId, graphUrl, now } = settings;
  let lookup: Promise<string | undefined> | undefined;
  let lookAgainAt = Infinity;

  /** The app's id in the organisation's catalogue, which is not the manifest's. */
  async function find(): Promise<string | undefined> {
    try {
      const found = await graph.list(path`/appCatalogs/teamsApps?$filter=externalId eq '${quoted(teamsAppId)}'`);
      return apps.parse(found)[0]?.id;
    } catch (error) {
      if (error instanceof GraphError && error.status === 403) return undefined;
      throw error;
    }
  }

  function catalogId(): Promise<string | undefined> {
    if (now() >= lookAgainAt) forget();
    lookup ??= find().then(
      (id) => {
        if (id === undefined) lookAgainAt = now() + REFUSAL_KEPT;
        return id;
      },
      (error: unknown) => {
        forget();
        throw error;
      },
    );
    return lookup;
  }

  function forget(): void {
    lookup = undefined;
    lookAgainAt = Infinity;
  }

  return {
    async install(personId) {
      const id = await catalogId();
      if (id === undefined) return 'refused';
      try {
        await graph.call('POST', path`/users/${personId}/teamwork/installedApps`, {
          body: { 'teamsApp@odata.bind': `${graphUrl}/v1.0/appCatalogs/teamsApps/${id}` },
          idempotent: true,
        });
        return 'installed';
      } catch (error) {
        if (!(error instanceof GraphError)) throw error;
        if (error.status === 409) return 'installed';
        // The person is unknown, or the app was taken out of the catalogue and put in anew.
        if (error.notFound) forget();
        if (error.status === 403 || error.notFound) return 'refused';
        throw error;
      }
    },
  };
}
