import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';

const root = new URL('../../', import.meta.url);
const article = readFileSync(new URL('docs/from-the-article.md', root), 'utf8');

describe('docs/from-the-article.md', () => {
  const rows = article
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| the article') && !line.startsWith('| ---'))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  it('has a place and a test for every line', () => {
    expect(rows.length).to.be.greaterThan(25);
    for (const row of rows) {
      expect(row, row.join('|')).to.have.lengthOf(5);
      expect(row.slice(1, 4).every((cell) => cell !== '')).to.equal(true);
    }
  });

  it('names tests that there are', () => {
    for (const [, line = '', , named = ''] of rows) {
      const [file = '', title = ''] = named.split(' › ');
      const path = new URL(file, root);
      expect(existsSync(path), `${line}: ${file}`).to.equal(true);
      // A story's title stands where the demo plays it.
      const source = readFileSync(path, 'utf8') + readFileSync(new URL('sandbox/stories/stories.ts', root), 'utf8');
      expect(
        titles(source).some((each) => title !== '' && each.startsWith(title)),
        `${line}: ${title}`,
      ).to.equal(true);
    }
  });

  /** Of tests and stories, up to what differs from one to the next. */
  const titles = (source: string): string[] =>
    [...source.matchAll(/(?:\b(?:it|seeded)\(\s*|\btitle: )(['"`])(.*?)(?:\$\{.*?)?\1/gu)].map(
      ([, , title = '']) => title,
    );
});
