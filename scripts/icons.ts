/** Draws the app's icons anew: `npx tsx scripts/icons.ts`. */
import { writeFileSync } from 'node:fs';
import { icons } from './icons/iconShapes.js';

for (const [name, png] of Object.entries(icons()))
  writeFileSync(new URL(`../appPackage/${name}`, import.meta.url), png);
