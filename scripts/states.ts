import { writeFileSync } from 'node:fs';
import { stateTable } from './stateTable.js';

writeFileSync(new URL('../docs/states.md', import.meta.url), stateTable());
