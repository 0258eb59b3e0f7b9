import { existsSync } from 'node:fs';
import { storeCommand } from '../services/store/command.js';

/** `npm run store -- move …`: from the embedded store to PostgreSQL. */
if (existsSync('.env')) process.loadEnvFile('.env');
try {
  process.exitCode = await storeCommand(process.argv.slice(2), process.env, {
    print: (line) => {
      console.log(line);
    },
    complain: (line) => {
      console.error(line);
    },
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
