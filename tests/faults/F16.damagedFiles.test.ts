import { expect } from 'chai';
import { cp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { JOURNAL } from '../../services/store/file/journal.js';
import { MARKER } from '../../services/store/file/marker.js';
import { SNAPSHOT } from '../../services/store/file/snapshot.js';
import { cast, createWorld, send, type World } from '../product/world.js';
import { watch, type Judge } from './judge.js';
import { verifies } from './judge/verifies.js';
import { OFTEN, plainTarget, press, submit, type Made } from './persistent.js';
import { quiet } from './quiet.js';
import { onFiles } from './onFiles.js';
import { seeded, type Random } from './seeds.js';

const ANCHOR = join(tmpdir(), `mfa-anchor-${process.pid}.jsonl`);

interface Damage {
  readonly what: string;
  /** Returns the file that is hurt. */
  readonly hurt: (folder: string, random: Random, older: string) => Promise<string>;
  /** Without it the start is refused. */
  readonly mayStart?: true;
}

const DAMAGES: readonly Damage[] = [
  {
    what: 'an empty journal',
    async hurt(folder) {
      await truncate(join(folder, JOURNAL), 0);
      return JOURNAL;
    },
  },
  {
    what: 'a bit flipped in the journal',
    async hurt(folder, random) {
      await flip(join(folder, JOURNAL), random);
      return JOURNAL;
    },
    // What the snapshot has made superfluous is not read at the start; the audit reads it.
    mayStart: true,
  },
  {
    what: 'a bit flipped in the snapshot',
    async hurt(folder, random) {
      await flip(join(folder, SNAPSHOT), random);
      return SNAPSHOT;
    },
  },
  ...[JOURNAL, SNAPSHOT].flatMap((file): readonly Damage[] => [
    {
      what: `${file} cut off`,
      async hurt(folder, random) {
        const { size } = await stat(join(folder, file));
        await truncate(join(folder, file), 1 + random.below(size - 2));
        return file;
      },
    },
    {
      what: `${file} deleted`,
      async hurt(folder) {
        await rm(join(folder, file));
        return file;
      },
    },
    {
      what: `an older ${file} beside the newer rest`,
      async hurt(folder, _random, older) {
        await cp(join(older, file), join(folder, file));
        return file;
      },
      // The journal leads on from an older snapshot to the present state: that is what it is for.
      ...(file === SNAPSHOT && { mayStart: true }),
    },
  ]),
  {
    what: 'an empty snapshot',
    async hurt(folder) {
      await writeFile(join(folder, SNAPSHOT), '');
      return SNAPSHOT;
    },
  },
  {
    what: 'the whole of an older copy',
    async hurt(folder, _random, older) {
      await rm(folder, { recursive: true });
      await cp(older, folder, { recursive: true });
      // Only what was kept elsewhere can know of it.
      return ANCHOR;
    },
  },
  {
    what: 'the marker deleted',
    async hurt(folder) {
      await rm(join(folder, MARKER));
      return MARKER;
    },
  },
];

onFiles('F16 damaged files of the embedded store', () => {
  let world: World;
  let judge: Judge;
  let made: Made;
  let [folder, older, good, killed]: readonly string[] = [];
  before(async () => {
    world = await createWorld({ policy: OFTEN, environment: { ANCHOR_FILE: ANCHOR } });
    judge = watch(world);
    folder = join(world.product.folder, 'data');
    older = join(world.product.folder, 'older');
    good = join(world.product.folder, 'good');
    killed = join(world.product.folder, 'killed');
    const first = await submit(world, judge, plainTarget(world, 0));
    await press(world, first.approver.displayName, 'reject', { requestId: first.requestId, reason: 'notNeeded' });
    await judge.verdict();
    await world.product.stop();
    await cp(folder, older, { recursive: true });
    await world.product.start();
    made = await submit(world, judge, plainTarget(world, 1));
    await quiet(world);
    await world.product.stop();
    await cp(folder, good, { recursive: true });
    await world.product.start();
    const question = { requestId: made.requestId, text: 'Which phone is it?' };
    await press(world, made.approver.displayName, 'ask', question);
    await quiet(world);
    await world.product.kill();
    // The socket that holds the folder is not of the database.
    await cp(folder, killed, { recursive: true, filter: (path) => !path.endsWith('.sock') });
  });
  after(async () => {
    await world.close();
    await rm(ANCHOR, { force: true });
  });

  seeded('stop the start, naming the file, or nothing is lost; never an empty start', async (random, seed) => {
    const { what, hurt, mayStart } = DAMAGES[(seed - 1) % DAMAGES.length]!;
    await put(good!);
    const file = await hurt(folder!, random, older!);
    try {
      const started = await world.product.start().then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      if (started !== undefined) {
        const sentence = started.trim().split('\n').at(-1) ?? '';
        expect(sentence, what)
          .to.include(resolve(folder!, file))
          .and.match(/restore|Start that one|another process/i);
        if (file === JOURNAL && /damaged|broken/.test(sentence)) expect(sentence, what).to.match(/line \d+/);
        return;
      }
      expect(mayStart, `started with ${what}`).to.equal(true);
      const { body } = await send(world.user(cast.requester), 'show', { requestId: made.requestId });
      expect(JSON.stringify(body), what)
        .to.include(made.reference)
        .and.match(/Waiting for approval/);
      if (file === JOURNAL)
        expect(await verifies(world).then(String, String), what).to.match(/journal\.jsonl, line \d+/);
    } finally {
      await world.product.kill();
    }
  });

  seeded('an end that was not acknowledged is dropped after a kill, and nothing before it', async (random) => {
    await put(killed!);
    const journal = await readFile(join(folder!, JOURNAL));
    // What a torn write leaves of a line.
    const line = journal.subarray(journal.lastIndexOf('\n', journal.length - 2) + 1);
    await writeFile(join(folder!, JOURNAL), Buffer.concat([journal, line.subarray(0, random.below(line.length - 1))]));
    try {
      await world.product.start();
      const { body } = await send(world.user(cast.requester), 'show', { requestId: made.requestId });
      expect(JSON.stringify(body)).to.include('Which phone is it?');
      await verifies(world);
    } finally {
      await world.product.kill();
    }
  });

  async function put(copy: string): Promise<void> {
    await rm(folder!, { recursive: true, force: true });
    await cp(copy, folder!, { recursive: true });
  }
});

async function flip(path: string, random: Random): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    const [position, byte] = [random.below(size), Buffer.alloc(1)];
    await file.read(byte, 0, 1, position);
    byte[0] = (byte[0] ?? 0) ^ (1 << random.below(8));
    await file.write(byte, 0, 1, position);
  } finally {
    await file.close();
  }
}
