import type { Commit } from '../../../core/store.js';

/** PostgreSQL's text has no NUL, and half a surrogate pair would be changed on its way: such a key was never stored. */
export function isStorable(key: string): boolean {
  return !key.includes('\0') && !LONE_SURROGATE.test(key);
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Throws for what could not be read back as it was. */
export function assertStorable({ writes = [], entries = [], effects = [] }: Commit): void {
  const written = new Set<string>();
  for (const { kind, key, unique = [], index = [] } of writes) {
    for (const each of [key, ...unique, ...index])
      if (!isStorable(each)) throw new Error(`The commit writes a key of ${kind} that no database can hold`);
    const id = `${kind}\n${key}`;
    if (written.has(id)) throw new Error(`The commit writes ${kind} ${key} twice; write it once`);
    written.add(id);
  }
  for (const { requestId } of entries)
    if (requestId !== undefined && !isStorable(requestId)) throw new Error('An entry names a request that cannot be');
  for (const { key, dueAt } of effects) {
    if (!isStorable(key)) throw new Error('The commit asks for an effect with a key that no database can hold');
    assertInstant(dueAt);
  }
}

export function assertInstant(dueAt: number): void {
  if (!Number.isFinite(dueAt)) throw new Error(`An effect cannot be due at ${dueAt}`);
}
