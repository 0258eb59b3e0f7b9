import { fileURLToPath } from 'node:url';
import type { World } from '../../sandbox/world.js';

/** A number of the running product's `/metrics`: the sum of all lines whose name, and labels where given, fit. */
export async function metric({ product }: Pick<World, 'product'>, name: string, labels = ''): Promise<number> {
  const text = await (await fetch(product.metricsUrl)).text();
  const lines = text.split('\n').filter((line) => line.split(/[ {]/)[0] === name && line.includes(labels));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** To be loaded before the product, so that its memory is what it keeps. */
export const COLLECTING = fileURLToPath(new URL('collecting.js', import.meta.url));
