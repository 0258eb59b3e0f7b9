import { createHmac } from 'node:crypto';
import type { JournalEntry } from '../../core/command.js';

/** An entry as the journal keeps it. Its `text` can be taken out later: the chain holds only its hash. */
export type ChainedEntry = JournalEntry & {
  readonly textHash?: string | undefined;
  /** The entry's number, a dot, and 64 hex digits: so what is missing shows by its number, which nobody can forge. */
  readonly mac: string;
};

/**
 * Links each entry to all before it: `mac` = HMAC-SHA256(key, previous mac and the entry in canonical JSON, its text
 * replaced by that text's keyed hash). Whoever changes, drops or reorders entries needs the key.
 */
export interface Chain {
  /** The head before the first entry; differs for each database, and for each key. */
  start(databaseId: string): string;
  append(head: string, entry: JournalEntry): ChainedEntry;
  /** What does not fit, in words; undefined when the entry follows `head`. */
  fault(head: string, entry: ChainedEntry): string | undefined;
  /** Whether it stands behind `head` as it was written, whatever became of its text. */
  follows(head: string, entry: ChainedEntry): boolean;
  /** Whether its text is the one that was chained, or was erased. */
  textFits(entry: ChainedEntry): boolean;
}

/** Which entry a head is: 1 for the first, 0 before it; undefined for what no chain wrote. */
export function numberOf(head: string): number | undefined {
  const number = /^(\d{1,15})\.[\da-f]{64}$/.exec(head)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** `auditKey` is kept away from the data: 32 random bytes or more. */
export function openChain(auditKey: string | Buffer): Chain {
  // The prefix keeps the uses apart: else a person could write a text whose hash is the mac of a made-up entry.
  const keyed = (use: string, text: string) => createHmac('sha256', auditKey).update(`${use}\n${text}`).digest('hex');
  // The head holds the number of the entry before, so the number is under the mac as well.
  const macOf = (head: string, { text: _text, mac: _mac, ...kept }: Partial<ChainedEntry>) =>
    `${(numberOf(head) ?? 0) + 1}.${keyed('entry', `${head}\n${canonicalJson(kept)}`)}`;
  const follows: Chain['follows'] = (head, entry) => entry.mac === macOf(head, entry);
  const textFits: Chain['textFits'] = ({ text, textHash }) => text === undefined || textHash === keyed('text', text);

  return {
    start: (databaseId) => `0.${keyed('database', databaseId)}`,
    append(head, entry) {
      const sealed = entry.text === undefined ? entry : { ...entry, textHash: keyed('text', entry.text) };
      return { ...sealed, mac: macOf(head, sealed) };
    },
    fault(head, entry) {
      if (!textFits(entry)) return 'its text was changed';
      return follows(head, entry) ? undefined : 'it was changed, or what stood before it was';
    },
    follows,
    textFits,
  };
}

export function brokenChain(where: string, fault: string): Error {
  return new Error(
    `The audit chain is broken at ${where}: ${fault}. Somebody or something wrote to the file; keep it as evidence ` +
      'and restore the folder from a backup',
  );
}

/** JSON with sorted keys and nothing undefined: the same text for the same content, whoever wrote it. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`);
  return `{${fields.join(',')}}`;
}
