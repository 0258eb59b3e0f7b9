import { inflateSync } from 'node:zlib';
import { expect } from 'chai';
import { icons } from '../../scripts/icons/iconShapes.js';
import { encodePng, pngSize } from '../../scripts/icons/png.js';
import { committed } from './parts.js';

const drawn = icons();

/** Red, green, blue and alpha of each pixel, read by node's own inflate. */
function pixels(png: Uint8Array): readonly (readonly number[])[] {
  const file = Buffer.from(png);
  const { width, height } = pngSize(file)!;
  const start = file.indexOf('IDAT');
  const rows = inflateSync(file.subarray(start + 4, start + 4 + file.readUInt32BE(start - 4)));
  return Array.from({ length: width * height }, (_, index) => {
    const at = Math.floor(index / width) * (1 + width * 4) + 1 + (index % width) * 4;
    return [...rows.subarray(at, at + 4)];
  });
}

describe('the icons', () => {
  it('the committed icons are what the drawing gives; if not: npx tsx scripts/icons.ts', () => {
    for (const name of ['color.png', 'outline.png'] as const)
      expect(Buffer.compare(committed.icons[name]!, drawn[name]), name).to.equal(0);
  });

  it('a PNG comes back as it was drawn', () => {
    const rgba = Uint8Array.from({ length: 2 * 3 * 4 }, (_, index) => index * 7);
    const png = encodePng({ width: 2, height: 3, rgba });
    expect(pngSize(png)).to.deep.equal({ width: 2, height: 3 });
    expect(pixels(png).flat()).to.deep.equal([...rgba]);
    // The checksum of every PNG's empty last part.
    expect(Buffer.from(png.subarray(-4)).toString('hex')).to.equal('ae426082');
  });

  it('the outline is white on nothing, up to its edges', () => {
    const all = pixels(drawn['outline.png']);
    for (const [red, green, blue, alpha] of all)
      if (alpha !== 0) expect([red, green, blue]).to.deep.equal([255, 255, 255]);
    const inked = all.flatMap(([, , , alpha], index) => (alpha === 0 ? [] : [index]));
    expect(inked.length).to.be.within(200, 600);
    expect(Math.min(...inked)).to.be.lessThan(32);
    expect(Math.max(...inked)).to.be.at.least(32 * 31);
  });

  it('the colour icon has no hole, and its symbol keeps to the middle that no crop takes', () => {
    const all = pixels(drawn['color.png']);
    const ground = all[0]!.join();
    expect(all.every(([, , , alpha]) => alpha === 255)).to.equal(true);
    const symbol = all.flatMap((pixel, index) =>
      pixel.join() === ground ? [] : [[index % 192, Math.floor(index / 192)]],
    );
    expect(symbol.length).to.be.greaterThan(1000);
    for (const place of symbol.flat()) expect(place).to.be.within(48, 143);
  });
});
