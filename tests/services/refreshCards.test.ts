import { expect } from 'chai';
import type { Card, Messenger } from '../../core/ports.js';
import { addCopy, cardKey } from '../../core/sentCards.js';
import type { HandlerDeps } from '../../services/effectHandlers/deps.js';
import { refreshCards } from '../../services/effectHandlers/refreshCards.js';
import { links } from '../../sandbox/gallery/examples.js';
import { openWorld, type World } from '../core/world.js';
import { collectingLog } from '../fakes/log.js';
import { manager, request } from '../fakes/rows.js';

describe('cards that are shown while they are sent', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  it('lose nothing, and every copy is brought to the same', async () => {
    const { store } = world;
    const row = request('awaitingApproval');
    await world.put(row);
    const placed = (activityId: string) => ({ conversation: { id: 'chat', serviceUrl: 'https://x/' }, activityId });
    const updated: string[] = [];
    const messenger: Messenger = {
      async send(personId: string, _card: Card) {
        // The card is on the screen, and tapped, before the connector has answered; and `status` was typed.
        const whose = { requestId: row.id, personId };
        for (const id of [`${personId} first`, `${personId} typed`]) await addCopy(store, whose, placed(id));
        return { sent: true, place: placed(`${personId} first`) };
      },
      async update({ activityId }) {
        updated.push(activityId);
        return true;
      },
      post: () => Promise.reject(new Error('nothing is posted here')),
      contact: async () => ({}),
    };
    const method = { type: 'fido2AuthenticationMethod', id: 'key', fingerprint: 'f' };
    const deps = {
      ...world.deps(),
      messenger,
      links,
      log: collectingLog(),
      methods: { list: async () => ({ methods: [method] }) },
      tapRights: Object.assign(async () => 'unknown' as const, { prepare: () => undefined }),
    } as unknown as HandlerDeps;
    await refreshCards(deps, { kind: 'refreshCards', key: 'r', dueAt: 0, requestId: row.id });

    const card = (await store.read('card', cardKey({ requestId: row.id, personId: manager.id })))?.value;
    expect(card?.kinds).to.deep.equal(['fido2AuthenticationMethod']);
    expect(card?.places.map(({ activityId }) => activityId)).to.deep.equal(['manager first', 'manager typed']);
    expect(updated).to.include('manager typed').and.not.include('manager first');
    // What is the same everywhere is not sent again.
    const before = updated.length;
    await refreshCards(deps, { kind: 'refreshCards', key: 'r2', dueAt: 0, requestId: row.id });
    expect(updated).to.have.length(before);
  });
});
