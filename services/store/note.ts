/** How much may be remembered, in either store: what people have half said, at most a day of it. */
export const NOTES = { most: 10_000, bytes: 256 * 1024, forMs: 24 * 60 * 60_000 } as const;

/** A note as it is kept; `undefined` stands for none, which one that is too large becomes. */
export function encodeNote(note: unknown): string | undefined {
  // JSON has nothing for `undefined`; its types say otherwise.
  const json = JSON.stringify(note) as string | undefined;
  return json !== undefined && Buffer.byteLength(json) <= NOTES.bytes ? json : undefined;
}
