import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { audit } from '../services/audit/command.js';

/** `npm run audit -- …`: what the journal says, and whether it is whole. */
if (existsSync('.env')) process.loadEnvFile('.env');
// Whoever reads only the first lines (`| head`) has read enough.
process.stdout.on('error', () => process.exit(0));
try {
  process.exitCode = await audit(process.argv.slice(2), process.env, {
    print: (line) => {
      console.log(line);
    },
    complain: (line) => {
      console.error(line);
    },
    write: async (text) => {
      if (!process.stdout.write(text)) await once(process.stdout, 'drain');
    },
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
