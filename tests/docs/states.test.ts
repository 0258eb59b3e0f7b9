import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { stateSummary, stateTable } from '../../scripts/stateTable.js';

const words = (text: string): readonly string[] => text.split(/[\s|]+/).filter((word) => !/^:?-+:?$/.test(word));
const committed = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

it('docs/states.md is the table the product runs on', () => {
  expect(words(committed('docs/states.md'))).to.deep.equal(words(stateTable()));
});

it('the README’s table is the one the product runs on', () => {
  const [, table = ''] = /<!-- states -->([\s\S]*)<!-- \/states -->/.exec(committed('README.md')) ?? [];
  expect(words(table)).to.deep.equal(words(stateSummary()));
});
