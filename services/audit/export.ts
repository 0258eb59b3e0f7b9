import { numberOf, openChain, type ChainedEntry } from '../store/chain.js';
import { csvLine } from './csv.js';
import { openTrail } from './openTrail.js';
import type { Printer } from './printer.js';
import type { AuditSettings } from './settings.js';

export interface ExportOptions {
  readonly as: 'csv' | 'json';
  /** From this instant on, and up to this one. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** In place of a text that was taken out after its retention. */
export const ERASED = '[erased]';

/** Every entry, oldest first. False where a part of the journal could not be read. */
export async function exportEntries(settings: AuditSettings, options: ExportOptions, to: Printer): Promise<boolean> {
  const trail = await openTrail(settings, openChain(settings.auditKey));
  const { from = -Infinity, to: until = Infinity } = options;
  let whole = true;
  try {
    if (options.as === 'csv') await to.write(csvLine(COLUMNS));
    for await (const { entries, damage, where } of trail.steps()) {
      if (damage !== undefined) {
        whole = false;
        to.complain(`${where} ${damage}; it is left out. See: npm run audit -- verify`);
      }
      for (const entry of entries)
        if (entry.at >= from && entry.at < until)
          await to.write(options.as === 'csv' ? csvLine(cellsOf(entry)) : `${JSON.stringify(recordOf(entry))}\n`);
    }
    return whole;
  } finally {
    await trail.close();
  }
}

/** The entry's text, or that it was erased; undefined where it never had one. */
export function textOf({ text, textHash }: ChainedEntry): string | undefined {
  return text ?? (textHash === undefined ? undefined : ERASED);
}

const COLUMNS = [
  'number',
  'time',
  'event',
  'by',
  'reference',
  'request',
  'from',
  'to',
  'policy',
  'data',
  'text',
  'mac',
];

function cellsOf(entry: ChainedEntry): readonly string[] {
  const { event, by, reference = '', requestId = '', from = '', to = '', policy, data, mac } = entry;
  const time = new Date(entry.at).toISOString();
  const more = data === undefined ? '' : JSON.stringify(data);
  const number = String(numberOf(mac) ?? '');
  return [number, time, event, by, reference, requestId, from, to, policy, more, textOf(entry) ?? '', mac];
}

function recordOf(entry: ChainedEntry): object {
  const { mac, at, ...kept } = entry;
  return { number: numberOf(mac), time: new Date(at).toISOString(), ...kept, text: textOf(entry), mac };
}
