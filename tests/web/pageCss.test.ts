import { expect } from 'chai';
import { pageCss } from '../../web/pageCss.js';

/** WCAG 2.2, success criterion 1.4.3. */
const ENOUGH = 4.5;

const pairs = [
  ['text', 'page'],
  ['text', 'card'],
  ['quiet', 'page'],
  ['quiet', 'card'],
  ['accent', 'page'],
  ['accent', 'card'],
  ['onAccent', 'accent'],
  ['noteText', 'note'],
] as const;

describe('the stylesheet of the pages', () => {
  const palettes = [...pageCss.matchAll(/:root \{([^}]*)\}/gu)].map(([, block]) =>
    Object.fromEntries([...block!.matchAll(/--(\w+): (#[\da-f]{6})/gu)].map(([, name, value]) => [name!, value!])),
  );

  for (const [at, name] of ['light', 'dark', 'print'].entries())
    it(`can be read: ${name}`, () => {
      for (const [front, back] of pairs)
        expect(contrast(palettes[at]![front]!, palettes[at]![back]!), `${front} on ${back}`).to.be.at.least(ENOUGH);
    });

  it('fetches nothing', () => {
    expect(pageCss).not.to.match(/url\(|@import|@font-face/u);
  });
});

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
