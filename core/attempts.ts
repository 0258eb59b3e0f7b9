import type { Deps } from './approvals.js';
import type { Actor } from './command.js';
import type { Refusal } from './refusal.js';

/** Somebody who is not of IT tried something of IT's: that is written down before the "no" is spoken. */
export async function attempted(
  { store, clock, policyHash }: Pick<Deps, 'store' | 'clock' | 'policyHash'>,
  by: Actor,
  command: string,
  refusal: Refusal,
  about: Readonly<Record<string, string>> = {},
): Promise<Refusal> {
  if (refusal.refused !== 'notIt') return refusal;
  const data = { command, refused: refusal.refused, ...about };
  await store.commit({
    entries: [{ event: 'attemptRefused', at: clock.now(), by: by.id, policy: policyHash, data }],
  });
  return refusal;
}
