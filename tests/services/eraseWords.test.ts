import { expect } from 'chai';
import { lift } from '../../core/lifting.js';
import { pause, resume } from '../../core/pausing.js';
import { eraseWords } from '../../services/effectHandlers/eraseWords.js';
import type { HandlerDeps } from '../../services/effectHandlers/deps.js';
import { openOn } from '../fakes/diskStore.js';
import { fakeDisk } from '../fakes/disk.js';
import { openWorld, type World } from '../core/world.js';
import { agent, ASKED, DAY, request, stranger } from '../fakes/rows.js';
import { FOLDER } from '../fakes/diskStore.js';

const WORD = 'Bärentatze';

describe('what IT wrote about the service', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  it('is gone from every place in the folder after the retention: why it was paused, why a cool-down was lifted', async () => {
    const disk = fakeDisk();
    const store = await openOn(disk);
    const deps = { ...world.deps(), store } as unknown as HandlerDeps;
    const earlier = request('rejected', { requester: stranger, endedAt: ASKED });
    await store.commit({
      writes: [{ kind: 'request', key: earlier.id, expectedVersion: 0, value: earlier, index: ['target:target'] }],
    });
    await pause(deps, agent, `${WORD} pause`);
    await resume(deps, agent);
    await lift(deps, agent, 'target', `${WORD} lift`);
    const everything = async (): Promise<string> => {
      const names = await disk.list(FOLDER);
      return names.map((name) => disk.text(`${FOLDER}/${name}`).toString()).join('');
    };
    expect((await everything()).split(WORD), 'in two entries and two rows').to.have.length(5);
    const erase = (of: string) =>
      eraseWords(deps, { kind: 'eraseWords', key: of, dueAt: ASKED, requestId: undefined, of, at: ASKED });
    const ids = [`pause:${ASKED}`, `lift:target:${ASKED}`];
    for (const id of ids) expect(await erase(id)).to.deep.equal({ again: ASKED + 30 * DAY });
    expect((await everything()).split(WORD)).to.have.length(5);
    world.clock.advance(730 * DAY);
    for (const id of ids) expect(await erase(id)).to.equal('done');
    expect(await everything()).not.to.include(WORD);
    await store.close();
    const again = await openOn(disk);
    const events: string[] = [];
    for (const id of ids) for await (const { event } of again.history(id)) events.push(event);
    expect(events).to.deep.equal(['servicePaused', 'serviceResumed', 'coolDownLifted']);
    expect(await again.read('lift', 'target'), 'nobody used it').to.equal(undefined);
    await again.close();
  });

  it('stays while the pause lasts', async () => {
    const deps = world.deps() as unknown as HandlerDeps;
    await pause(deps, agent, WORD);
    world.clock.advance(800 * DAY);
    const of = `pause:${ASKED}`;
    const effect = { kind: 'eraseWords', key: of, dueAt: ASKED, requestId: undefined, of, at: ASKED } as const;
    expect(await eraseWords(deps, effect)).to.deep.equal({ again: world.clock.now() + 30 * DAY });
    expect((await world.store.read('service', 'service'))?.value.pause?.why).to.equal(WORD);
  });
});
