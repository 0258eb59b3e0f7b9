import { expect } from 'chai';
import type { Store } from '../../core/store.js';
import { collect, effect, entry, write } from '../contract/store.js';
import { fakeDisk, type DiskCall, type FakeDisk } from '../fakes/disk.js';
import { eventually } from '../eventually.js';
import { FOLDER, openOn, rejection } from '../fakes/diskStore.js';
import { collectingLog } from '../fakes/log.js';

const JOURNAL = `${FOLDER}/journal.jsonl`;
const SNAPSHOT = `${FOLDER}/snapshot.jsonl`;
const MARKER = `${FOLDER}/database.json`;

const row = (key: string) => ({ writes: [write(key, 0)], entries: [entry('r1', { text: `about ${key}` })] });
const names = ['ann', 'ben', 'cyd', 'dan'];

/** The rows of `names` that are there. */
async function present(store: Store): Promise<string[]> {
  const rows = await Promise.all(names.map((name) => store.read('conversation', name)));
  return rows.flatMap((found) => found?.key ?? []);
}

/** A disk with a commit for each name; the snapshot knows the first alone. */
async function filledDisk(): Promise<FakeDisk> {
  const disk = fakeDisk();
  const store = await openOn(disk);
  for (const name of names) await store.commit(row(name));
  // The snapshot after the first commit is written in the background.
  while (!disk.text(MARKER).includes('"snapshot": true')) await new Promise((done) => setTimeout(done, 1));
  return disk.copy();
}

