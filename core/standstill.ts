import type { Store } from './store.js';

/** Why nothing begins at the moment: somebody paused the service, or the kill switch stopped it. */
export type Standstill = 'paused' | 'tripped';

export async function standstill(store: Pick<Store, 'read'>): Promise<Standstill | undefined> {
  const [service, pace] = await Promise.all([store.read('service', 'service'), store.read('pace', 'resets')]);
  if (service?.value.paused === true) return 'paused';
  return pace?.value.tripped === undefined ? undefined : 'tripped';
}
