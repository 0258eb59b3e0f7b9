import { expect } from 'chai';
import { translator } from '../../cards/strings.js';
import { direction, preferred } from '../../web/language.js';
import { fastest } from '../fastest.js';

describe('language of a page', () => {
  it('is English where nothing else is asked for, known or readable', () => {
    for (const header of [undefined, '', '*', 'xx', 'cy;q=0.9, *;q=0.1', ';;,,=', 'en;q=0', 'x'.repeat(10_000)])
      expect(preferred(header).locale, header).to.equal('en');
  });

  it('keeps one translator, whatever regions are asked for', () => {
    for (const header of ['en-GB', 'EN-us;q=0.5', 'cy, en-x-anything;q=0.8', 'en-u-ca-buddhist'])
      expect(preferred(header), header).to.equal(translator('en'));
  });

  it('reads no more of the header than a browser sends', () => {
    expect(preferred(`${'cy,'.repeat(19)}en`).locale).to.equal('en');
    const endless = 'cy,'.repeat(100_000);
    expect(fastest(() => preferred(endless))).to.be.below(10);
  });

  it('is written in its own direction', () => {
    expect(['en', 'en-GB', 'fr', 'he', 'ar-EG', 'fa'].map(direction)).to.deep.equal([
      'ltr',
      'ltr',
      'ltr',
      'rtl',
      'rtl',
      'rtl',
    ]);
  });
});
