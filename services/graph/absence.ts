import { z } from 'zod';
import type { Directory, Log } from '../../core/ports.js';
import { within } from '../inTime.js';
import type { Graph } from './client.js';
import { GraphError } from './graphError.js';
import { path } from './path.js';

/** A look-up longer than this is not worth the waiting of whoever asks. */
const TIMEOUT = 1_500;
/** Without MailboxSettings.Read it is not asked again for so long. */
const REFUSAL_KEPT = 10 * 60 * 1000;

const moment = z.object({ dateTime: z.string(), timeZone: z.string().nullish() }).nullish();
const settings = z.object({
  automaticRepliesSetting: z
    .object({ status: z.string().nullish(), scheduledStartDateTime: moment, scheduledEndDateTime: moment })
    .nullish(),
});

/** `Directory.isAway` on the automatic replies of somebody's mailbox. Somebody without a mailbox is not away. */
export function createAbsence(graph: Graph, now: () => number, log: Pick<Log, 'warn'>): Directory['isAway'] {
  let refusedUntil = 0;
  let warned = false;

  return async (personId) => {
    if (now() < refusedUntil) return false;
    try {
      const asked = graph.get(path`/users/${personId}/mailboxSettings?$select=automaticRepliesSetting`, {
        timeoutMs: TIMEOUT,
        idempotent: false,
      });
      const { automaticRepliesSetting } = settings.parse(await within(TIMEOUT, asked, () => new Error('it is late')));
      const { status, scheduledStartDateTime, scheduledEndDateTime } = automaticRepliesSetting ?? {};
      if (status !== 'scheduled') return status === 'alwaysEnabled';
      const [from, to] = [instant(scheduledStartDateTime), instant(scheduledEndDateTime)];
      return from !== undefined && to !== undefined && from <= now() && now() < to;
    } catch (error) {
      if (!(error instanceof GraphError && error.status === 404)) warn(error);
      return false;
    }
  };

  function warn(error: unknown): void {
    const refused = error instanceof GraphError && error.status === 403;
    if (refused) refusedUntil = now() + REFUSAL_KEPT;
    if (warned) return;
    warned = true;
    const why = refused ? 'MailboxSettings.Read is not granted' : 'Graph did not answer';
    log.warn({ err: error }, `who is out of office is not known, so nobody counts as away: ${why}`);
  }
}

/**
 * Exchange answers in UTC where nothing else is asked for. A time in a zone of Windows' names is taken for UTC: at most
 * half a day too early or too late, and then somebody more is asked, or nobody.
 */
function instant(given: z.infer<typeof moment>): number | undefined {
  const at = Date.parse(`${(given?.dateTime ?? '').replace(/Z$/u, '').slice(0, 19)}Z`);
  return Number.isNaN(at) ? undefined : at;
}