describe('the file store on a disk that fails', () => {
  it('a hundred commits at once share a few fsyncs', async () => {
    const disk = fakeDisk();
    const store = await openOn(disk);
    const before = disk.syncs('journal.jsonl');
    await Promise.all(Array.from({ length: 100 }, (_, i) => store.commit({ writes: [write(`row ${i}`, 0)] })));
    expect(disk.syncs('journal.jsonl') - before).to.be.within(1, 3);
  });

  for (const code of ['ENOSPC', 'EIO']) {
    for (const call of ['write', 'sync'] as const) {
      it(`${code} at ${call} rejects every commit that waits, and nothing of them is there, now or after a restart`, async () => {
        const disk = fakeDisk();
        const log = collectingLog();
        const store = await openOn(disk, { log });
        await store.commit(row('ann'));
        disk.failing = (made, path) => (made === call && path === JOURNAL ? code : undefined);
        const errors = await Promise.all(['ben', 'cyd'].map((name) => rejection(store.commit(row(name)))));
        for (const error of errors) expect(error.message).to.match(new RegExp(`not taken.*${code}`));
        expect(log.messages('error')).to.deep.equal(['the journal could not be written']);
        expect(await present(store)).to.deep.equal(['ann']);
        expect(await collect(store.history('r1'))).to.have.length(1);
        expect(await present(await openOn(disk.copy()))).to.deep.equal(['ann']);

        disk.failing = () => undefined;
        expect(await store.commit(row('cyd'))).to.deep.equal({ ok: true });
        expect(await present(await openOn(disk.copy()))).to.deep.equal(['ann', 'cyd']);
        expect(await present(await openOn(disk.powerCut()))).to.deep.equal(['ann', 'cyd']);
      });
    }
  }

  it('a rejected commit does not come back with the next power cut', async () => {
    const disk = fakeDisk();
    const store = await openOn(disk);
    await store.commit(row('ann'));
    let failures = 1;
    disk.failing = (call, path) => (call === 'sync' && path === JOURNAL && failures-- > 0 ? 'EIO' : undefined);
    await rejection(store.commit(row('ben')));
    expect(await present(await openOn(disk.powerCut()))).to.deep.equal(['ann']);
  });

  it('while a failed write cannot be cut off again no commit is taken', async () => {
    const disk = fakeDisk();
    const store = await openOn(disk);
    await store.commit(row('ann'));
    const broken: DiskCall[] = ['write', 'truncate'];
    disk.failing = (call, path) => (broken.includes(call) && path === JOURNAL ? 'EIO' : undefined);
    await rejection(store.commit(row('ben')));
    broken.shift();
    await rejection(store.commit(row('ben')));
    await rejection(store.healthy());
    broken.shift();
    await store.healthy();
    await store.commit(row('cyd'));
    expect(await present(await openOn(disk.powerCut()))).to.deep.equal(['ann', 'cyd']);
  });

  it('an effect whose settling failed is still leased, and can be settled later', async () => {
    const disk = fakeDisk();
    const store = await openOn(disk);
    await store.commit({ effects: [effect('e', 0)] });
    const [claim] = await store.claim({ now: 0, limit: 1, leaseMs: 60_000 });
    disk.failing = (call) => (call === 'sync' ? 'EIO' : undefined);
    await rejection(store.settle(claim!));
    expect(await store.claim({ now: 9, limit: 1, leaseMs: 10 })).to.deep.equal([]);
    disk.failing = () => undefined;
    await store.settle(claim!);
    expect(await store.nextDueIn(0)).to.equal(undefined);
  });

  it('an effect whose settling failed goes to somebody else once its lease has lapsed', async () => {
    const disk = fakeDisk();
    const store = await openOn(disk);
    await store.commit({ effects: [effect('e', 0)] });
    const [claim] = await store.claim({ now: 0, limit: 1, leaseMs: 10 });
    disk.failing = (call) => (call === 'sync' ? 'EIO' : undefined);
    await rejection(store.settle(claim!));
    await eventually(async () => (await store.claim({ now: 0, limit: 1, leaseMs: 10 })).length === 1);
  });

  it('of two outcomes of one claim the first counts', async () => {
    const store = await openOn(fakeDisk());
    await store.commit({ effects: [effect('e', 0)] });
    const [claim] = await store.claim({ now: 0, limit: 1, leaseMs: 10 });
    await Promise.all([store.park(claim!, 'x'), store.settle(claim!)]);
    expect(await store.parked(9)).to.have.length(1);
  });

  it('an effect is not claimed again while its settling is on its way to the disk', async () => {
    const store = await openOn(fakeDisk());
    await store.commit({ effects: [effect('e', 0)] });
    const [claim] = await store.claim({ now: 0, limit: 1, leaseMs: 0 });
    const settling = store.settle(claim!);
    expect(await store.claim({ now: 1_000, limit: 1, leaseMs: 10 })).to.deep.equal([]);
    await settling;
  });

  it('a read sees nothing that is not on the disk', async () => {
    const store = await openOn(fakeDisk());
    const committing = store.commit(row('ann'));
    expect(await store.read('conversation', 'ann')).to.equal(undefined);
    await committing;
    expect((await store.read('conversation', 'ann'))?.version).to.equal(1);
  });

  it('more commits than may wait are refused', async () => {
    const store = await openOn(fakeDisk(), { maxWaiting: 10 });
    const results = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) => store.commit({ writes: [write(`row ${i}`, 0)] })),
    );
    expect(results.filter(({ status }) => status === 'rejected')).to.have.length(2);
    expect(String((results[11] as PromiseRejectedResult).reason)).to.contain('overloaded');
    await store.commit(row('ann'));
  });

  it('a commit that cannot be written as JSON is rejected alone', async () => {
    const store = await openOn(fakeDisk());
    const impossible = { ...row('ben'), entries: [entry('r1', { data: { n: 1n as unknown as number } })] };
    const [bad, good] = await Promise.allSettled([store.commit(impossible), store.commit(row('ann'))]);
    expect([bad.status, good.status]).to.deep.equal(['rejected', 'fulfilled']);
    expect(await present(store)).to.deep.equal(['ann']);
  });

  it('a commit that a restart could not read is not taken', async () => {
    const disk = fakeDisk();
    const store = await openOn(disk);
    await store.commit(row('ann'));
    const never = { ...row('ben'), effects: [effect('e', Infinity)] };
    expect((await rejection(store.commit(never))).message).to.contain('dueAt');
    expect(await present(store)).to.deep.equal(['ann']);
    expect(await present(await openOn(disk.copy()))).to.deep.equal(['ann']);
  });

  it('what was committed and what was read cannot be changed in memory', async () => {
    const store = await openOn(fakeDisk());
    const value: { id: string; serviceUrl: string } = { id: 'as committed', serviceUrl: '' };
    const committing = store.commit({ writes: [write('ann', 0, { value })] });
    await committing;
    value.id = 'changed';
    const read = (await store.read('conversation', 'ann'))?.value as typeof value;
    expect(() => (read.id = 'changed')).to.throw(TypeError);
    expect((await store.read('conversation', 'ann'))?.value.id).to.equal('as committed');
  });

  it('a snapshot that cannot be written is logged and costs nothing', async () => {
    const disk = fakeDisk();
    const log = collectingLog();
    const store = await openOn(disk, { log });
    disk.failing = (call, path) => (call === 'write' && path.startsWith(SNAPSHOT) ? 'ENOSPC' : undefined);
    for (const name of names) await store.commit(row(name));
    await store.close();
    expect(new Set(log.messages('error'))).to.deep.equal(
      new Set(['the snapshot could not be written; the journal has everything']),
    );
    expect(await present(await openOn(disk.powerCut()))).to.deep.equal(names);
  });

  it('a full disk makes the store unhealthy, and space makes it healthy again', async () => {
    const disk = fakeDisk();
    const store = await openOn(disk);
    disk.failing = (call) => (call === 'write' ? 'ENOSPC' : undefined);
    expect((await rejection(store.healthy())).message).to.contain('ENOSPC');
    disk.failing = () => undefined;
    await store.healthy();
  });

  for (const [what, meddle] of [
    [
      'removed',
      (disk: FakeDisk) => {
        disk.delete(JOURNAL);
      },
    ],
    [
      'replaced',
      (disk: FakeDisk) => {
        disk.put(JOURNAL, Buffer.from(disk.text(JOURNAL)));
      },
    ],
  ] as const) {
    it(`a journal that was ${what} under a running service takes no commit`, async () => {
      const disk = fakeDisk();
      const store = await openOn(disk);
      await store.commit(row('ann'));
      meddle(disk);
      expect((await rejection(store.commit(row('ben')))).message).to.contain(`${JOURNAL} was ${what}`);
      expect((await rejection(store.healthy())).message).to.contain(what);
    });
  }

  it('of two processes that got past the lock, the one whose file has grown takes no more', async () => {
    const disk = fakeDisk();
    const [one, two] = [await openOn(disk), await openOn(disk)];
    await one.commit(row('ann'));
    expect((await rejection(two.commit(row('ben')))).message).to.contain('somebody else wrote to it');
    await one.commit(row('cyd'));
    expect(await present(await openOn(disk.copy()))).to.deep.equal(['ann', 'cyd']);
  });
});

