import type { Picture } from './png.js';

/** Whether a point is inked; coordinates are those of the drawing, not of pixels. */
export type Shape = (x: number, y: number) => boolean;
export type Colour = readonly [red: number, green: number, blue: number];
export type Point = readonly [x: number, y: number];

export interface Layer {
  readonly shape: Shape;
  readonly colour: Colour;
}

export const rectangle =
  (left: number, top: number, right: number, bottom: number): Shape =>
  (x, y) =>
    x >= left && x < right && y >= top && y < bottom;

export const disc =
  (centreX: number, centreY: number, radius: number): Shape =>
  (x, y) =>
    (x - centreX) ** 2 + (y - centreY) ** 2 < radius ** 2;

export const either =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) =>
    shapes.some((shape) => shape(x, y));

export const both =
  (one: Shape, other: Shape): Shape =>
  (x, y) =>
    one(x, y) && other(x, y);

export const without =
  (shape: Shape, hole: Shape): Shape =>
  (x, y) =>
    shape(x, y) && !hole(x, y);

/** The inside of a closed outline, by counting how often a ray to the right crosses it. */
export function polygon(points: readonly Point[]): Shape {
  const sides = edges(points);
  return (x, y) => {
    let inside = false;
    for (const [[fromX, fromY], [toX, toY]] of sides)
      if (fromY > y !== toY > y && x < fromX + ((y - fromY) / (toY - fromY)) * (toX - fromX)) inside = !inside;
    return inside;
  };
}

/** What lies within `reach` of the outline, on both sides. */
export function along(points: readonly Point[], reach: number): Shape {
  const sides = edges(points);
  return (x, y) =>
    sides.some(([[fromX, fromY], [toX, toY]]) => {
      const [overX, overY] = [toX - fromX, toY - fromY];
      const share = ((x - fromX) * overX + (y - fromY) * overY) / (overX ** 2 + overY ** 2);
      const nearest = Math.min(1, Math.max(0, share));
      return (x - fromX - nearest * overX) ** 2 + (y - fromY - nearest * overY) ** 2 < reach ** 2;
    });
}

/** Points of a cubic Bézier curve after its start. */
export function curve([a, b, c, d]: readonly [Point, Point, Point, Point], steps = 12): readonly Point[] {
  return Array.from({ length: steps }, (_, index) => {
    const t = (index + 1) / steps;
    const [u, v] = [1 - t, t];
    const mix = (axis: 0 | 1): number =>
      u * u * u * a[axis] + 3 * u * u * v * b[axis] + 3 * u * v * v * c[axis] + v * v * v * d[axis];
    return [mix(0), mix(1)];
  });
}

/** Paints the layers, the last one on top, on a square of `size` pixels that shows `extent` units of the drawing. */
export function paint(layers: readonly Layer[], size: number, extent: number): Picture {
  const rgba = new Uint8Array(size * size * 4);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      rgba.set(pixel(layers, column, row, extent / size), (row * size + column) * 4);
  return { width: size, height: size, rgba };
}

/** Samples per pixel in each direction; twice as many look the same and take four seconds. */
const SAMPLES = 4;

function pixel(layers: readonly Layer[], column: number, row: number, unit: number): readonly number[] {
  const sum = [0, 0, 0];
  let inked = 0;
  for (let sample = 0; sample < SAMPLES ** 2; sample++) {
    const x = (column + ((sample % SAMPLES) + 0.5) / SAMPLES) * unit;
    const y = (row + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) * unit;
    const colour = layers.findLast(({ shape }) => shape(x, y))?.colour;
    if (colour === undefined) continue;
    inked++;
    colour.forEach((part, index) => (sum[index] = (sum[index] ?? 0) + part));
  }
  if (inked === 0) return [0, 0, 0, 0];
  return [...sum.map((part) => Math.round(part / inked)), Math.round((255 * inked) / SAMPLES ** 2)];
}

function edges(points: readonly Point[]): readonly (readonly [Point, Point])[] {
  return points.map((point, index) => [point, points[(index + 1) % points.length] ?? point]);
}
