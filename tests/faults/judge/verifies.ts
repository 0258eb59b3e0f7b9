import { openTrail } from '../../../services/audit/openTrail.js';
import { openChain } from '../../../services/store/chain.js';
import { examine } from '../../../services/store/findings.js';
import { storeLocation } from '../../../services/settingRules.js';
import type { World } from '../../product/world.js';

/** I5: the audit chain of the product's store, followed from its first entry. Rejects, naming where it breaks. */
export async function verifies({ product: { environment } }: Pick<World, 'product'>): Promise<void> {
  const { STORE_URL, AUDIT_KEY: auditKey = '' } = environment;
  const chain = openChain(auditKey);
  const trail = await openTrail({ store: storeLocation.parse(STORE_URL) }, chain);
  try {
    const [worst] = (await examine(trail, chain)).findings;
    if (worst) throw new Error(worst.sentence);
  } finally {
    await trail.close();
  }
}
