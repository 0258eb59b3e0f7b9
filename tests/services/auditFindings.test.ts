import { expect } from 'chai';
import { numberOf, openChain, type ChainedEntry } from '../../services/store/chain.js';
import { examine, type Finding } from '../../services/store/findings.js';
import type { Mark, Step, Trail } from '../../services/store/trail.js';
import { openFileTrail } from '../../services/store/file/trail.js';
import { encodeLine } from '../../services/store/file/line.js';
import { entry, write } from '../contract/store.js';
import { fakeDisk } from '../fakes/disk.js';
import { AUDIT_KEY, FOLDER, openOn } from '../fakes/diskStore.js';

const chain = openChain(AUDIT_KEY);
const DATABASE = 'a database';

/** A chain of so many entries, each of a request of its own. */
function chained(count: number): ChainedEntry[] {
  const all: ChainedEntry[] = [];
  for (let number = 1; number <= count; number++)
    all.push(
      chain.append(
        all.at(-1)?.mac ?? chain.start(DATABASE),
        entry(`r${number}`, { reference: `MFA-0000${number}`, text: `words ${number}` }),
      ),
    );
  return all;
}

const trailOf = (steps: readonly Step[]): Trail => ({
  databaseId: DATABASE,
  start: chain.start(DATABASE),
  marks: [],
  async *steps() {
    yield* steps;
  },
  close: () => Promise.resolve(),
});

/** Each entry a commit of its own, as a journal has them that somebody numbered anew. */
async function findingsIn(
  entries: readonly ChainedEntry[],
  anchors: readonly Mark[] = [],
): Promise<readonly Finding[]> {
  const steps = entries.map((each, index) => ({ where: `line ${index + 1}`, seq: index + 1, entries: [each] }));
  return (await examine(trailOf(steps), chain, anchors)).findings;
}

const said = (findings: readonly Finding[]) => findings.map(({ what, sentence }) => `${what} – ${sentence}`);
const TIME = '2026-01-05 09:00:00 UTC';
const markOf = ({ mac }: ChainedEntry, more: Partial<Mark> = {}): Mark => ({
  ...{ databaseId: DATABASE, seq: numberOf(mac) ?? 0, head: mac, source: 'the anchor' },
  ...more,
});

