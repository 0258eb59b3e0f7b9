import { readFileSync, writeFileSync } from 'node:fs';
import { stateSummary, stateTable } from './stateTable.js';

const readme = new URL('../README.md', import.meta.url);
const text = readFileSync(readme, 'utf8');
writeFileSync(
  readme,
  text.replace(/(<!-- states -->\n)[\s\S]*(\n<!-- \/states -->)/, (_all, before: string, after: string) =>
    [before, stateSummary(), after].join('\n'),
  ),
);
writeFileSync(new URL('../docs/states.md', import.meta.url), stateTable());
