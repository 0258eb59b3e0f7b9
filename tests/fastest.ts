/** Milliseconds that the fastest of several runs took: whatever else the machine does only ever slows one down. */
export function fastest(work: () => unknown, runs = 20): number {
  const took = Array.from({ length: runs }, () => {
    const begun = performance.now();
    work();
    return performance.now() - begun;
  });
  return Math.min(...took);
}
