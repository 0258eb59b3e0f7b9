import { cast, groupNames } from './cloud/index.js';
import { playgroundPackage, startPlayground } from './playground/agentsPlayground.js';
import { playgroundConfig } from './playground/config.js';
import { startRelay } from './playground/relay.js';
import { startWorld } from './world.js';

/** The Playground's own, and those after it. */
const FIRST_PORT = 56150;

/** Starts the bot with an Agents Playground for each of these people; resolves when all of it has ended after Ctrl+C. */
async function playground(people: readonly string[]): Promise<void> {
  const stopped = new Promise<undefined>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => {
        resolve(undefined);
      });
  });
  console.log(`This runs ${playgroundPackage} through npx. It is Microsoft’s, not part of this project,
and its licence is for evaluating it only.\n`);
  const world = await startWorld({
    policy: ({ directory }) => ({
      itGroup: directory.group(groupNames.it).id,
      securityGroup: directory.group(groupNames.security).id,
    }),
  });
  const closing = [() => world.close()];
  try {
    const { cloud } = world;
    cloud.teams.preinstall();
    const relay = await startRelay(cloud, (line) => {
      console.error(line);
    });
    closing.unshift(() => relay.close());
    // One after the other: two npx that fetch the same package get in each other's way.
    for (const [index, name] of people.entries()) {
      const options = { endpoint: relay.endpoint, config: playgroundConfig(cloud, name), port: FIRST_PORT + index };
      const one = await startPlayground(options);
      closing.unshift(() => one.close());
      const url = await Promise.race([one.listening, stopped]);
      if (url === undefined) return;
      console.log(`${cloud.directory.user(name).displayName}: ${url}`);
    }
    console.log(`\nA Playground is one person’s Teams. For others: npm run playground -- "${cast.it}" "${cast.target}"
It listens on all networks of this machine; everything in it is simulated. Ctrl+C ends it all.`);
    await stopped;
  } finally {
    for (const close of closing) await close();
  }
}

const named = process.argv.slice(2);
await playground(named.length > 0 ? named : [cast.requester, cast.approver]);
