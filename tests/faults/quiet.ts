import type { World } from '../../sandbox/world.js';

/** Resolves when the cloud has not been asked anything for a while, and owes no answer. */
export async function quiet({ cloud: { log } }: Pick<World, 'cloud'>): Promise<void> {
  for (
    let seen = -1;
    seen !== log.calls.length || log.calls.some(({ status, fault }) => status === 0 && fault === undefined);
  ) {
    seen = log.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
}
