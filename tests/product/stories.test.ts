import { Stage } from '../../sandbox/stories/stage.js';
import { stories } from '../../sandbox/stories/stories.js';
import { PUBLIC_URL, startWorld } from '../../sandbox/world.js';

describe('the stories of the demo', () => {
  for (const story of stories)
    it(story.title, async () => {
      const world = await startWorld({ policy: story.policy, environment: { PUBLIC_URL } });
      const lines: string[] = [];
      const tell = (line: string) => lines.push(line);
      await Stage.play(world, story, { tell, show: tell })
        .catch((error: unknown) => {
          console.error(lines.join('\n'), world.product.output());
          throw error;
        })
        .finally(() => world.close());
    });
});
