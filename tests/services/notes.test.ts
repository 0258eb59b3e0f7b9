import { expect } from 'chai';
import { createNotes } from '../../services/store/file/notes.js';
import { eventually } from '../eventually.js';

describe('the notes in memory', () => {
  it('are no more than so many: those written longest ago go first', () => {
    const notes = createNotes({ most: 2, forMs: 60_000 });
    for (const key of ['a', 'b', 'a', 'c']) notes.set(key, key);
    expect(['a', 'b', 'c'].map((key) => notes.get(key))).to.deep.equal(['a', undefined, 'c']);
  });

  it('are no older than so long', async () => {
    const notes = createNotes({ most: 9, forMs: 30 });
    notes.set('a', 1);
    await eventually(() => notes.get('a') === undefined);
  });
});
