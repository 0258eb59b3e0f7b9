import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

/**
 * `npm run faults`: every fault of the list, on both stores.
 * `-- --seeds 100` for long runs, `-- --seed 7` for that one alone, `-- --store postgres` for one store, `-- F8` for one fault,
 * `-- fuzzedActivities` or `-- canaries` for those.
 */
const { values, positionals } = parseArgs({
  options: { seeds: { type: 'string' }, seed: { type: 'string' }, store: { type: 'string' } },
  allowPositionals: true,
});
const { seeds = '1', seed, store } = values;
for (const [name, given] of [
  ['--seeds', seeds],
  ['--seed', seed ?? '1'],
] as const)
  if (!/^[1-9]\d{0,5}$/.test(given)) stop(`${name} takes a number from 1 on, not ${given}`);
if (store !== undefined && store !== 'file' && store !== 'postgres')
  stop(`--store takes file or postgres, not ${store}`);
for (const fault of positionals)
  if (!/^(F\d{1,2}|fuzzed\w*|canaries)$/.test(fault)) stop(`${fault} is none of F1, F2, …, fuzzedActivities, canaries`);

const files =
  positionals.length === 0
    ? ['tests/faults/{F*,fuzzed*,canaries}.test.ts']
    : positionals.map((f) => `tests/faults/{${f},${f}.*}.test.ts`);
let failed = false;
for (const each of store === undefined ? ['file', 'postgres'] : [store]) {
  console.log(`\nOn the ${each} store, ${seed === undefined ? `${seeds} seeds` : `seed ${seed}`}`);
  if (
    (await mocha(files, {
      FAULT_STORE: each,
      ...(seed === undefined ? { FAULT_SEEDS: seeds } : { FAULT_SEED: seed }),
    })) !== 0
  )
    failed = true;
}
process.exitCode = failed ? 1 : 0;

function mocha(given: readonly string[], environment: Readonly<Record<string, string>>): Promise<number | null> {
  const child = spawn(process.execPath, ['node_modules/mocha/bin/mocha.js', ...given], {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}
