import {
  along,
  both,
  curve,
  disc,
  either,
  paint,
  polygon,
  rectangle,
  without,
  type Colour,
  type Point,
} from './drawing.js';
import { encodePng } from './png.js';

/** Also the manifest's `accentColor`. */
export const ACCENT: Colour = [0x1b, 0x4f, 0x72];
const WHITE: Colour = [255, 255, 255];
const SHADE: Colour = [0xcf, 0xde, 0xe9];

/** The app's two icons by file name: a key in a shield. */
export function icons(): Readonly<Record<'color.png' | 'outline.png', Uint8Array>> {
  return { 'color.png': encodePng(colour()), 'outline.png': encodePng(outline()) };
}

/** 192 px, full bleed; Teams crops its corners and asks for the symbol to stay within the middle 96. */
function colour() {
  const shield = polygon(shieldOutline(54, 48, 138, 144));
  return paint(
    [
      { shape: rectangle(0, 0, 192, 192), colour: ACCENT },
      { shape: shield, colour: WHITE },
      { shape: both(shield, rectangle(96, 0, 192, 192)), colour: SHADE },
      { shape: key(96, 92, 3.5), colour: ACCENT },
    ],
    192,
    192,
  );
}

/** 32 px, white on nothing: no other colour is allowed, and no padding. */
function outline() {
  const rim = along(shieldOutline(3, 1, 29, 31), 1);
  return paint([{ shape: either(rim, key(16, 15, 1)), colour: WHITE }], 32, 32);
}

function shieldOutline(left: number, top: number, right: number, bottom: number): readonly Point[] {
  const at = (x: number, y: number): Point => [left + x * (right - left), top + y * (bottom - top)];
  return [
    at(0.5, 0),
    ...curve([at(0.5, 0), at(0.66, 0.09), at(0.84, 0.13), at(1, 0.13)]),
    ...curve([at(1, 0.13), at(1, 0.55), at(0.9, 0.8), at(0.5, 1)]),
    ...curve([at(0.5, 1), at(0.1, 0.8), at(0, 0.55), at(0, 0.13)]),
    ...curve([at(0, 0.13), at(0.16, 0.13), at(0.34, 0.09), at(0.5, 0)]).slice(0, -1),
  ];
}

/** Upright, the ring above; `x` and `y` are the middle of the whole key. */
function key(x: number, y: number, unit: number) {
  const part = (left: number, top: number, right: number, bottom: number) =>
    rectangle(x + left * unit, y + top * unit, x + right * unit, y + bottom * unit);
  const ring = without(disc(x, y - 4 * unit, 4 * unit), disc(x, y - 4 * unit, 2 * unit));
  return either(ring, part(-1, -1, 1, 9), part(1, 3, 4, 5), part(1, 7, 4, 9));
}
