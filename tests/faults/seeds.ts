/** Chance that can be had again: the same seed gives the same numbers. */
export interface Random {
  /** 0 ≤ n < 1 */
  (): number;
  /** A whole number, 0 ≤ n < `limit`. */
  below(limit: number): number;
  pick<T>(items: readonly T[]): T;
}

/** mulberry32: 32 bits of state are plenty for choosing where to break something. */
export function randomOf(seed: number): Random {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new Error('nothing to pick from');
    return items[below(items.length)] as T;
  };
  return Object.assign(next, { below, pick });
}

/**
 * A test for each seed, which its title tells: `FAULT_SEED=7` runs that one alone, `FAULT_SEEDS=25` runs 1 to 25.
 * Without either there is one.
 */
export function seeded(promise: string, body: (random: Random, seed: number) => Promise<void>): void {
  for (const seed of seeds())
    it(`${promise} (seed ${seed})`, async () => {
      await body(randomOf(seed), seed);
    });
}

/** The seeds asked for: for a test that turns them into runs of its own. */
export function seeds(): readonly number[] {
  const one = process.env['FAULT_SEED'];
  if (one !== undefined) return [Number(one)];
  return Array.from({ length: Number(process.env['FAULT_SEEDS'] ?? 1) }, (_, index) => index + 1);
}