describe('what was done to a journal', () => {
  const all = chained(8);
  const [one, two, three, four, five, six, seven, eight] = all as [
    ...[ChainedEntry, ChainedEntry, ChainedEntry, ChainedEntry],
    ...[ChainedEntry, ChainedEntry, ChainedEntry, ChainedEntry],
  ];

  it('is nothing where nothing was done', async () => {
    expect(await findingsIn(all, [markOf(three), markOf(eight)])).to.deep.equal([]);
  });

  it('a changed entry is named by line, number, event, reference and time', async () => {
    expect(said(await findingsIn(all.with(4, { ...five, by: 'eve' })))).to.deep.equal([
      `changed – line 5: entry 5 (submitted, MFA-00005, ${TIME}) was changed`,
    ]);
  });

  it('a changed entry whose mac was made anew without the key is the one that is named, and not the next', async () => {
    const forged = openChain('another key').append(four.mac, { ...entry('r5'), by: 'eve' });
    expect(said(await findingsIn(all.with(4, forged)))).to.deep.equal([
      `changed – line 5: entry 5 (submitted, ${TIME}) was changed`,
    ]);
  });

  it('a changed text is told from a changed entry', async () => {
    expect(said(await findingsIn(all.with(4, { ...five, text: 'other words' })))).to.deep.equal([
      `textChanged – line 5: the text of entry 5 (submitted, MFA-00005, ${TIME}) was changed`,
    ]);
  });

  it('an erased text is none of it', async () => {
    expect(await findingsIn(all.with(4, { ...five, text: undefined }))).to.deep.equal([]);
  });

  it('removed entries are named by their numbers, though the lines were numbered anew', async () => {
    expect(said(await findingsIn([one, two, three, six, seven, eight]))).to.deep.equal([
      `removed – line 4: entries 4 to 5 are removed; behind the gap stands entry 6 (submitted, MFA-00006, ${TIME})`,
    ]);
  });

  it('the first entry is missed as well', async () => {
    expect(said(await findingsIn(all.slice(1)))[0]).to.match(/^removed – line 1: entry 1 is removed/);
  });

  it('an inserted entry is named, with where it stands', async () => {
    const forged = openChain('another key').append(three.mac, { ...entry('r9'), event: 'approved', by: 'eve' });
    expect(said(await findingsIn(all.toSpliced(3, 0, forged)))).to.deep.equal([
      `inserted – line 4: entry 4 (approved, ${TIME}) was inserted: it is not of this chain, or a copy; it stands behind entry 3`,
    ]);
  });

  it('an entry that was added behind the last is found', async () => {
    const forged = openChain('another key').append(eight.mac, entry('r9'));
    expect(said(await findingsIn([...all, forged]))[0]).to.match(
      /^changed – line 9: entry 9 .* was changed or made up$/,
    );
  });

  it('a made-up number, however large, costs nothing', async () => {
    const forged = { ...entry('r9'), mac: `999999999999999.${'0'.repeat(64)}` };
    const found = await findingsIn([...all, forged]);
    expect(found.map(({ what }) => what)).to.deep.equal(['removed']);
  });

  it('a journal that was turned around is found to be', async () => {
    const found = await findingsIn(chained(3_000).reverse());
    expect(found.length).to.be.greaterThan(900);
    expect(found[0]?.what).to.equal('moved');
  });

  it('several inserted entries are named, each', async () => {
    const forged = [1, 2, 3].map((count) => ({ ...entry(`x${count}`), mac: `made up ${count}` }));
    const found = await findingsIn(all.toSpliced(3, 0, ...forged));
    expect(found.map(({ what }) => what)).to.deep.equal(['inserted', 'inserted', 'inserted']);
  });

  it('a repeated entry is an inserted one', async () => {
    expect(said(await findingsIn(all.toSpliced(6, 0, two)))[0]).to.match(
      /^inserted – line 7: entry 2 .* a copy; it stands behind entry 6$/,
    );
  });

  for (const [how, entries, sentence] of [
    [
      'forwards',
      [one, two, four, three, five, six, seven, eight],
      /^moved – line 3: entry 4 .*; it stands behind entry 2$/,
    ],
    [
      'far back',
      [one, two, four, five, six, seven, eight, three],
      /^moved – line 8: entry 3 .*; it stands behind entry 8$/,
    ],
  ] as const) {
    it(`an entry that was moved ${how} is named, and no other`, async () => {
      const found = said(await findingsIn(entries));
      expect(found).to.have.length(1);
      expect(found[0]).to.match(sentence);
    });
  }

  it('a cut-off end shows against an anchor, which says how much is missing', async () => {
    expect(said(await findingsIn(all.slice(0, 5), [markOf(three), markOf(seven)]))).to.deep.equal([
      'cutOff – The end was cut off, or an older copy put back: entries 6 to 7 are missing, which the anchor knows; ' +
        'the journal ends with commit 5, entry 5',
    ]);
  });

  it('a cut-off end without entries shows by the number of commits', async () => {
    expect(said(await findingsIn(all, [markOf(eight, { seq: 11 })]))[0]).to.contain('commits up to 11 are missing');
  });

  it('an older copy that was worked with shows where it leaves the anchor', async () => {
    const other = [...all.slice(0, 5)];
    for (let count = 0; count < 3; count++) other.push(chain.append(other.at(-1)!.mac, entry('r1')));
    const found = said(await findingsIn(other, [markOf(seven)]));
    expect(found).to.have.length(1);
    expect(found[0]).to.match(/^rewritten – line 7: entry 7 .* is not the one that the anchor knows/);
  });

  it("another database's anchor is said to be one", async () => {
    const found = await findingsIn(all, [markOf(one, { databaseId: 'another' })]);
    expect(found.map(({ what }) => what)).to.deep.equal(['otherDatabase']);
  });

  it('many things at once are all found, in the order of the journal', async () => {
    const found = await findingsIn(
      [one, { ...two, by: 'eve' }, four, six, five, { ...seven, text: 'x' }],
      [markOf(eight)],
    );
    expect(found.map(({ what }) => what)).to.deep.equal(['changed', 'removed', 'moved', 'textChanged', 'cutOff']);
  });
});

