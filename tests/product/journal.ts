import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Product } from '../../sandbox/product.js';
import { ask } from '../postgres/database.js';

/** All that the product's store has ever been told, as text, a line for each commit, entry or row: to look for words in. */
export async function journalOf(product: Pick<Product, 'environment'>): Promise<string> {
  const { file, url } = storeOf(product);
  if (file !== undefined) return readFile(file, 'utf8');
  const entries = await ask(url, 'select * from journal order by seq');
  const rows = await ask(url, 'select * from rows order by created');
  return [...entries, ...rows]
    .map(({ entry, ...row }) => JSON.stringify({ ...(entry as object | undefined), ...row }))
    .join('\n');
}

/** What somebody does who gets at the data and not at the audit key: replaces words in the journal's first place with them. */
export async function forgeJournal(
  product: Pick<Product, 'environment'>,
  words: string,
  others: string,
): Promise<void> {
  const { file, url } = storeOf(product);
  if (file !== undefined) await writeFile(file, (await readFile(file, 'utf8')).replace(words, others));
  else
    await ask(
      url,
      `update journal set entry = replace(entry::text, $1, $2)::json where seq =
       (select min(seq) from journal where position($1 in entry::text) > 0)`,
      [words, others],
    );
}

function storeOf({ environment: { STORE_URL: store = '' } }: Pick<Product, 'environment'>) {
  const file = store.startsWith('file:') ? join(store.slice('file:'.length), 'journal.jsonl') : undefined;
  return { file, url: store };
}
