import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports, createRequire } from 'node:module';

/**
 * Time goes by faster for the product: its clock, its pauses, and the limits of its calls to Graph. What waits ten
 * minutes waits seconds, by the same rules. Limits stay long enough for a slow machine.
 */
const speed = Number(process.env.FAULT_SPEED ?? 50);
const SHORTEST_LIMIT = 2_500;

const RealDate = Date;
const begun = RealDate.now();
let leap = 0;
const now = () => Math.round(begun + (RealDate.now() - begun) * speed) + leap;

// A test may set the clock on besides, by a file.
const { FAULT_LEAP_FILE: file } = process.env;
const look = () => {
  leap = Number(readFileSync(file, 'utf8'));
};
if (file !== undefined) {
  look();
  setInterval(look, 20).unref();
}

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
AbortSignal.timeout = (ms) => limit(Math.round(Math.max(ms / speed, Math.min(ms, SHORTEST_LIMIT))));
