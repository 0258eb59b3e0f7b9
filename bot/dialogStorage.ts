import type { Storage, StoreItems } from 'botbuilder';
import type { Store } from '../core/store.js';

/**
 * Where botbuilder keeps half a conversation: with the store, so that whichever instance hears the next word goes on
 * with it. The last write counts, as botbuilder's own state asks for.
 */
export function createDialogStorage(store: Pick<Store, 'recall' | 'remember'>): Storage {
  return {
    async read(keys) {
      const found = await Promise.all(keys.map(async (key) => [key, await store.recall(key)] as const));
      return Object.fromEntries(found.filter(([, item]) => item !== undefined));
    },
    async write(changes: StoreItems) {
      const items = Object.entries<unknown>(changes);
      await Promise.all(items.map(([key, item]) => store.remember(key, item)));
    },
    async delete(keys) {
      await Promise.all(keys.map((key) => store.remember(key, undefined)));
    },
  };
}
