/** Writes cards/templates/mail.json anew: `npx tsx scripts/mail-layout.ts`. */
import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { compiledLayout } from './mailParts.js';

const file = new URL('../cards/templates/mail.json', import.meta.url);
writeFileSync(file, await format(JSON.stringify(await compiledLayout()), { parser: 'json', printWidth: 120 }));
