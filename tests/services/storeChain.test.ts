import { expect } from 'chai';
import { encodeLine } from '../../services/store/file/line.js';
import { verifyChain } from '../../services/store/file/verify.js';
import { entry, write } from '../contract/store.js';
import { fakeDisk, type FakeDisk } from '../fakes/disk.js';
import { AUDIT_KEY, FOLDER, openOn, rejection } from '../fakes/diskStore.js';

const JOURNAL = `${FOLDER}/journal.jsonl`;
const verify = (files: FakeDisk, more: Partial<Parameters<typeof verifyChain>[0]> = {}) =>
  verifyChain({ folder: FOLDER, auditKey: AUDIT_KEY, files, ...more });

/** Rewrites lines as somebody would who knows the format but not the key. */
function forge(disk: FakeDisk, change: (records: string[]) => string[]): void {
  const records = disk
    .text(JOURNAL)
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(9));
  disk.put(JOURNAL, Buffer.concat(change(records).map(encodeLine)));
}

describe('the audit chain', () => {
  let disk: FakeDisk;
  beforeEach(async () => {
    disk = fakeDisk();
    const store = await openOn(disk);
    for (const by of ['ann', 'ben', 'cyd']) {
      await store.commit({ writes: [write(by, 0)], entries: [entry('r1', { by, text: `I am ${by}` })] });
    }
    await store.close();
  });

  it('verifies from the first line to where the store says it stands', async () => {
    const store = await openOn(disk);
    const { databaseId, seq, head } = await store.anchor();
    expect(await verify(disk)).to.deep.equal({ databaseId, seq, head, entries: 3, unfinished: false });
  });

  for (const [what, change] of [
    ['a changed entry', (records: string[]) => records.map((record) => record.replace('"by":"ben"', '"by":"eve"'))],
    ['a changed text', (records: string[]) => records.map((record) => record.replace('I am ben', 'I am eve'))],
    [
      'a missing entry',
      ([first, second, third]: string[]) => [first!, second!.replace(/"entries":\[.*\]/, '"entries":[]'), third!],
    ],
    ['a missing line', ([first, , third]: string[]) => [first!, third!]],
    ['a repeated line', ([first, second]: string[]) => [first!, second!, second!]],
  ] as const) {
    it(`does not verify over ${what}, and names file and line`, async () => {
      forge(disk, change);
      expect((await rejection(verify(disk))).message).to.match(/\/data\/journal\.jsonl, line [23]/);
    });

    it(`stops a start that reads ${what}`, async () => {
      forge(disk, change);
      const marker = `${FOLDER}/database.json`;
      disk.put(marker, Buffer.from(disk.text(marker).toString().replace('"snapshot": true', '"snapshot": false')));
      await rejection(openOn(disk));
    });
  }

  it('misses a line without entries by its number', async () => {
    const store = await openOn(disk);
    await store.commit({ writes: [write('dan', 0)] });
    await store.commit({ writes: [write('eve', 0)] });
    forge(disk, (records) => records.toSpliced(3, 1));
    expect((await rejection(verify(disk))).message).to.contain('line 4 is number 5: lines are missing');
  });

  it('still verifies after a text was taken out', async () => {
    forge(disk, (records) => records.map((record) => record.replace('"text":"I am ben",', '')));
    expect(disk.text(JOURNAL).toString()).not.to.contain('I am ben');
    expect((await verify(disk)).entries).to.equal(3);
  });

  it("a person's text is never a valid mac for an entry they make up", async () => {
    const lines = disk.text(JOURNAL).toString();
    const macs = [...lines.matchAll(/"mac":"([\w.]+)"/g)].map(([, mac]) => mac);
    const hashes = [...lines.matchAll(/"textHash":"(\w+)"/g)].map(([, hash]) => hash);
    const head = macs[0]!;
    const forged = entry('r1', { event: 'approved' });
    const store = await openOn(disk);
    // The very bytes that the mac of the forged entry is taken over.
    const content = JSON.stringify(forged, Object.keys(forged).sort());
    await store.commit({
      entries: [entry('r1', { text: `${head}\n${content}` }), entry('r1', { text: `entry\n${head}\n${content}` })],
    });
    const added = disk.text(JOURNAL).toString().slice(lines.length);
    for (const [, hash] of added.matchAll(/"textHash":"(\w+)"/g)) {
      expect(hashes).not.to.include(hash);
      forge(disk, ([first]) => [first!, JSON.stringify({ seq: 2, from: 0, entries: [{ ...forged, mac: hash }] })]);
      await rejection(verify(disk));
    }
  });

  it('does not lead to an anchor that was taken before the end was cut off', async () => {
    const store = await openOn(disk);
    const older = disk.copy();
    await store.commit({ entries: [entry('r2')] });
    const anchor = await store.anchor();
    await store.commit({ entries: [entry('r2')] });
    await verify(disk, { anchor });
    expect((await rejection(verify(older, { anchor }))).message).to.contain('older copy');
  });

  it('runs while the store writes, and says where a line is unfinished', async () => {
    const store = await openOn(disk);
    await store.commit({ entries: [entry('r2')] });
    disk.put(JOURNAL, disk.text(JOURNAL).subarray(0, -5));
    expect(await verify(disk)).to.deep.include({ entries: 3, unfinished: true });
  });
});
