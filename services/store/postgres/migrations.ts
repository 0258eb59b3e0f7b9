import type pg from 'pg';

/**
 * Numbered from 1 by their place; append only. One that was released is never changed: a database that has it does not
 * run it again.
 */
const MIGRATIONS: readonly string[] = [
  `
  -- Which database this is, and by which audit key its chain was begun. One row.
  create table identity (
    one boolean primary key default true check (one),
    database_id text not null,
    created_at float8 not null,
    chain_start text not null
  );

  -- What the service remembers. json keeps the text as it was sent: jsonb has no place for \\u0000 in people's words.
  create table rows (
    kind text not null,
    key text not null,
    version int not null,
    created bigint generated always as identity,
    value json not null,
    index_keys text[] not null,
    primary key (kind, key)
  );
  create index rows_by_index_key on rows using gin (index_keys);

  create table unique_keys (
    kind text not null,
    key text not null,
    holder text not null,
    primary key (kind, key),
    foreign key (kind, holder) references rows (kind, key) deferrable initially deferred
  );
  create index unique_keys_by_holder on unique_keys (kind, holder);

  -- One row for each entry, numbered without a gap. The text is apart, so that it can be erased.
  create table journal (
    seq bigint primary key,
    -- Which commit brought it.
    commit bigint not null,
    request_id text,
    entry json not null,
    text json,
    mac text not null
  );
  create index journal_by_request on journal (request_id, seq);

  -- The chain's end, in one row: whoever appends locks it, so entries are chained in the order in which they commit.
  create table head (
    one boolean primary key default true check (one),
    seq bigint not null,
    -- Commits with entries so far; where the data came from files, those without as well.
    commits bigint not null,
    mac text not null
  ) with (fillfactor = 10);

  create sequence places;
  create table effects (
    key text primary key,
    effect json not null,
    due_at float8 not null,
    -- Ties of due_at go by who came first.
    place bigint not null default nextval('places'),
    attempts int not null default 0,
    parked text,
    line text,
    lease uuid,
    lease_until timestamptz
  );
  create index effects_due on effects (due_at, place) where parked is null and lease is null;
  create index effects_of_line on effects (line, due_at, place) where line is not null;
  create index effects_leased on effects (lease_until) where lease is not null;
  create index effects_parked on effects (place) where parked is not null;
  -- Of one line no two are at work, whoever claims them.
  create unique index effects_lines on effects (line) where lease is not null;

  -- Each commit leaves its id here for an hour: one whose answer was lost finds out whether it was taken.
  create table commits (
    id uuid primary key,
    at timestamptz not null default now()
  );
  create index commits_by_age on commits (at);

  -- May be lost: PostgreSQL empties it after a crash.
  create unlogged table notes (
    key text primary key,
    note json not null,
    at timestamptz not null
  );
  create index notes_by_age on notes (at);
  `,
  `
  -- The index keys of each row, in the order of creation: a page of them is read without the rest. Kept by a trigger, so
  -- that nothing can write a row and forget them.
  create table row_index (
    kind text not null,
    index_key text not null,
    created bigint not null,
    key text not null,
    primary key (kind, index_key, created)
  );
  insert into row_index select distinct kind, unnest(index_keys), created, key from rows;
  drop index rows_by_index_key;

  create function index_row() returns trigger language plpgsql as $$
  begin
    if tg_op <> 'INSERT' then
      delete from row_index where kind = old.kind and created = old.created and index_key = any (old.index_keys);
    end if;
    if tg_op <> 'DELETE' then
      insert into row_index select distinct new.kind, unnest(new.index_keys), new.created, new.key;
    end if;
    return null;
  end $$;
  create trigger row_added_or_removed after insert or delete on rows for each row execute function index_row();
  create trigger row_changed after update on rows for each row
    when (old.index_keys is distinct from new.index_keys) execute function index_row();
  `,
];

/** Any number that is this product's own. */
const LOCK = 7_263_411;

/**
 * Brings a database to this version, in the transaction it is called in; others that start at once wait for it.
 * Throws for one that a newer version has been at.
 */
export async function migrate(client: pg.ClientBase): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(${LOCK})`);
  await client.query('create table if not exists migrations (number int primary key, at timestamptz not null)');
  const { rows } = await client.query<{ done: number }>('select coalesce(max(number), 0) as done from migrations');
  const done = rows[0]?.done ?? 0;
  if (done > MIGRATIONS.length)
    throw new Error(
      `The database was brought to version ${done} by a newer version of this service, this one knows ` +
        `${MIGRATIONS.length}; start the newer one`,
    );
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < done) continue;
    await client.query(sql);
    await client.query('insert into migrations values ($1, now())', [index + 1]);
  }
}
