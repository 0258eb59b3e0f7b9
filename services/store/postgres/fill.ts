import { lineOf } from '../../../core/effects.js';
import { numberOf, type Chain } from '../chain.js';
import type { Contents } from '../contents.js';
import { examine } from '../findings.js';
import { databaseId, writeIdentity } from './identity.js';
import { columnsOf } from './journal.js';
import type { Query } from './pool.js';
import { trailBehind } from './trail.js';

export interface Filled {
  readonly rows: number;
  readonly entries: number;
  readonly pending: number;
  readonly parked: number;
}

/**
 * Puts all that another store kept into a database that was just migrated and holds nothing, within its transaction.
 * Id, entries and macs stay as they are, so the chain goes on where it stood and anchors taken before hold. It is read
 * back and compared before anything is kept: what is rejected leaves the database empty.
 */
export async function fill(
  client: Parameters<typeof databaseId>[0],
  chain: Chain,
  contents: Contents,
): Promise<Filled> {
  const query: Query = (sql, values) => client.query(sql, values && [...values]);
  const known = await databaseId(client, chain);
  if (known !== undefined) throw new Error(`The target holds database ${known} already; name one that is empty`);
  await writeIdentity(client, contents);
  for (const slice of slices(contents.rows)) await putRows(query, slice);
  const effects = [...contents.pending, ...contents.parked];
  for (const slice of slices(effects)) await putEffects(query, slice);
  await putJournal(query, contents);
  await query('insert into head (seq, commits, mac) values ($1, $2, $3)', [
    numberOf(contents.head),
    contents.commits,
    contents.head,
  ]);
  return compare(query, chain, contents);
}

async function putRows(query: Query, rows: Contents['rows']): Promise<void> {
  await query(
    `insert into rows (kind, key, version, value, index_keys)
     select kind, key, version, value, array(select json_array_elements_text(keys))
     from unnest($1::text[], $2::text[], $3::int[], $4::json[], $5::json[]) with ordinality
       as r (kind, key, version, value, keys, n) order by n`,
    [
      rows.map(({ kind }) => kind),
      rows.map(({ key }) => key),
      rows.map(({ version }) => version),
      rows.map(({ value }) => JSON.stringify(value)),
      rows.map(({ index = [] }) => JSON.stringify(index)),
    ],
  );
  const held = rows.flatMap(({ kind, key, unique = [] }) => unique.map((each) => ({ kind, key, unique: each })));
  await query('insert into unique_keys (kind, key, holder) select * from unnest($1::text[], $2::text[], $3::text[])', [
    held.map(({ kind }) => kind),
    held.map(({ unique }) => unique),
    held.map(({ key }) => key),
  ]);
}

async function putEffects(query: Query, effects: readonly (Contents['pending'] | Contents['parked'])[number][]) {
  await query(
    `insert into effects (key, effect, due_at, attempts, line, parked)
     select key, effect, due_at, attempts, line, parked
     from unnest($1::text[], $2::json[], $3::float8[], $4::int[], $5::text[], $6::text[]) with ordinality
       as e (key, effect, due_at, attempts, line, parked, n) order by n`,
    [
      effects.map(({ effect }) => effect.key),
      effects.map(({ effect }) => JSON.stringify(effect)),
      effects.map(({ effect }) => effect.dueAt),
      effects.map(({ attempts }) => attempts),
      effects.map(({ effect }) => lineOf(effect) ?? null),
      effects.map((each) => ('error' in each ? each.error.replaceAll('\0', '') : null)),
    ],
  );
}

async function putJournal(query: Query, contents: Contents): Promise<void> {
  let waiting: (ReturnType<typeof columnsOf> & { readonly seq: number | undefined; readonly commit: number })[] = [];
  const put = async (): Promise<void> => {
    const columns = (['seq', 'commit', 'request', 'kept', 'text', 'mac'] as const).map((name) =>
      waiting.map((each) => each[name]),
    );
    waiting = [];
    await query(
      `insert into journal (seq, commit, request_id, entry, text, mac)
       select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::json[], $5::json[], $6::text[])`,
      columns,
    );
  };
  for await (const { commit, entry } of contents.entries()) {
    waiting.push({ ...columnsOf(entry), seq: numberOf(entry.mac), commit });
    if (waiting.length === SLICE) await put();
  }
  await put();
}

/** The chain tells of the journal; the rest is counted. */
async function compare(query: Query, chain: Chain, { id, head, ...contents }: Contents): Promise<Filled> {
  const examined = await examine({ ...(await trailBehind(query, id, chain)), close: () => Promise.resolve() }, chain);
  const [worst] = examined.findings;
  if (worst) throw new Error(`What was written does not read the same: ${worst.sentence}`);
  if (examined.head !== head) throw new Error(`What was written ends with ${examined.head}, the source with ${head}`);
  const { rows } = await query<Omit<Filled, 'entries'>>(
    `select (select count(*)::int from rows) as rows,
       (select count(*)::int from effects where parked is null) as pending,
       (select count(*)::int from effects where parked is not null) as parked`,
  );
  const found: Filled = { rows: 0, pending: 0, parked: 0, ...rows[0], entries: examined.entries };
  for (const name of ['rows', 'pending', 'parked'] as const)
    if (found[name] !== contents[name].length)
      throw new Error(`Of ${contents[name].length} ${name} ${found[name]} were written; nothing is kept`);
  return found;
}

const SLICE = 500;

function* slices<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += SLICE) yield items.slice(start, start + SLICE);
}
