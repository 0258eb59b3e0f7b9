import { encodeNote, NOTES } from '../note.js';

/** What may be lost, in memory: bounded in number and age. */
export interface Notes {
  get(key: string): unknown;
  set(key: string, note: unknown): void;
}

export function createNotes(limits: { readonly most: number; readonly forMs: number } = NOTES): Notes {
  // A map keeps the order in which keys were put in: the first is the oldest.
  const kept = new Map<string, { readonly json: string; readonly until: number }>();

  return {
    get(key) {
      const note = kept.get(key);
      return note === undefined || note.until <= performance.now() ? undefined : (JSON.parse(note.json) as unknown);
    },
    set(key, note) {
      const json = encodeNote(note);
      kept.delete(key);
      const now = performance.now();
      if (json !== undefined) kept.set(key, { json, until: now + limits.forMs });
      for (const [oldest, { until }] of kept) {
        if (kept.size <= limits.most && until > now) break;
        kept.delete(oldest);
      }
    },
  };
}
