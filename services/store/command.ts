import { parseArgs } from 'node:util';
import type { Log } from '../../core/ports.js';
import { ConfigError } from '../config.js';
import { storeLocation } from '../settingRules.js';
import { reader, type Env } from '../settings.js';
import { nameOf, type StoreLocation } from './location.js';
import { move } from './move.js';

export const USAGE = `npm run store -- move --from file:./data --to postgres://user:password@host/database?sslmode=verify-full
                              moves what a stopped service kept into an empty database; AUDIT_KEY as ever.
                              Without --to it goes where STORE_URL points, and no password is on the command line`;

/** Where a command writes. */
interface Printer {
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
}

/** Exit codes: moved; 2 for what was not understood. Rejects with what is wrong where nothing was moved. */
export async function storeCommand(args: readonly string[], env: Env, { print, complain }: Printer): Promise<0 | 2> {
  const faults: string[] = [];
  const read = reader(env, faults, ['STORE_URL', 'AUDIT_KEY']);
  const asked = parse(args, read('STORE_URL'));
  if (typeof asked === 'string') {
    complain(`${asked}\n${USAGE}`);
    return 2;
  }
  const auditKey = read('AUDIT_KEY');
  if (faults.length > 0 || auditKey === undefined) throw new ConfigError(faults);
  const { from, to } = asked;
  const say = (_fields: object, message: string): void => {
    complain(message);
  };
  const log: Log = { info: say, warn: say, error: say };
  const clock = { now: () => Date.now() };
  const moved = await move({ folder: from.path, url: to.url, auditKey, clock, log });
  const { rows, entries, pending, parked, databaseId, head } = moved;
  print(`Moved database ${databaseId} from ${from.path} to ${nameOf(to)}.`);
  print(
    `${rows} rows, ${entries} entries of the journal, ${pending} effects pending and ${parked} parked, all read back.`,
  );
  print(`The audit chain verifies there and goes on from the same head, ${head}: anchors taken before hold.`);
  print(`Set STORE_URL and start. Never start on ${from.path} again: two histories would go on from one head.`);
  return 0;
}

interface Move {
  readonly from: Extract<StoreLocation, { kind: 'file' }>;
  readonly to: Extract<StoreLocation, { kind: 'postgres' }>;
}

/** What was asked for, or what of it is not understood. */
function parse(args: readonly string[], fallback: StoreLocation | undefined): Move | string {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const { values, positionals } = parsed;
  if (positionals.join() !== 'move') return 'What is wanted?';
  const from = storeLocation.safeParse(values.from ?? '');
  const to = values.to === undefined ? { data: fallback } : storeLocation.safeParse(values.to);
  if (from.data?.kind !== 'file') return '--from takes a folder, as file:./data.';
  if (to.data?.kind !== 'postgres') return '--to takes an empty database, as postgres://….';
  return { from: from.data, to: to.data };
}

const OPTIONS = { from: { type: 'string' }, to: { type: 'string' } } as const;
