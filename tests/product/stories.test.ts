import { startCloud, type Cloud } from '../../sandbox/cloud/index.js';
import { Stage } from '../../sandbox/demo/stage.js';
import { stories } from '../../sandbox/demo/stories.js';

describe('the stories of the demo', () => {
  let cloud: Cloud;
  before(async () => {
    cloud = await startCloud();
  });
  after(() => cloud.close());

  for (const story of stories)
    it(story.title, async () => {
      const lines: string[] = [];
      await Stage.play(cloud, story, (line) => lines.push(line)).catch((error: unknown) => {
        console.error(lines.join('\n'));
        throw error;
      });
    });
});
