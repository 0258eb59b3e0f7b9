import type { Store } from '../../core/store.js';

/** The same store with another way to commit. It may be a class: its other methods keep their `this`. */
export function withCommit(store: Store, commit: Store['commit']): Store {
  return new Proxy(store, {
    get: (target, name, receiver) => {
      if (name === 'commit') return commit;
      const value: unknown = Reflect.get(target, name, receiver);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
