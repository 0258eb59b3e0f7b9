import { fileURLToPath } from 'node:url';
import { createWorld, type World } from '../product/world.js';

const PRELOAD = fileURLToPath(new URL('./preload/hurry.js', import.meta.url));
const MONTH = 30 * 24 * 3600;

/** A world in which waiting costs the product little: ten minutes of its clock are some seconds. */
export function createHurriedWorld(policy: object): Promise<World> {
  // So far off that no timer is met by accident; and tokens that are still good by then.
  const far = { remindAfter: 'P10D', escalateAfter: 'P20D', expireAfter: 'P30D', watchFor: 'PT0S' };
  return createWorld({ policy: { ...far, ...policy }, preload: PRELOAD, cloud: { botTokenSeconds: MONTH } });
}
