import { z } from 'zod';
import type { Directory, SignInRecord } from '../../core/ports.js';
import { within } from '../inTime.js';
import type { Graph } from './client.js';
import { path, quoted } from './path.js';

/** Nobody waits for it: it is looked at after the registration. */
const TIMEOUT = 20_000;

/** The sign-in was interrupted so that MFA is set up (AADSTS50072, 50079): the password was right. */
const REGISTERING: ReadonlySet<number> = new Set([50072, 50079]);

const record = z.object({
  createdDateTime: z.string(),
  status: z.object({ errorCode: z.number().nullish() }).nullish(),
  location: z.object({ countryOrRegion: z.string().nullish() }).nullish(),
});

/** `Directory.signIns` on Entra's sign-in log, which is minutes late and is allowed to fail. */
export function createSignIns(graph: Graph): Directory['signIns'] {
  return async (personId, since) => {
    const from = new Date(since).toISOString();
    try {
      const listed = graph.list(
        path`/auditLogs/signIns?$filter=userId eq '${quoted(personId)}' and createdDateTime ge ${from}`,
        { timeoutMs: TIMEOUT, idempotent: false },
      );
      const records = z.array(record).parse(await within(TIMEOUT, listed, () => new Error('the sign-in log is late')));
      return records.flatMap(signInOf);
    } catch {
      return 'unknown';
    }
  };
}

/** One that failed at the password says nothing about where the user is. */
function signInOf({ createdDateTime, status, location }: z.infer<typeof record>): readonly SignInRecord[] {
  const code = status?.errorCode ?? 0;
  const at = Date.parse(createdDateTime);
  const registering = REGISTERING.has(code);
  if (Number.isNaN(at) || (code !== 0 && !registering)) return [];
  return [{ at, country: location?.countryOrRegion?.toUpperCase() || undefined, registering }];
}