describe('what was done to the journal of the embedded store', () => {
  const JOURNAL = `${FOLDER}/journal.jsonl`;

  /** What is found after somebody changed the lines of a journal of five commits, the fourth without an entry. */
  async function findingsAfter(change: (lines: Buffer[]) => Buffer[]): Promise<string[]> {
    const disk = fakeDisk();
    const store = await openOn(disk);
    for (const key of ['a', 'b', 'c', 'd', 'e'])
      await store.commit({
        writes: [write(key, 0)],
        entries: key === 'd' ? [] : [entry(key, { reference: `MFA-${key}` })],
      });
    const lines = disk
      .text(JOURNAL)
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => Buffer.from(`${line}\n`));
    disk.put(JOURNAL, Buffer.concat(change(lines)));
    const trail = await openFileTrail(FOLDER, chain, disk);
    return said((await examine(trail, chain)).findings);
  }

  it('nothing, where nothing was done', async () => {
    expect(await findingsAfter((lines) => lines)).to.deep.equal([]);
  });

  it('a damaged line is named, and what stands behind it still checked', async () => {
    const found = await findingsAfter(([first, second, ...rest]) => {
      second![40]! ^= 1;
      return [first!, second!, ...rest.slice(0, -1), Buffer.from(rest.at(-1)!.toString().replace('MFA-e', 'MFA-f'))];
    });
    expect(found).to.deep.equal([
      'damaged – /data/journal.jsonl, line 2 is damaged: its checksum does not fit',
      'damaged – /data/journal.jsonl, line 5 is damaged: its checksum does not fit',
    ]);
  });

  it('a missing line is named once, by its entry where it had one', async () => {
    expect(await findingsAfter((lines) => lines.toSpliced(1, 1))).to.deep.equal([
      `removed – /data/journal.jsonl, line 2: entry 2 is removed; behind the gap stands entry 3 (submitted, MFA-c, ${TIME})`,
    ]);
  });

  it('a missing line without entries is missed by its number', async () => {
    expect(await findingsAfter((lines) => lines.toSpliced(3, 1))).to.deep.equal([
      'removed – /data/journal.jsonl, line 4 is number 5: lines are missing',
    ]);
  });

  it('a line that was repeated is named', async () => {
    expect(await findingsAfter((lines) => lines.toSpliced(4, 0, lines[3]!))).to.deep.equal([
      'inserted – /data/journal.jsonl, line 5 is number 4 again: it was moved or inserted',
    ]);
  });

  it('a line that is no JSON is named, though its checksum fits', async () => {
    const found = await findingsAfter((lines) => [...lines.slice(0, 3), encodeLine('hello'), ...lines.slice(4)]);
    expect(found).to.deep.equal(['damaged – /data/journal.jsonl, line 4 is not a commit this version knows']);
  });

  it('a line that is no commit is named', async () => {
    const found = await findingsAfter((lines) => [...lines.slice(0, 3), encodeLine('{"hello":1}'), ...lines.slice(4)]);
    expect(found).to.deep.equal(['damaged – /data/journal.jsonl, line 4 is not a commit this version knows']);
  });

  it('what the snapshot knows is missed without any anchor', async () => {
    const disk = fakeDisk();
    const store = await openOn(disk);
    await store.commit({ entries: [entry('a')] });
    await store.commit({ entries: [entry('b')] });
    await store.close();
    const text = disk.text(JOURNAL).toString();
    disk.put(JOURNAL, Buffer.from(text.slice(0, text.indexOf('\n') + 1)));
    const { findings } = await examine(await openFileTrail(FOLDER, chain, disk), chain);
    expect(said(findings)[0]).to.match(/^cutOff – .*entry 2 is missing, which \/data\/snapshot.jsonl knows/);
  });
});
