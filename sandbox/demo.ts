import { Stage, type Story } from './stories/stage.js';
import { stories } from './stories/stories.js';
import { PUBLIC_URL, startWorld } from './world.js';

/** Plays the stories in the terminal against the simulated cloud and checks each; ends with 1 at the first that fails. */
async function demo(): Promise<void> {
  let checks = 0;
  for (const [index, story] of stories.entries()) {
    console.log(`\n━━ Story ${index + 1} of ${stories.length}: ${story.title}\n`);
    checks += await told(story);
  }
  console.log(`\n${stories.length} stories, ${checks} checks, all as promised.`);
}

async function told(story: Story): Promise<number> {
  const world = await startWorld({ policy: story.policy, environment: { PUBLIC_URL } });
  try {
    return await Stage.play(world, story, {
      tell: (line) => {
        console.log(`  ${line}`);
      },
      show: (line) => {
        console.log(line.startsWith('│') ? `    ${line}` : `\n    ${line}`);
      },
    });
  } catch (error) {
    console.log(world.product.output());
    throw error;
  } finally {
    await world.close();
  }
}

await demo();
