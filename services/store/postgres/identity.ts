import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Instant } from '../../../core/request.js';
import type { Chain } from '../chain.js';

/** Which database this is; made at the first start. Throws where the audit key is another one. */
export async function identify(client: pg.ClientBase, chain: Chain, now: Instant): Promise<string> {
  const known = await databaseId(client, chain);
  if (known !== undefined) return known;
  const id = randomUUID();
  await writeIdentity(client, { id, createdAt: now, chainStart: chain.start(id) });
  await client.query('insert into head (seq, commits, mac) values (0, 0, $1)', [chain.start(id)]);
  return id;
}

/** Undefined for a database that is empty. */
export async function databaseId(client: pg.ClientBase, chain: Chain): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string; start: string }>(
    'select database_id as id, chain_start as start from identity',
  );
  const [found] = rows;
  if (found && found.start !== chain.start(found.id))
    throw new Error('The audit key does not belong to the database; start with the key it was created with');
  return found?.id;
}

export async function writeIdentity(
  client: pg.ClientBase,
  { id, createdAt, chainStart }: { readonly id: string; readonly createdAt: Instant; readonly chainStart: string },
): Promise<void> {
  await client.query('insert into identity (database_id, created_at, chain_start) values ($1, $2, $3)', [
    id,
    createdAt,
    chainStart,
  ]);
}
