import { encodeNote, NOTES } from '../note.js';
import type { Pool } from './pool.js';
import { isStorable } from './storable.js';

/** What may be lost, where every instance finds it. */
export interface Notes {
  get(key: string): Promise<unknown>;
  set(key: string, note: unknown): Promise<void>;
}

/** How often old ones are looked for. */
const SWEEP_MS = 60_000;

export function createNotes({ again }: Pool, limits: { readonly most: number; readonly forMs: number } = NOTES): Notes {
  let sweptAt = -Infinity;

  async function sweep(): Promise<void> {
    sweptAt = performance.now();
    await again("delete from notes where at < now() - $1 * interval '1 millisecond'", [limits.forMs]);
    await again('delete from notes where key in (select key from notes order by at desc offset $1)', [limits.most]);
  }

  return {
    async get(key) {
      if (!isStorable(key)) return undefined;
      const { rows } = await again<{ note: unknown }>(
        "select note from notes where key = $1 and at >= now() - $2 * interval '1 millisecond'",
        [key, limits.forMs],
      );
      return rows[0]?.note;
    },
    async set(key, note) {
      if (!isStorable(key)) return;
      const json = encodeNote(note);
      if (json === undefined) await again('delete from notes where key = $1', [key]);
      else
        await again(
          'insert into notes values ($1, $2, now()) on conflict (key) do update set note = excluded.note, at = now()',
          [key, json],
        );
      if (performance.now() - sweptAt > SWEEP_MS) await sweep();
    },
  };
}
