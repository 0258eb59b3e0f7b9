import { expect } from 'chai';
import type { Store } from '../../core/store.js';
import type { CardPlace, SentCard } from '../../core/rows.js';
import { addCopy, cardKey, cardWrite, isCopy } from '../../core/sentCards.js';
import { openWorld, type World } from './world.js';

const place = (activityId: string): CardPlace => ({
  conversation: { id: 'chat', serviceUrl: 'https://smba.trafficmanager.net/emea/' },
  activityId,
});
const ann = { requestId: 'request-1', personId: 'ann' };
const card = (...ids: readonly string[]): SentCard => ({ ...ann, places: ids.map(place), contentHash: 'h1' });

describe('the copies of a card', () => {
  let world: World;

  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  const add = (activityId: string, store: Store = world.store) => addCopy(store, ann, place(activityId));
  const held = async (key = 'request-1:ann') => (await world.store.read('card', key))?.value;
  const copies = async () => (await held())?.places.map(({ activityId }) => activityId);

  it('are those of one person, and of IT apart from the same person', async () => {
    expect(cardKey(ann)).to.equal('request-1:ann');
    expect(cardKey({ ...ann, as: 'it' })).to.equal('request-1:ann:it');
    await add('a');
    await addCopy(world.store, { ...ann, as: 'it' }, place('b'));
    expect(await copies()).to.deep.equal(['a']);
    expect(await held('request-1:ann:it')).to.deep.include({ as: 'it', places: [place('b')] });
    expect(await world.store.find('card', 'cardsOf:request-1')).to.have.length(2);
  });

  it('grow by the new one, to be brought to the same by the next refresh', async () => {
    await world.store.commit({ writes: [cardWrite({ ...card('a'), kinds: ['phone'] }, 0)] });
    await add('b');
    expect(await held()).to.deep.equal({ ...card('a', 'b'), kinds: ['phone'], contentHash: '' });
  });

  it('are the newest three', async () => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) await add(id);
    expect(await copies()).to.deep.equal(['c', 'd', 'e']);
    expect(cardWrite(card('a', 'b', 'c', 'd'), 0).value?.places).to.deep.equal(['b', 'c', 'd'].map(place));
  });

  it('have each once, and one that is there stays as it is', async () => {
    await world.store.commit({ writes: [cardWrite(card('a', 'b'), 0)] });
    await add('a');
    expect(await held()).to.deep.equal(card('a', 'b'));
  });

  it('are known by where they are', () => {
    expect(isCopy(card('a', 'b'), place('b'))).to.be.true;
    expect(isCopy(card('a', 'b'), place('c'))).to.be.false;
    expect(isCopy(undefined, place('a'))).to.be.false;
    expect(isCopy(card('a'), undefined)).to.be.false;
  });

  it('are all kept when several are added at once', async () => {
    await Promise.all(['a', 'b', 'c'].map((id) => add(id)));
    expect(await copies()).to.have.members(['a', 'b', 'c']);
  });

  it('are an error when somebody else was first eight times', async () => {
    let left = 7;
    const commit: Store['commit'] = async (what) =>
      left-- > 0 ? { ok: false, conflict: 'version', kind: 'card', key: cardKey(ann) } : world.store.commit(what);
    await add('a', { ...world.store, commit });
    left = 8;
    expect(await add('b', { ...world.store, commit }).catch((error: unknown) => error)).to.be.an('error');
    expect(await copies()).to.deep.equal(['a']);
  });
});
