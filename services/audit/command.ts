import { parseArgs } from 'node:util';
import { parseConfig } from '../config.js';
import type { Env } from '../settings.js';
import { exportEntries } from './export.js';
import type { Printer } from './printer.js';
import { reconcile } from './reconcile.js';
import { readAuditSettings } from './settings.js';
import { show } from './show.js';
import { verify } from './verify.js';

export const USAGE = `npm run audit -- verify                     follows the whole chain; names what was changed, removed, inserted, moved or cut off
npm run audit -- export --csv | --json      every entry; --from 2026-01-01 and --to 2026-02-01 limit it
npm run audit -- show MFA-7K3Q9             what happened to one request
npm run audit -- reconcile                  what Entra's log says our registrations deleted, held against the journal`;

/** Exit codes: all well; something was found, or not found; not understood, or not to be had. */
export type ExitCode = 0 | 1 | 2;

/**
 * Reads only: it may run beside the service. It needs `STORE_URL`, `AUDIT_KEY` and `ANCHOR_FILE`; reconcile all settings.
 */
export async function audit(args: readonly string[], env: Env, to: Printer): Promise<ExitCode> {
  const asked = parse(args);
  if (typeof asked === 'string') {
    to.complain(`${asked}\n${USAGE}`);
    return 2;
  }
  if (asked.command === 'reconcile') return reconcile(parseConfig(env), to);
  const settings = readAuditSettings(env);
  switch (asked.command) {
    case 'verify':
      return (await verify(settings, to)) ? 0 : 1;
    case 'export':
      return (await exportEntries(settings, asked, to)) ? 0 : 1;
    case 'show':
      return (await show(settings, asked.reference, to)) ? 0 : 1;
  }
}

type Asked =
  | { readonly command: 'verify' | 'reconcile' }
  | { readonly command: 'export'; readonly as: 'csv' | 'json'; readonly from?: number; readonly to?: number }
  | { readonly command: 'show'; readonly reference: string };

/** What was asked for, or what of it is not understood. */
function parse(args: readonly string[]): Asked | string {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const {
    values,
    positionals: [command, reference, ...more],
  } = parsed;
  if (more.length > 0 || (command !== 'show' && reference !== undefined)) return 'That is too much.';
  if (command !== 'export' && Object.keys(values).length > 0) return 'Only export has options.';
  if (command === 'verify' || command === 'reconcile') return { command };
  if (command === 'show')
    return reference === undefined ? 'Which request?' : { command, reference: reference.toUpperCase() };
  if (command !== 'export') return command === undefined ? 'What is wanted?' : `There is no ${command}.`;
  if (values.csv === values.json) return 'Say --csv or --json.';
  const [from, to] = [values.from, values.to].map((given) => (given === undefined ? undefined : Date.parse(given)));
  if (Number.isNaN(from) || Number.isNaN(to)) return '--from and --to take dates such as 2026-01-31.';
  return {
    command,
    as: values.csv ? 'csv' : 'json',
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

const OPTIONS = {
  csv: { type: 'boolean' },
  json: { type: 'boolean' },
  from: { type: 'string' },
  to: { type: 'string' },
} as const;
