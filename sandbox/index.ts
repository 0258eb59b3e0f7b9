import { pageAssets } from './page/assets.js';
import { Sandbox } from './page/sandbox.js';
import { servePage } from './page/server.js';

const PORT = Number(process.env['PORT'] ?? 3979);

/** Starts the simulated cloud, the bot against it, and the page that shows both; ends with Ctrl+C. */
async function start(): Promise<void> {
  console.log('Starting a Microsoft cloud, 240 people and the bot on this machine …');
  const [sandbox, assets] = await Promise.all([Sandbox.start(), pageAssets()]);
  const page = await servePage(sandbox, assets, PORT);
  console.log(`\nOpen ${page.url} in a browser. Ctrl+C ends it, and nothing is kept.`);
  // The terminal tells every process of the group, and npm and tsx tell this one again: once is enough.
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    Promise.allSettled([page.close(), sandbox.close()]).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

await start();
