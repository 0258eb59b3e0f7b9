import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { stateTable } from '../../scripts/stateTable.js';

it('docs/states.md is the table the product runs on', () => {
  const words = (text: string): readonly string[] => text.split(/[\s|]+/).filter((word) => !/^:?-+:?$/.test(word));
  const committed = readFileSync(new URL('../../docs/states.md', import.meta.url), 'utf8');
  expect(words(committed)).to.deep.equal(words(stateTable()));
});
