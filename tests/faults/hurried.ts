import { fileURLToPath } from 'node:url';
import { createWorld, type World } from '../product/world.js';

const PRELOAD = fileURLToPath(new URL('./preload/hurry.js', import.meta.url));
const MONTH = 30 * 24 * 3600;

export interface Hurry {
  /** How many times as fast the product's time goes by. */
  readonly speed?: number;
  /** Holds the milliseconds by which its clock is ahead besides. */
  readonly leapFile?: string;
  readonly accessTokenSeconds?: number;
}

/** A world in which waiting costs the product little: ten minutes of its clock are some seconds. */
export function createHurriedWorld(
  policy: object,
  { speed = 50, leapFile, accessTokenSeconds }: Hurry = {},
): Promise<World> {
  // So far off that no timer is met by accident; and tokens that are still good by then.
  const far = { remindAfter: 'P10D', escalateAfter: 'P20D', expireAfter: 'P30D', watchFor: 'PT0S' };
  return createWorld({
    policy: { ...far, ...policy },
    preload: PRELOAD,
    environment: { FAULT_SPEED: String(speed), ...(leapFile !== undefined && { FAULT_LEAP_FILE: leapFile }) },
    cloud: { botTokenSeconds: MONTH, ...(accessTokenSeconds !== undefined && { accessTokenSeconds }) },
  });
}
