/** Where the data is: what `STORE_URL` names. */
export type StoreLocation =
  | { readonly kind: 'file'; readonly path: string }
  /** With the password in it: for the connection alone, never for a log. */
  | { readonly kind: 'postgres'; readonly url: string };

/** As a person may read it. */
export function nameOf(store: StoreLocation): string {
  if (store.kind === 'file') return store.path;
  const { host, pathname, searchParams } = new URL(store.url);
  return `PostgreSQL at ${host || (searchParams.get('host') ?? '')}${pathname}`;
}
