import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { JournalEntry } from '../../core/command.js';
import { startAnchoring } from '../../services/anchor.js';
import { readAnchors } from '../../services/anchorFile.js';
import type { AnchoredStore } from '../../services/store/anchor.js';
import { entry, write } from '../contract/store.js';
import { eventually } from '../eventually.js';
import { settableClock } from '../fakes/clock.js';
import { fakeDisk, type FakeDisk } from '../fakes/disk.js';
import { FOLDER, openOn, rejection } from '../fakes/diskStore.js';
import { collectingLog } from '../fakes/log.js';

describe('the anchor', () => {
  let folder: string;
  let file: string;
  let disk: FakeDisk;
  let store: AnchoredStore;
  const log = collectingLog();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anchor-'));
    file = join(folder, 'anchor.jsonl');
    disk = fakeDisk();
    store = await openOn(disk);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const anchoring = (on: AnchoredStore = store, everyMs = 3_600_000) =>
    startAnchoring({ store: on, file, clock: settableClock(), log, everyMs });
  const commit = (on: AnchoredStore = store, more: Partial<JournalEntry> = {}) =>
    on.commit({ entries: [entry('r1', more)] });
  /** What the start says. */
  const refusal = async (on: FakeDisk) => (await rejection(anchoring(await openOn(on)))).message;

  it('is written at start and at stop, and between them whenever the head has changed', async () => {
    await commit();
    const kept = await anchoring(store, 5);
    expect(await readAnchors(file)).to.have.length(1);
    await commit();
    await eventually(async () => (await readAnchors(file)).length === 2);
    await commit();
    await kept.stop();
    const anchors = await readAnchors(file);
    expect(anchors.map(({ seq }) => seq)).to.deep.equal([1, 2, 3]);
    expect(anchors.at(-1)).to.deep.include(await store.anchor());
  });

  it('lets the data start that leads through it, also where there were commits since', async () => {
    await commit();
    await (await anchoring()).stop();
    await commit();
    await store.commit({ writes: [write('a', 0)] });
    await store.close();
    await (await anchoring(await openOn(disk))).stop();
  });

  it('F16: a whole older copy that was put back stops the start, which says what is missing and what to do', async () => {
    await commit();
    await store.close();
    const older = disk.copy();
    store = await openOn(disk);
    await commit();
    await commit();
    await (await anchoring()).stop();
    const said = await refusal(older);
    expect(said).to.contain('the journal ends with entry 1 of 2026-01-05 09:00:00 UTC (commit 1)');
    expect(said).to.contain(`the anchor of 2026-01-05 09:00:00 UTC in ${file} knows entry 3 (commit 3)`);
    expect(said).to.match(/an older copy put back.*restored on purpose, keep the anchor file under another name/);
  });

  it('an older copy that was worked with past the anchor stops the start too', async () => {
    await commit();
    await store.close();
    const older = disk.copy();
    store = await openOn(disk);
    await commit();
    await (await anchoring()).stop();
    const put = await openOn(older);
    for (const by of ['eve', 'eve', 'eve']) await commit(put, { by });
    await put.close();
    expect(await refusal(older)).to.match(/journal\.jsonl at byte \d+ has another one in its place/);
  });

  it('a cut-off end shows also where only commits without entries are missing', async () => {
    await commit();
    await store.close();
    const older = disk.copy();
    store = await openOn(disk);
    await store.commit({ writes: [write('a', 0)] });
    await (await anchoring()).stop();
    expect(await refusal(older)).to.contain('older than its anchor');
  });

  it('another database stops the start', async () => {
    await (await anchoring()).stop();
    expect(await refusal(fakeDisk())).to.contain('was the data replaced?');
  });

  it('the start reads no more of the journal for it than one line', async () => {
    for (let count = 0; count < 50; count++) await commit();
    await (await anchoring()).stop();
    const { databaseId, seq, head, place } = await store.anchor();
    // Everything in front of it is destroyed; the check does not notice.
    disk.put(`${FOLDER}/journal.jsonl`, disk.text(`${FOLDER}/journal.jsonl`).fill(0x20, 0, place));
    expect(await store.leadsThrough({ databaseId, seq, head, place })).to.be.true;
  });

  it('a line that a power cut tore off does not count, and the next begins on a line of its own', async () => {
    await commit();
    await (await anchoring()).stop();
    await appendFile(file, '{"databaseId":"a1');
    await commit();
    await (await anchoring()).stop();
    expect((await readAnchors(file)).map(({ seq }) => seq)).to.deep.equal([1, 2]);
  });

  it('a file without any anchor stops the start', async () => {
    await writeFile(file, 'hello\n');
    expect((await rejection(anchoring())).message).to.contain('holds no anchor that can be read');
  });

  it('an anchor that cannot be written stops the start; later it is logged and tried again', async () => {
    const kept = await anchoring(store, 5);
    await rm(folder, { recursive: true });
    await commit();
    await eventually(() => log.messages('error').some((message) => message.includes('could not be anchored')));
    expect((await rejection(anchoring())).message).to.contain('ENOENT');
    folder = await mkdtemp(join(tmpdir(), 'anchor-'));
    await kept.stop();
  });

  it('holds nothing but ids, numbers and hashes', async () => {
    await commit(store, { text: 'a word of a person' });
    await (await anchoring()).stop();
    expect(Object.keys(JSON.parse(await readFile(file, 'utf8')) as object)).to.have.members([
      ...['databaseId', 'seq', 'head', 'headAt', 'place', 'anchoredAt'],
    ]);
  });
});
