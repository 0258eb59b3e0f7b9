import { onWish } from './control.js';

/** The wall clock, which somebody sets; timers and performance.now() go on as they were. */
const RealDate = Date;
let shift = 0;

onWish('clock', (ms) => {
  shift = ms;
});

class ShiftedDate extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + shift);
    else super(...given);
  }

  static now() {
    return RealDate.now() + shift;
  }
}

globalThis.Date = ShiftedDate;
