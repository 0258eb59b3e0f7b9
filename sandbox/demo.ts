import { startCloud } from './cloud/index.js';
import { Stage } from './demo/stage.js';
import { stories } from './demo/stories.js';

/** Plays the stories in the terminal against the simulated cloud and checks each; ends with 1 at the first that fails. */
async function demo(): Promise<void> {
  const cloud = await startCloud();
  let checks = 0;
  try {
    for (const [index, story] of stories.entries()) {
      console.log(`\n━━ Story ${index + 1} of ${stories.length}: ${story.title}\n`);
      checks += await Stage.play(cloud, story, (line) => {
        console.log(line);
      });
    }
    console.log(`\n${stories.length} stories, ${checks} checks, all as promised.`);
  } finally {
    await cloud.close();
  }
}

await demo();
