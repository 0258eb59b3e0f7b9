import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Server } from './server.js';

/** An empty database on a real PostgreSQL: what `DATABASE_URL` names, or one that is started for this run of the tests. */
export interface TestDatabase {
  readonly url: string;
  dispose(): Promise<void>;
}

export async function freshDatabase(): Promise<TestDatabase> {
  const { url } = await theServer();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await run(url, `create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, dispose: () => run(url, `drop database if exists ${name} with (force)`) };
}

/** Restarts it, under whatever is connected. One that is not ours is not stopped: its connections are ended. */
export async function restartPostgres(how: 'fast' | 'crash' = 'fast'): Promise<void> {
  await (await theServer()).restart(how);
}

let started: Promise<Server> | undefined;

function theServer(): Promise<Server> {
  const named = process.env['DATABASE_URL'];
  return (started ??= named === undefined ? ownServer() : Promise.resolve(foreign(named)));
}

/** Loaded when it is wanted: most tests that may use a database do without. */
async function ownServer(): Promise<Server> {
  return (await import('./server.js')).startServer();
}

function foreign(url: string): Server {
  return {
    url,
    restart: () =>
      run(
        url,
        "select pg_terminate_backend(pid) from pg_stat_activity where datname like 'test\\_%' and pid <> pg_backend_pid()",
      ),
    stop: () => Promise.resolve(),
  };
}

export async function run(url: string, sql: string): Promise<void> {
  await ask(url, sql);
}

/** On a connection of its own. */
export async function ask<R extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values?: readonly unknown[],
): Promise<readonly R[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<R>(sql, values && [...values])).rows;
  } finally {
    await client.end();
  }
}

// Mocha's root suite: this runs after the last test, however many files ask for a database.
after(async () => {
  await (await started)?.stop();
});
