import type { Kind } from '../../../core/rows.js';
import type { Page, PageOptions, Row } from '../../../core/store.js';
import type { Query } from './pool.js';
import { isStorable } from './storable.js';

interface Found {
  readonly key: string;
  readonly version: number;
  readonly value: unknown;
  /** A bigint, which JavaScript has as text. */
  readonly created: string;
}

/** One page of the rows of an index key, newest first. */
export async function pageOfRows<K extends Kind>(
  query: Query,
  kind: K,
  indexKey: string,
  { limit, before, after }: PageOptions,
): Promise<Page<K>> {
  if (!isStorable(indexKey)) return { rows: [], older: false, newer: false };
  const at = await placeOf(query, kind, before ?? after);
  if (at !== undefined && before === undefined) {
    const found = await slice(query, [kind, indexKey, at, limit + 1], 'newer');
    // With fewer, the newest page is shown whole.
    if (found.length > limit) return { rows: toRows(found.slice(0, limit).reverse()), older: true, newer: true };
  }
  const older = at !== undefined && before !== undefined ? at : undefined;
  const found = await slice(query, [kind, indexKey, older ?? BEYOND, limit + 1], 'older');
  if (found.length === 0 && older !== undefined) return pageOfRows(query, kind, indexKey, { limit });
  const newer =
    older !== undefined && (await slice(query, [kind, indexKey, `${BigInt(older) - 1n}`, 1], 'newer')).length > 0;
  return { rows: toRows(found.slice(0, limit)), older: found.length > limit, newer };
}

/** Behind every row there can be. */
const BEYOND = '9223372036854775807';

async function placeOf(query: Query, kind: Kind, key: string | undefined): Promise<string | undefined> {
  if (key === undefined || !isStorable(key)) return undefined;
  const { rows } = await query<{ created: string }>('select created from rows where kind = $1 and key = $2', [
    kind,
    key,
  ]);
  return rows[0]?.created;
}

const SLICES = {
  older: 'i.created < $3 order by i.created desc',
  newer: 'i.created > $3 order by i.created',
} as const;

async function slice(query: Query, values: readonly unknown[], which: keyof typeof SLICES): Promise<readonly Found[]> {
  const { rows } = await query<Found>(
    `select r.key, version, value, i.created from row_index i join rows r on r.kind = i.kind and r.key = i.key
     where i.kind = $1 and i.index_key = $2 and ${SLICES[which]} limit $4`,
    values,
  );
  return rows;
}

function toRows<K extends Kind>(found: readonly Found[]): readonly Row<K>[] {
  return found.map(({ key, version, value }) => ({ key, version, value })) as unknown as readonly Row<K>[];
}
