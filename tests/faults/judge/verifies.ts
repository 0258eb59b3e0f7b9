import { verifyChain } from '../../../services/store/file/verify.js';
import type { World } from '../../product/world.js';

/** I5: the audit chain of the product's store, followed from its first entry. Rejects, naming where it breaks. */
export async function verifies({ product: { environment } }: Pick<World, 'product'>): Promise<void> {
  const { STORE_URL: store = '', AUDIT_KEY: auditKey = '' } = environment;
  await verifyChain({ folder: store.replace(/^file:/u, ''), auditKey });
}
