import type { Kind } from '../../../core/rows.js';
import type { PageOptions } from '../../../core/store.js';
import { createIndexList, type IndexList } from './indexList.js';
import type { StoredRow } from './record.js';

/** The rows in memory, with their keys. Holds only what is on the disk. */
export interface RowTable {
  get(kind: Kind, key: string): StoredRow | undefined;
  /** Key of the row that holds a unique key; unique keys count within a kind. */
  holder(kind: Kind, uniqueKey: string): string | undefined;
  /** Rows with an index key, in the order they were created. */
  find(kind: Kind, indexKey: string): readonly StoredRow[];
  /** A page of them, newest first. */
  page(
    kind: Kind,
    indexKey: string,
    options: PageOptions,
  ): { readonly page: readonly StoredRow[]; readonly older: boolean; readonly newer: boolean };
  /** Puts, replaces or (value `null`) removes a row, its keys with it. */
  apply(row: StoredRow): void;
  /** Every row, within a kind in the order of creation. The rows themselves never change: a write replaces them. */
  all(): StoredRow[];
}

interface Table {
  readonly rows: Map<string, { readonly row: StoredRow; readonly created: number }>;
  readonly unique: Map<string, string>;
  readonly index: Map<string, IndexList>;
}

export function createRowTable(): RowTable {
  const tables = new Map<Kind, Table>();
  let created = 0;

  function tableOf(kind: Kind): Table {
    let table = tables.get(kind);
    if (!table) tables.set(kind, (table = { rows: new Map(), unique: new Map(), index: new Map() }));
    return table;
  }

  const listed = ({ rows }: Table, keys: readonly string[]): readonly StoredRow[] =>
    keys.flatMap((key) => rows.get(key)?.row ?? []);

  return {
    get: (kind, key) => tableOf(kind).rows.get(key)?.row,
    holder: (kind, uniqueKey) => tableOf(kind).unique.get(uniqueKey),
    find(kind, indexKey) {
      const table = tableOf(kind);
      return listed(table, table.index.get(indexKey)?.keys() ?? []);
    },
    page(kind, indexKey, { limit, before, after }) {
      const table = tableOf(kind);
      const list = table.index.get(indexKey) ?? createIndexList();
      const at = table.rows.get(before ?? after ?? '')?.created;
      const [from, to] = list.bounds(limit, at, before === undefined ? 'newer' : 'older');
      const page = listed(table, list.keys(from, to)).toReversed();
      return { page, older: from > 0, newer: to < list.size() };
    },
    apply(row) {
      const table = tableOf(row.kind);
      const before = table.rows.get(row.key);
      if (before) forgetUnique(table, before.row);
      const place = before?.created ?? (row.value === null ? 0 : ++created);
      const wanted = new Set(row.value === null ? [] : row.index);
      reindex(table, new Set(before?.row.index), wanted, { key: row.key, created: place });
      if (row.value === null) {
        table.rows.delete(row.key);
        return;
      }
      table.rows.set(row.key, { row, created: place });
      for (const uniqueKey of row.unique ?? []) table.unique.set(uniqueKey, row.key);
    },
    all: () => [...tables.values()].flatMap(({ rows }) => [...rows.values()].map(({ row }) => row)),
  };
}

function forgetUnique(table: Table, row: StoredRow): void {
  for (const uniqueKey of row.unique ?? []) {
    // Within one commit another row may have taken the key already.
    if (table.unique.get(uniqueKey) === row.key) table.unique.delete(uniqueKey);
  }
}

/** Most writes change no index key: then nothing is touched. */
function reindex(
  { index }: Table,
  before: ReadonlySet<string>,
  wanted: ReadonlySet<string>,
  place: { readonly key: string; readonly created: number },
): void {
  for (const indexKey of before) {
    if (wanted.has(indexKey)) continue;
    const list = index.get(indexKey);
    list?.remove(place.created);
    if (list?.size() === 0) index.delete(indexKey);
  }
  for (const indexKey of wanted) {
    if (before.has(indexKey)) continue;
    let list = index.get(indexKey);
    if (!list) index.set(indexKey, (list = createIndexList()));
    list.add(place);
  }
}
