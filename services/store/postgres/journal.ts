import type { JournalEntry } from '../../../core/command.js';
import type { Chain, ChainedEntry } from '../chain.js';
import { isStorable } from './storable.js';
import type { Query } from './pool.js';

export interface StoredEntry {
  readonly seq: number;
  readonly commit: number;
  readonly entry: Omit<ChainedEntry, 'text' | 'mac'>;
  readonly text: string | null;
  readonly mac: string;
}

/**
 * Chains entries to the end of the journal. Last in a transaction: from here until it ends nobody else can append, so
 * the order of the chain is the order of the commits.
 */
export async function appendEntries(query: Query, chain: Chain, entries: readonly JournalEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const { rows } = await query<{ seq: number; commits: number; mac: string }>(
    'select seq::float8, commits::float8, mac from head for update',
  );
  const [before] = rows;
  if (!before) throw headless();
  let head = before.mac;
  const chained = entries.map((entry) => {
    const sealed = chain.append(head, entry);
    head = sealed.mac;
    return columnsOf(sealed);
  });
  await query(
    `with appended as (
       insert into journal (seq, commit, request_id, entry, text, mac)
       select $1 + n, $8, request, entry, text, mac
       from unnest($2::text[], $3::json[], $4::json[], $5::text[]) with ordinality as e (request, entry, text, mac, n))
     update head set seq = $1 + $6, mac = $7, commits = $8`,
    [
      before.seq,
      chained.map(({ request }) => request),
      chained.map(({ kept }) => kept),
      chained.map(({ text }) => text),
      chained.map(({ mac }) => mac),
      entries.length,
      head,
      before.commits + 1,
    ],
  );
}

/** The entries of one request, oldest first. */
export async function* historyOf(query: Query, requestId: string): AsyncGenerator<JournalEntry, void, undefined> {
  if (!isStorable(requestId)) return;
  const { rows } = await query<StoredEntry>(
    'select seq::float8, commit::float8, entry, text, mac from journal where request_id = $1 order by seq',
    [requestId],
  );
  for (const row of rows) yield toEntry(chainedFrom(row));
}

function toEntry({ mac: _mac, textHash: _textHash, ...entry }: ChainedEntry): JournalEntry {
  return entry;
}

/** Rows have no older versions that anybody could read; their space is written over after a vacuum. */
export async function eraseTexts(query: Query, requestId: string): Promise<void> {
  if (!isStorable(requestId)) return;
  await query('update journal set text = null where request_id = $1 and text is not null', [requestId]);
}

/** Every entry, in the order of its number, as it is stored. */
export async function* storedEntries(query: Query, page = 1_000): AsyncGenerator<StoredEntry, void, undefined> {
  for (let after = Number.NEGATIVE_INFINITY; ;) {
    const { rows } = await query<StoredEntry>(
      'select seq::float8, commit::float8, entry, text, mac from journal where seq > $1::float8 order by seq limit $2',
      [after, page],
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.seq;
  }
}

export function chainedFrom({ entry, text, mac }: StoredEntry): ChainedEntry {
  return { ...entry, ...(text !== null && { text }), mac };
}

export function headless(): Error {
  return new Error('The database has no head of the audit chain; restore it from a backup');
}

/** The text as JSON, because people's words may hold what text columns do not. */
export function columnsOf({ text, mac, ...kept }: ChainedEntry) {
  const asJson = text === undefined ? null : JSON.stringify(text);
  return { request: kept.requestId ?? null, kept: JSON.stringify(kept), text: asJson, mac };
}