describe('the file store after a power cut', () => {
  const survivals: Record<string, (unsynced: Buffer) => Buffer> = {
    'nothing of the unsynced end': () => Buffer.alloc(0),
    'half of it': (unsynced) => unsynced.subarray(0, unsynced.length >> 1),
    'all but the newline': (unsynced) => unsynced.subarray(0, -1),
    'only its length, in zeros': (unsynced) => Buffer.alloc(unsynced.length),
    'its second half behind zeros': (unsynced) => Buffer.from(unsynced).fill(0, 0, unsynced.length >> 1),
    'all of it': (unsynced) => unsynced,
  };
  for (const [what, survives] of Object.entries(survivals)) {
    it(`has every acknowledged commit where the disk kept ${what}`, async () => {
      const disk = fakeDisk();
      const store = await openOn(disk);
      const acknowledged = new Set<string>();
      let after: FakeDisk | undefined;
      disk.failing = (call, path) => {
        // The power goes in the fsync of the last two.
        if (call === 'sync' && path === JOURNAL && acknowledged.size === 2) after ??= disk.powerCut(survives);
        return undefined;
      };
      for (const name of ['ann', 'ben']) {
        await store.commit(row(name));
        acknowledged.add(name);
      }
      await Promise.all([store.commit(row('cyd')), store.commit(row('dan'))]);
      const log = collectingLog();
      const restarted = await openOn(after!, { log });
      expect(await present(restarted)).to.include.members(['ann', 'ben']);
      expect(log.lines.every(({ message }) => message === 'dropped an unfinished end of the journal')).to.equal(true);
      // What was dropped is off the disk, and the chain goes on.
      await restarted.commit({ writes: [write('eve', 0)], entries: [entry('r1')] });
      await restarted.close();
      expect((await (await openOn(after!)).read('conversation', 'eve'))?.version).to.equal(1);
    });
  }

  it('a first start cut off anywhere starts again as a first start', async () => {
    const calls: string[] = [];
    const whole = fakeDisk();
    whole.failing = (call, path) => void calls.push(`${call} ${path}`);
    await openOn(whole);
    for (let cutAt = 0; cutAt < calls.length; cutAt += 1) {
      const disk = fakeDisk();
      let count = 0;
      disk.failing = () => (count++ >= cutAt ? 'EIO' : undefined);
      await openOn(disk).catch(() => undefined);
      for (const next of [disk.powerCut(), disk.copy()]) {
        const store = await openOn(next);
        await store.commit(row('ann'));
        expect(await present(await openOn(next.powerCut()))).to.deep.equal(['ann']);
      }
    }
    // The folder itself may be new.
    expect(calls).to.include('syncFolder /');
  });
});

