import { syncBuiltinESMExports, createRequire } from 'node:module';

/**
 * Time goes by faster for the product: its clock, its pauses, and the limits of its calls to Graph. What waits ten
 * minutes waits seconds, by the same rules. Limits stay long enough for a slow machine.
 */
const speed = Number(process.env.FAULT_SPEED ?? 50);
const SHORTEST_LIMIT = 1_500;

const RealDate = Date;
const begun = RealDate.now();
const now = () => Math.round(begun + (RealDate.now() - begun) * speed);

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(now());
    else super(...given);
  }

  static now() {
    return now();
  }
};

const timers = createRequire(import.meta.url)('node:timers/promises');
const pause = timers.setTimeout;
timers.setTimeout = (ms, ...more) => pause(ms / speed, ...more);
syncBuiltinESMExports();

const limit = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (ms) => limit(Math.max(ms / speed, Math.min(ms, SHORTEST_LIMIT)));
