import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { audit } from '../../services/audit/command.js';
import { startAnchoring } from '../../services/anchor.js';
import type { AnchoredStore } from '../../services/store/anchor.js';
import { openFileStore } from '../../services/store/file/fileStore.js';
import { encodeLine } from '../../services/store/file/line.js';
import { entry } from '../contract/store.js';
import { settableClock } from '../fakes/clock.js';
import { collectingLog } from '../fakes/log.js';

const AUDIT_KEY = 'generated for tests, and long enough';

describe('npm run audit', () => {
  let folder: string;
  let store: AnchoredStore;
  let environment: Record<string, string>;
  const parts = { clock: settableClock(), log: collectingLog() };

  /** Two requests, while the service runs. */
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'audit-'));
    const data = join(folder, 'data');
    environment = { STORE_URL: `file:${data}`, AUDIT_KEY, ANCHOR_FILE: join(folder, 'anchor.jsonl') };
    store = await openFileStore({ folder: data, auditKey: AUDIT_KEY, ...parts });
    const about = { reference: 'MFA-7K3Q9' } as const;
    await store.commit({
      entries: [
        entry('r1', {
          ...about,
          text: '=HYPERLINK("https://evil.example")',
          data: { target: 'b', nominees: ['c', 'd'] },
        }),
        entry('r2', { reference: 'MFA-22222', text: 'line one\r\n2026 system approved it, "really"' }),
      ],
    });
    await store.commit({
      entries: [entry('r1', { ...about, event: 'approved', by: 'ben', from: 'awaitingApproval', to: 'approved' })],
    });
    await (await startAnchoring({ store, file: environment['ANCHOR_FILE'], ...parts })).stop();
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  async function run(...args: string[]) {
    const [out, beside]: [string[], string[]] = [[], []];
    const code = await audit(args, environment, {
      print: (line) => out.push(`${line}\n`),
      write: async (text) => void out.push(text),
      complain: (line) => beside.push(line),
    });
    return { code, out: out.join(''), beside: beside.join('\n') };
  }

  async function tamper(change: (journal: string) => string): Promise<void> {
    const path = join(folder, 'data', 'journal.jsonl');
    const lines = change(await readFile(path, 'utf8'))
      .trimEnd()
      .split('\n');
    await writeFile(path, Buffer.concat(lines.map((line) => encodeLine(line.slice(9)))));
  }

  it('verify says how many entries since when, the head and up to where it is anchored, beside the running service', async () => {
    const { code, out } = await run('verify');
    const { head, databaseId } = await store.anchor();
    expect(out).to.equal(
      `All well: 3 entries since 2026-01-05 09:00:00 UTC, in 2 commits of database ${databaseId}. The head is ${head}. ` +
        'It leads through all 1 anchors, the last at entry 3.\n',
    );
    expect(code).to.equal(0);
  });

  it('verify names what it finds, and fails', async () => {
    await tamper((journal) => journal.replace('"by":"ben"', '"by":"eve"'));
    const { code, out } = await run('verify');
    expect(out).to.match(
      /journal\.jsonl, line 2: entry 3 \(approved, MFA-7K3Q9, 2026-01-05 09:00:00 UTC\) was changed/,
    );
    expect(out).to.contain('1 found. Keep the data and the anchor as evidence');
    expect(code).to.equal(1);
  });

  it('verify misses a cut-off end by the anchor', async () => {
    await tamper((journal) => journal.slice(0, journal.indexOf('\n')));
    const { code, out } = await run('verify');
    expect(out).to.match(/entry 3 is missing, which the anchor of 2026-01-05 09:00:00 UTC in .* knows/);
    expect(code).to.equal(1);
  });

  it('verify lists twenty and counts the others', async () => {
    for (let count = 0; count < 25; count++) await store.commit({ entries: [entry('r3', { text: 'a word' })] });
    await tamper((journal) => journal.replaceAll('a word', 'a sword'));
    const { out } = await run('verify');
    expect(out.match(/the text of entry/g)).to.have.length(20);
    expect(out).to.contain('… and 5 more.');
  });

  it('export --csv is RFC 4180, and no cell is computed by a spreadsheet', async () => {
    const { code, out } = await run('export', '--csv');
    const records = out.split('\r\n2026').length;
    expect(out.split('\r\n')[0]).to.equal('number,time,event,by,reference,request,from,to,policy,data,text,mac');
    expect(out).to.contain('"{""target"":""b"",""nominees"":[""c"",""d""]}","\'=HYPERLINK(""https://evil.example"")",');
    expect(out).to.contain('"line one\r\n2026 system approved it, ""really""",');
    expect(records).to.equal(2);
    expect(code).to.equal(0);
  });

  for (const first of ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
    it(`export --csv makes text of a cell that begins with ${JSON.stringify(first)}`, async () => {
      await store.commit({ entries: [entry('r3', { by: `${first}cmd` })] });
      expect((await run('export', '--csv')).out).to.contain(`'${first}cmd`);
    });

  it('export --json has a record a line, with everything; dates limit it', async () => {
    await store.commit({ entries: [entry('r3', { at: Date.UTC(2026, 1, 1) })] });
    const { out } = await run('export', '--json', '--from', '2026-01-01', '--to', '2026-02-01');
    const records = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records).to.have.length(3);
    expect(records[2]).to.include({ number: 3, time: '2026-01-05T09:00:00.000Z', event: 'approved', by: 'ben' });
    expect(records[0]).to.have.property('text', '=HYPERLINK("https://evil.example")');
    expect((await run('export', '--json', '--from', '2026-02-01')).out.trimEnd().split('\n')).to.have.length(1);
  });

  it('show tells one request in sentences, and a text can imitate none', async () => {
    expect((await run('show', 'mfa-7k3q9')).out).to.equal(
      [
        'MFA-7K3Q9, request r1',
        '2026-01-05 09:00:00 UTC  ann asked for the reset, under policy p1.',
        '    target: b',
        '    nominees: c, d',
        '    in words: "=HYPERLINK(\\"https://evil.example\\")"',
        '2026-01-05 09:00:00 UTC  ben approved it (awaitingApproval → approved), under policy p1.',
        '',
      ].join('\n'),
    );
    expect((await run('show', 'MFA-22222')).out.split('\n')).to.have.length(4);
  });

  it('show says that it knows no such request, and fails', async () => {
    const { code, out } = await run('show', 'MFA-99999');
    expect(out).to.equal('The journal knows no request MFA-99999.\n');
    expect(code).to.equal(1);
  });

  it('an erased text shows as one, and verify stays well', async () => {
    await store.eraseTexts('r1');
    expect((await run('show', 'MFA-7K3Q9')).out).to.contain('in words: "[erased]"');
    expect((await run('export', '--csv')).out).to.contain(',[erased],');
    expect((await run('export', '--json')).out).to.contain('"text":"[erased]"');
    expect((await run('verify')).code).to.equal(0);
  });

  it('what is not understood is said, with how to say it, and nothing is read', async () => {
    for (const args of [
      [],
      ['verfy'],
      ['export'],
      ['export', '--csv', '--json'],
      ['show'],
      ['verify', 'me'],
      ['show', '--csv'],
    ]) {
      const { code, out, beside } = await run(...args);
      expect([code, out], args.join(' ')).to.deep.equal([2, '']);
      expect(beside, args.join(' ')).to.contain('npm run audit -- verify');
    }
  });

  it('runs as a command with only the settings it needs, and says which is missing', () => {
    const command = (env: Record<string, string>) =>
      spawnSync(process.execPath, ['--import', 'tsx', 'scripts/audit.ts', 'verify'], {
        env: { PATH: process.env['PATH'] ?? '', ...env },
        encoding: 'utf8',
      });
    const well = command(environment);
    expect(well.stdout).to.match(/^All well: 3 entries/);
    expect([well.status, well.stderr]).to.deep.equal([0, '']);
    const missing = command({ ...environment, AUDIT_KEY: '' });
    expect(missing.stderr).to.match(/1 fault:\n {2}AUDIT_KEY is missing/);
    expect(missing.status, 'nothing was found: nothing was read').to.equal(2);
    const other = command({ ...environment, AUDIT_KEY: AUDIT_KEY.toUpperCase() });
    expect(other.stderr).to.contain('The audit key does not belong to the database');
  });
});
