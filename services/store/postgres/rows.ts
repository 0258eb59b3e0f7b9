import type { CommitResult, Row, Write } from '../../../core/store.js';
import type { Kind } from '../../../core/rows.js';
import { isStorable } from './storable.js';
import type { Query } from './pool.js';

interface StoredRow {
  readonly key: string;
  readonly version: number;
  readonly value: unknown;
}

export async function readRow<K extends Kind>(query: Query, kind: K, key: string): Promise<Row<K> | undefined> {
  if (!isStorable(key)) return undefined;
  const { rows } = await query<StoredRow>('select key, version, value from rows where kind = $1 and key = $2', [
    kind,
    key,
  ]);
  return rows[0] as Row<K> | undefined;
}

export async function findRows<K extends Kind>(query: Query, kind: K, indexKey: string): Promise<readonly Row<K>[]> {
  if (!isStorable(indexKey)) return [];
  const { rows } = await query<StoredRow>(
    `select r.key, version, value from row_index i join rows r on r.kind = i.kind and r.key = i.key
     where i.kind = $1 and i.index_key = $2 order by i.created`,
    [kind, indexKey],
  );
  return rows as unknown as readonly Row<K>[];
}

export async function rowOfHolder<K extends Kind>(
  query: Query,
  kind: K,
  uniqueKey: string,
): Promise<Row<K> | undefined> {
  if (!isStorable(uniqueKey)) return undefined;
  const { rows } = await query<StoredRow>(
    `select rows.key, version, value from unique_keys u join rows on rows.kind = u.kind and rows.key = u.holder
     where u.kind = $1 and u.key = $2`,
    [kind, uniqueKey],
  );
  return rows[0] as Row<K> | undefined;
}

/** Writes them within a transaction. What is returned is a conflict, after which it has to be rolled back. */
export async function writeRows(query: Query, writes: readonly Write[]): Promise<CommitResult | undefined> {
  // Everybody locks in the same order, so that two commits never wait for each other.
  const ordered = [...writes].sort((a, b) => compare(a.kind, b.kind) || compare(a.key, b.key));
  for (const write of ordered)
    if (!(await writeRow(query, write))) return { ok: false, conflict: 'version', kind: write.kind, key: write.key };
  for (const { kind, key, value, expectedVersion, unique = [] } of ordered)
    if (expectedVersion > 0)
      await query('delete from unique_keys where kind = $1 and holder = $2 and key <> all ($3)', [
        kind,
        key,
        value === null ? [] : unique,
      ]);
  const wanted = writes
    .flatMap(({ kind, key, value, unique = [] }) =>
      value === null ? [] : unique.map((uniqueKey) => ({ kind, uniqueKey, key })),
    )
    .sort((a, b) => compare(a.kind, b.kind) || compare(a.uniqueKey, b.uniqueKey));
  for (const { kind, uniqueKey, key } of wanted) {
    const holder = await hold(query, kind, uniqueKey, key);
    if (holder !== key) return { ok: false, conflict: 'unique', uniqueKey, holder };
  }
  return undefined;
}

/** False where the row does not have the version it was decided on. */
async function writeRow(query: Query, { kind, key, value, expectedVersion, index = [] }: Write): Promise<boolean> {
  if (value === null) {
    if (expectedVersion === 0) return (await readRow(query, kind, key)) === undefined;
    const gone = 'delete from rows where kind = $1 and key = $2 and version = $3';
    return (await query(gone, [kind, key, expectedVersion])).rowCount === 1;
  }
  const sql =
    expectedVersion === 0
      ? 'insert into rows (kind, key, version, value, index_keys) values ($1, $2, $3 + 1, $4, $5) on conflict do nothing'
      : 'update rows set version = $3 + 1, value = $4, index_keys = $5 where kind = $1 and key = $2 and version = $3';
  const { rowCount } = await query(sql, [kind, key, expectedVersion, JSON.stringify(value), index]);
  return rowCount === 1;
}

/** Who holds it now. Waits for a commit that is just taking or leaving it; the update that changes nothing reads it. */
async function hold(query: Query, kind: Kind, uniqueKey: string, key: string): Promise<string> {
  const { rows } = await query<{ holder: string }>(
    `insert into unique_keys (kind, key, holder) values ($1, $2, $3)
     on conflict (kind, key) do update set holder = unique_keys.holder returning holder`,
    [kind, uniqueKey, key],
  );
  return rows[0]?.holder ?? '';
}

/** By code units, whatever the locale of process or database. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
