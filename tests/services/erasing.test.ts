import { expect } from 'chai';
import type { AnchoredStore } from '../../services/store/anchor.js';
import { requestWrite } from '../../core/approvals.js';
import { withoutWords } from '../../core/words.js';
import { verifyChain } from '../../services/store/file/verify.js';
import { entry } from '../contract/store.js';
import { fakeDisk, type FakeDisk } from '../fakes/disk.js';
import { AUDIT_KEY, FOLDER, openOn, rejection } from '../fakes/diskStore.js';
import { draft } from '../core/world.js';
import { request } from '../fakes/rows.js';

const JOURNAL = `${FOLDER}/journal.jsonl`;
/** Not ASCII: its length in bytes is another one than in characters. */
const WORD = 'Bärentatze';

/** A request whose word stood in a draft, in two versions of its row and in two entries, and another one's. */
async function written(disk: FakeDisk): Promise<AnchoredStore> {
  const store = await openOn(disk);
  const row = request('completed', { justification: WORD });
  const other = request('completed', { id: 'request-2', reference: 'MFA-00002', justification: 'Murmeltier' });
  const commits = [
    { writes: [{ kind: 'draft', key: 'request-1', expectedVersion: 0, value: draft({ justification: WORD }) }] },
    { writes: [requestWrite(other, 0)], entries: [entry('request-2', { text: 'Murmeltier' })] },
    {
      writes: [requestWrite(row, 0), { kind: 'draft', key: 'request-1', expectedVersion: 1, value: null }],
      entries: [entry('request-1', { text: WORD }), entry('request-2', { text: 'Murmeltier' })],
    },
    {
      writes: [requestWrite({ ...row, notes: [{ at: 1, text: WORD }] }, 1)],
      entries: [entry('request-1', { event: 'noteAdded', text: WORD })],
    },
    { writes: [requestWrite({ ...withoutWords(row), erasedAt: 2 }, 2)], entries: [entry('request-1')] },
  ] as const;
  for (const commit of commits) expect(await store.commit(commit)).to.deep.equal({ ok: true });
  return store;
}

async function everything(disk: FakeDisk): Promise<string> {
  const names = await disk.list(FOLDER);
  return names.map((name) => disk.text(`${FOLDER}/${name}`).toString()).join('');
}

/** What must hold whatever happened: it starts, the chain verifies, the row is the newest, nothing else was touched. */
async function isGood(disk: FakeDisk): Promise<AnchoredStore> {
  const store = await openOn(disk);
  expect((await verifyChain({ folder: FOLDER, auditKey: AUDIT_KEY, files: disk })).entries).to.equal(5);
  expect((await store.read('request', 'request-1'))?.value).to.include({ erasedAt: 2, justification: '' });
  expect((await store.read('request', 'request-2'))?.value.justification).to.equal('Murmeltier');
  const events: string[] = [];
  for await (const { event } of store.history('request-1')) events.push(event);
  expect(events).to.deep.equal(['submitted', 'noteAdded', 'submitted']);
  return store;
}

describe('erasing in the embedded store', () => {
  it('leaves the words nowhere in the folder, and all else as it was; the chain still verifies', async () => {
    const disk = fakeDisk();
    const store = await written(disk);
    expect(disk.text(JOURNAL).toString().split(WORD), 'six of them').to.have.length(7);
    const size = disk.text(JOURNAL).length;
    const { place, head } = await store.anchor();
    await store.eraseTexts('request-1');
    expect(await everything(disk)).not.to.contain(WORD);
    expect((await everything(disk)).split('Murmeltier')).to.have.length(5);
    expect(disk.text(JOURNAL).length - size, 'one empty line').to.be.lessThan(60);
    expect(await store.anchor()).to.include({ place, head });
    await store.close();
    await (await isGood(disk)).close();
    expect(await disk.list(FOLDER)).to.have.members(['database.json', 'journal.jsonl', 'snapshot.jsonl']);
  });

  it('is the same from the journal alone', async () => {
    const disk = fakeDisk();
    const store = await written(disk);
    await store.eraseTexts('request-1');
    await store.close();
    const marker = `${FOLDER}/database.json`;
    disk.put(marker, Buffer.from(disk.text(marker).toString().replace('"snapshot": true', '"snapshot": false')));
    await isGood(disk);
  });

  it('may be done again, and changes nothing then', async () => {
    const disk = fakeDisk();
    const store = await written(disk);
    await store.eraseTexts('request-1');
    const before = disk.text(JOURNAL);
    await store.eraseTexts('request-1');
    expect(disk.text(JOURNAL).subarray(0, before.length).equals(before)).to.be.true;
    await store.eraseTexts('request-2');
    expect((await store.read('request', 'request-2'))?.value.justification, 'the present row').to.equal('Murmeltier');
  });

  it('lets commits go on meanwhile', async () => {
    const disk = fakeDisk();
    const store = await written(disk);
    const erasing = store.eraseTexts('request-1');
    for (let count = 0; count < 20; count++) await store.commit({ entries: [entry('request-3')] });
    await erasing;
    await store.close();
    expect(await everything(disk)).not.to.contain(WORD);
    expect((await verifyChain({ folder: FOLDER, auditKey: AUDIT_KEY, files: disk })).entries).to.equal(25);
  });

  /** How many calls of the disk an erasing makes; then each of them is the last. */
  async function calls(): Promise<number> {
    const disk = fakeDisk();
    const store = await written(disk);
    let count = 0;
    disk.failing = () => {
      count += 1;
      return undefined;
    };
    await store.eraseTexts('request-1');
    return count;
  }

  for (const [what, after] of [
    ['the power is cut', (disk: FakeDisk) => disk.powerCut()],
    ['the process ends', (disk: FakeDisk) => disk.copy()],
  ] as const) {
    it(`a good store is left wherever ${what}, and the next try erases all of it`, async () => {
      const last = await calls();
      for (let at = 1; at <= last; at++) {
        const disk = fakeDisk();
        const store = await written(disk);
        let count = 0;
        // The call fails with half of its data there, and so do all behind it: the disk is gone.
        disk.failing = () => (++count >= at ? 'EIO' : undefined);
        await store.eraseTexts('request-1').catch(() => undefined);
        const left = after(disk);
        const again = await isGood(left);
        await again.eraseTexts('request-1');
        await again.close();
        expect(await everything(left), `cut at call ${at} of ${last}`).not.to.contain(WORD);
      }
    });
  }

  it('nothing is erased while the snapshot still has the words and cannot be written', async () => {
    const disk = fakeDisk();
    const store = await written(disk);
    disk.failing = (call, path) => (call === 'open' && path.includes('snapshot') ? 'ENOSPC' : undefined);
    expect((await rejection(store.eraseTexts('request-1'))).message).to.contain('the snapshot could not be written');
  });

  it('a file of another time does not get into the journal', async () => {
    const disk = fakeDisk();
    const store = await written(disk);
    disk.failing = (call, path) =>
      call === 'write' && path.endsWith('journal.jsonl') && planned(disk) ? 'EIO' : undefined;
    await rejection(store.eraseTexts('request-1'));
    const left = disk.copy();
    const lines = left.text(JOURNAL).toString().split('\n');
    left.put(JOURNAL, Buffer.from([lines[1], lines[0], ...lines.slice(2)].join('\n')));
    expect((await rejection(openOn(left))).message).to.match(/does not fit the journal|restore/iu);
  });
});

function planned(disk: FakeDisk): boolean {
  try {
    disk.text(`${FOLDER}/erasing.json`);
    return true;
  } catch {
    return false;
  }
}