describe('the file store with a damaged folder', () => {
  it('an end that was torn off is dropped, logged, and cut off the file', async () => {
    const disk = await filledDisk();
    const whole = disk.text(JOURNAL);
    disk.put(JOURNAL, whole.subarray(0, -20));
    const log = collectingLog();
    expect(await present(await openOn(disk, { log }))).to.deep.equal(['ann', 'ben', 'cyd']);
    expect(log.lines[0]).to.deep.include({ level: 'warn', message: 'dropped an unfinished end of the journal' });
    expect(log.lines[0]?.data).to.deep.include({ path: JOURNAL, line: 4 });
    expect(disk.text(JOURNAL).at(-1)).to.equal(0x0a);
  });

  it('a flipped bit in the middle stops the start and names file and line', async () => {
    const disk = await filledDisk();
    const content = Buffer.from(disk.text(JOURNAL));
    const thirdLine = content.indexOf('\n', content.indexOf('\n') + 1) + 1;
    content[thirdLine + 100]! ^= 1;
    disk.put(JOURNAL, content);
    const { message } = await rejection(openOn(disk));
    expect(message).to.contain(`${JOURNAL}, line 3 is damaged`);
    expect(message).to.contain('restore the folder from a backup');
    expect(disk.text(JOURNAL).equals(content)).to.equal(true);
  });

  it('zeros in what a later fsync had covered are damage, not a torn end', async () => {
    const disk = await filledDisk();
    const content = Buffer.from(disk.text(JOURNAL));
    const secondLine = content.indexOf('\n') + 1;
    disk.put(JOURNAL, content.fill(0, secondLine + 50, secondLine + 150));
    expect((await rejection(openOn(disk))).message).to.contain('line 2 is damaged');
  });

  it('no single wrong bit in any file makes a start that has lost a commit', async () => {
    const good = await filledDisk();
    let refused = 0;
    let started = 0;
    for (const path of [JOURNAL, SNAPSHOT, MARKER]) {
      for (let at = 0; at < good.text(path).length; at += 1) {
        const disk = good.copy();
        const content = Buffer.from(disk.text(path));
        content[at]! ^= 1 << (at % 8);
        disk.put(path, content);
        const store = await openOn(disk).catch(() => undefined);
        if (!store) refused += 1;
        else {
          started += 1;
          expect(await present(store), `${path} byte ${at}`).to.deep.equal(names);
        }
      }
    }
    // What is not read at a start is the journal's first line, but for its place, and the marker's date.
    expect(refused).to.be.greaterThan(started * 10);
  }).timeout(60_000);

  it('a journal cut anywhere starts with the commits before the cut, or not at all', async () => {
    const good = await filledDisk();
    const whole = good.text(JOURNAL);
    const ends = names.map(
      (_, i) =>
        whole
          .toString()
          .split('\n')
          .slice(0, i + 1)
          .join('\n').length + 1,
    );
    for (let length = 0; length < whole.length; length += 7) {
      const disk = good.copy();
      disk.put(JOURNAL, whole.subarray(0, length));
      const store = await openOn(disk).catch(() => undefined);
      if (length < ends[0]!) expect(store, `cut at ${length}`).to.equal(undefined);
      else expect(await present(store!)).to.deep.equal(names.filter((_, i) => ends[i]! <= length));
    }
  });

  for (const [what, path, says] of [
    ['journal', JOURNAL, 'journal.jsonl is missing'],
    ['snapshot', SNAPSHOT, 'snapshot.jsonl is missing'],
    ['marker', MARKER, 'database.json is missing'],
  ] as const) {
    it(`a ${what} that is gone stops the start`, async () => {
      const disk = await filledDisk();
      disk.delete(path);
      const { message } = await rejection(openOn(disk));
      expect(message).to.contain(says);
      expect(message).to.match(/[rR]estore/);
    });

    it(`a ${what} that is empty stops the start`, async () => {
      const disk = await filledDisk();
      disk.put(path, Buffer.alloc(0));
      await rejection(openOn(disk));
    });
  }

  it('a folder that lost everything stops the start where somebody knows that there was a database', async () => {
    expect((await rejection(openOn(fakeDisk(), { mustExist: true }))).message).to.contain('is gone');
    const disk = await filledDisk();
    expect(await present(await openOn(disk, { mustExist: true }))).to.deep.equal(names);
  });

  it('files of two different times stop the start', async () => {
    const disk = await filledDisk();
    const older = disk.copy();
    const store = await openOn(disk);
    await store.commit(row('eve'));
    await store.close();
    disk.put(JOURNAL, older.text(JOURNAL));
    expect((await rejection(openOn(disk))).message).to.contain('ends before line 5');
  });

  it('files of two continuations of one database stop the start, though they are as long', async () => {
    const one = await filledDisk();
    const two = one.copy();
    for (const [disk, name] of [
      [one, 'eve'],
      [two, 'eva'],
    ] as const) {
      const store = await openOn(disk);
      await store.commit(row(name));
      await store.close();
    }
    one.put(JOURNAL, two.text(JOURNAL));
    expect((await rejection(openOn(one))).message).to.contain('line 5 is not the one the snapshot was taken at');
  });

  it('a snapshot cut off between any two lines stops the start', async () => {
    const good = await filledDisk();
    const lines = good.text(SNAPSHOT).toString().trimEnd().split('\n');
    for (let kept = 0; kept < lines.length; kept += 1) {
      const disk = good.copy();
      disk.put(
        SNAPSHOT,
        Buffer.from(
          lines
            .slice(0, kept)
            .map((line) => `${line}\n`)
            .join(''),
        ),
      );
      expect((await rejection(openOn(disk))).message).to.contain(`snapshot.jsonl, line ${kept + 1} cannot be read`);
    }
  });

  it('files of two databases stop the start', async () => {
    const [one, two] = [await filledDisk(), await filledDisk()];
    for (const path of [JOURNAL, SNAPSHOT, MARKER]) {
      const disk = one.copy();
      disk.put(path, two.text(path));
      await rejection(openOn(disk));
    }
  });

  it('a lost or damaged snapshot can be rebuilt from the journal when the operator says so', async () => {
    for (const snapshot of [undefined, Buffer.from('junk')]) {
      const disk = await filledDisk();
      if (snapshot) disk.put(SNAPSHOT, snapshot);
      else disk.delete(SNAPSHOT);
      expect((await rejection(openOn(disk))).message).to.contain('"snapshot": false');
      disk.put(MARKER, Buffer.from(disk.text(MARKER).toString().replace('"snapshot": true', '"snapshot": false')));
      const store = await openOn(disk);
      expect(await present(store)).to.deep.equal(names);
      await store.close();
      expect(disk.text(MARKER).toString()).to.contain('"snapshot": true');
      expect(await present(await openOn(disk))).to.deep.equal(names);
    }
  });

  it('another audit key stops the start and says so', async () => {
    const disk = await filledDisk();
    expect((await rejection(openOn(disk, { auditKey: 'another' }))).message).to.contain('audit key');
  });
});
