/** The wait before try `failures + 1`, in milliseconds: doubling, half of it left to chance. */
export function backOff(
  failures: number,
  { first, longest }: { first: number; longest: number },
  random: () => number,
) {
  const full = Math.min(longest, first * 2 ** (failures - 1));
  return full / 2 + (full / 2) * random();
}

/** For a store that does not answer. */
export const STORE_BACK_OFF = { first: 250, longest: 30_000 };

/** The wait that a failed handler asks for, in milliseconds. */
export function retryAfterOf(error: unknown): number | undefined {
  const asked = error instanceof Error && 'retryAfterMs' in error ? error.retryAfterMs : undefined;
  return typeof asked === 'number' && asked >= 0 ? Math.min(asked, LONGEST_RETRY_AFTER) : undefined;
}

/** A day: an answer that asks for more is a mistake. */
const LONGEST_RETRY_AFTER = 24 * 60 * 60_000;
