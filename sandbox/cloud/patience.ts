/** Milliseconds after which what is waited for will not come. No measure of speed: a slow machine gets there as well. */
export const PATIENCE = 60_000;
