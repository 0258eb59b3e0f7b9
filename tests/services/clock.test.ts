import { expect } from 'chai';
import { steadyClock } from '../../services/clock.js';

const HOUR = 3_600_000;

describe('the clock', () => {
  /** What the wall says and what has really gone by. */
  const clockOf = (wall: { at: number; gone: number }) =>
    steadyClock(
      () => wall.at,
      () => wall.gone,
    );

  it('is the wall’s, leaps forward included', () => {
    const wall = { at: 1_000_000, gone: 5 };
    const clock = clockOf(wall);
    expect(clock.now()).to.equal(1_000_000);
    Object.assign(wall, { at: 1_000_250, gone: 255 });
    expect(clock.now()).to.equal(1_000_250);
    Object.assign(wall, { at: 1_000_250 + 2 * HOUR, gone: 256 });
    expect(clock.now()).to.equal(1_000_250 + 2 * HOUR);
  });

  it('never goes back: it goes on more slowly until the wall has come up to it', () => {
    const wall = { at: 10 * HOUR, gone: 0 };
    const clock = clockOf(wall);
    clock.now();
    let before = 10 * HOUR;
    // Two hours back; asked often, in parts of a millisecond.
    for (let gone = 0; gone <= 1_000; gone += 0.25) {
      Object.assign(wall, { at: Math.floor(8 * HOUR + gone), gone });
      const now = clock.now();
      expect(now).to.be.at.least(before).and.satisfy(Number.isInteger);
      before = now;
    }
    expect(before).to.be.within(10 * HOUR + 890, 10 * HOUR + 910);
    Object.assign(wall, { at: 8 * HOUR + 30 * HOUR, gone: 30 * HOUR });
    expect(clock.now(), 'caught up').to.equal(38 * HOUR);
  });
});
