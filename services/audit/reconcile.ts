import type { JournalEntry } from '../../core/command.js';
import { unexplained, workOf } from '../../core/unexplained.js';
import type { LoggedDelete, MethodDeletes } from '../../core/ports.js';
import type { Config } from '../config.js';
import { DAY } from '../duration.js';
import { connectEntra } from '../entra.js';
import { WHY_REFUSED } from '../graph/index.js';
import { createLog } from '../log.js';
import { createMetrics } from '../metrics.js';
import { openChain } from '../store/chain.js';
import { utc } from '../store/entryNames.js';
import { openTrail } from './openTrail.js';
import type { Printer } from './printer.js';

/** How long Entra keeps its log without a licence; with one it is a month. */
const BACK = 7 * DAY;

/** What Entra's own log says our registrations deleted in the last week, held against the journal. Writes nothing. */
export async function reconcile(config: Config, to: Printer): Promise<0 | 1 | 2> {
  const now = Date.now();
  const { deletes } = connectEntra(config, createMetrics(), { now: () => now }, createLog('warn'));
  const journal = await readJournal(config);
  const from = Math.max(now - BACK, journal.first ?? now);
  try {
    return report(await deletes.since(from), journal, { from, now }, to);
  } catch (error) {
    to.complain(`Nothing was compared: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
}

interface Journal {
  readonly first: number | undefined;
  readonly byRequest: ReadonlyMap<string, readonly JournalEntry[]>;
  /** Records the alarm was raised for, and when. */
  readonly alarmed: ReadonlyMap<string, number>;
}

function report(
  read: Awaited<ReturnType<MethodDeletes['since']>>,
  { byRequest, alarmed }: Journal,
  { from, now }: { readonly from: number; readonly now: number },
  { print, complain }: Printer,
): 0 | 1 | 2 {
  if (read === 'refused') {
    complain(`Nothing was compared: ${WHY_REFUSED}.`);
    return 2;
  }
  const work = [...byRequest.values()].flatMap((entries) => workOf(entries, now));
  const known = read.filter(({ id }) => alarmed.has(id));
  const found = unexplained(
    read.filter(({ id }) => !alarmed.has(id)),
    work,
  );
  for (const each of known) print(`${nameOf(each)}; the alarm was raised at ${utc(alarmed.get(each.id) ?? 0)}.`);
  for (const each of found) print(`${nameOf(each)}.`);
  const count = known.length + found.length;
  const compared = `${read.length} deletes by our registrations in Entra's log since ${utc(from)}`;
  print(
    count === 0
      ? `All well: ${compared}, and the journal explains each.`
      : `${compared}; the journal does not explain ${count}. Replace the registration's secret or certificate now.`,
  );
  return count === 0 ? 0 : 1;
}

const nameOf = ({ id, at, activity, userId }: LoggedDelete): string =>
  `${utc(at)}: ${activity}, of ${userId === '' ? 'nobody that is named' : userId}, record ${id}`;

async function readJournal(config: Config): Promise<Journal> {
  const trail = await openTrail(config, openChain(config.auditKey));
  const byRequest = new Map<string, JournalEntry[]>();
  const alarmed = new Map<string, number>();
  let first: number | undefined;
  try {
    for await (const { entries } of trail.steps())
      for (const entry of entries) {
        const { at, event, requestId, data } = entry;
        first ??= at;
        if (event === 'deleteUnexplained') alarmed.set(String(data?.['record']), at);
        if (requestId === undefined) continue;
        const known = byRequest.get(requestId);
        if (known) known.push(entry);
        else byRequest.set(requestId, [entry]);
      }
  } finally {
    await trail.close();
  }
  return { first, byRequest, alarmed };
}
