import { startCloud } from './cloud/index.js';
import { Stage } from './demo/stage.js';
import { stories } from './demo/stories.js';

/** Two seconds to take an approval back, so that nobody waits ten. */
const POLICY = { undoFor: 'PT2S' };

/** Plays the stories in the terminal against the simulated cloud and checks each; ends with 1 at the first that fails. */
async function demo(): Promise<void> {
  const cloud = await startCloud();
  const stage = await Stage.open(cloud, POLICY);
  try {
    for (const [index, { title, play }] of stories.entries()) {
      console.log(`\n━━ Story ${index + 1} of ${stories.length}: ${title}\n`);
      await play(stage);
      await stage.quiet();
    }
    console.log(`\n${stories.length} stories, ${stage.checks} checks, all as promised.`);
  } catch (error) {
    console.error(stage.product.output());
    throw error;
  } finally {
    await stage.close();
    await cloud.close();
  }
}

await demo();
