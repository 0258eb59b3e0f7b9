import { expect } from 'chai';
import pg from 'pg';
import { freshDatabase, restartPostgres, run, type TestDatabase } from './database.js';

describe("the tests' PostgreSQL", () => {
  const made: TestDatabase[] = [];
  const fresh = async () => {
    const database = await freshDatabase();
    made.push(database);
    return database;
  };
  const tables = async ({ url }: TestDatabase) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ n: number }>(
      "select count(*)::int as n from pg_tables where tablename = 't'",
    );
    await client.end();
    return rows[0]?.n;
  };

  after(() => Promise.all(made.map((database) => database.dispose())));

  it('gives everybody a database of their own', async () => {
    const [one, other] = [await fresh(), await fresh()];
    await run(one.url, 'create table t ()');
    expect([await tables(one), await tables(other)]).to.deep.equal([1, 0]);
  });

  for (const how of ['fast', 'crash'] as const)
    it(`keeps what was committed over a restart (${how})`, async () => {
      const database = await fresh();
      await run(database.url, 'create table t ()');
      await restartPostgres(how);
      expect(await tables(database)).to.equal(1);
    });
});
