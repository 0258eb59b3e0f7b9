import type { Kind } from '../../../core/rows.js';
import type { StoredRow } from './record.js';

/** The rows in memory, with their keys. Holds only what is on the disk. */
export interface RowTable {
  get(kind: Kind, key: string): StoredRow | undefined;
  /** Key of the row that holds a unique key; unique keys count within a kind. */
  holder(kind: Kind, uniqueKey: string): string | undefined;
  /** Rows with an index key, in the order they were created. */
  find(kind: Kind, indexKey: string): readonly StoredRow[];
  /** Puts, replaces or (value `null`) removes a row, its keys with it. */
  apply(row: StoredRow): void;
  /** Every row, within a kind in the order of creation. The rows themselves never change: a write replaces them. */
  all(): StoredRow[];
}

interface Table {
  readonly rows: Map<string, { readonly row: StoredRow; readonly created: number }>;
  readonly unique: Map<string, string>;
  readonly index: Map<string, Set<string>>;
}

export function createRowTable(): RowTable {
  const tables = new Map<Kind, Table>();
  let created = 0;

  function tableOf(kind: Kind): Table {
    let table = tables.get(kind);
    if (!table) tables.set(kind, (table = { rows: new Map(), unique: new Map(), index: new Map() }));
    return table;
  }

  return {
    get: (kind, key) => tableOf(kind).rows.get(key)?.row,
    holder: (kind, uniqueKey) => tableOf(kind).unique.get(uniqueKey),
    find(kind, indexKey) {
      const { rows, index } = tableOf(kind);
      return [...(index.get(indexKey) ?? [])]
        .flatMap((key) => rows.get(key) ?? [])
        .sort((a, b) => a.created - b.created)
        .map(({ row }) => row);
    },
    apply(row) {
      const table = tableOf(row.kind);
      const before = table.rows.get(row.key);
      if (before) forgetKeys(table, before.row);
      if (row.value === null) {
        table.rows.delete(row.key);
        return;
      }
      table.rows.set(row.key, { row, created: before?.created ?? ++created });
      for (const uniqueKey of row.unique ?? []) table.unique.set(uniqueKey, row.key);
      for (const indexKey of row.index ?? []) {
        const keys = table.index.get(indexKey);
        if (keys) keys.add(row.key);
        else table.index.set(indexKey, new Set([row.key]));
      }
    },
    all: () => [...tables.values()].flatMap(({ rows }) => [...rows.values()].map(({ row }) => row)),
  };
}

function forgetKeys(table: Table, row: StoredRow): void {
  for (const uniqueKey of row.unique ?? []) {
    // Within one commit another row may have taken the key already.
    if (table.unique.get(uniqueKey) === row.key) table.unique.delete(uniqueKey);
  }
  for (const indexKey of row.index ?? []) {
    const keys = table.index.get(indexKey);
    keys?.delete(row.key);
    if (keys?.size === 0) table.index.delete(indexKey);
  }
}
