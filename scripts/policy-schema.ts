/** Writes policy.schema.json anew: `npx tsx scripts/policy-schema.ts`. */
import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { policyJsonSchema } from '../services/policySchema.js';

const file = new URL('../policy.schema.json', import.meta.url);
writeFileSync(file, await format(JSON.stringify(policyJsonSchema()), { parser: 'json', printWidth: 120 }));
