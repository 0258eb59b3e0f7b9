import { expect } from 'chai';
import { isOutside, type BusinessHours } from '../../core/businessHours.js';

const WEEK: BusinessHours = { timeZone: 'Europe/London', days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' };

describe('business hours', () => {
  const outside = (instant: string, different: Partial<BusinessHours> = {}): boolean =>
    isOutside({ ...WEEK, ...different }, Date.parse(instant));

  it('begin at the minute they begin, and are over at the minute they end', () => {
    expect(outside('2026-01-05T07:59:59.999Z')).to.be.true;
    expect(outside('2026-01-05T08:00:00.000Z')).to.be.false;
    expect(outside('2026-01-05T17:59:59.999Z')).to.be.false;
    expect(outside('2026-01-05T18:00:00.000Z')).to.be.true;
  });

  it('are those of the clock on the wall, before and after it is put forward', () => {
    // The clocks in London go forward on Sunday, 29 March 2026.
    expect(outside('2026-03-27T07:30:00Z')).to.be.true;
    expect(outside('2026-03-30T07:30:00Z')).to.be.false;
    expect(outside('2026-03-27T17:30:00Z')).to.be.false;
    expect(outside('2026-03-30T17:30:00Z')).to.be.true;
  });

  it('are those of the clock on the wall, before and after it is put back', () => {
    expect(outside('2026-10-23T07:30:00Z')).to.be.false;
    expect(outside('2026-10-26T07:30:00Z')).to.be.true;
  });

  it('follow the day of the time zone, where it is another than in Greenwich', () => {
    const auckland = { timeZone: 'Pacific/Auckland' };
    const losAngeles = { timeZone: 'America/Los_Angeles' };
    // Monday morning there is Sunday evening here, and Saturday morning there is Friday evening here.
    expect(outside('2026-01-04T19:30:00Z', auckland)).to.be.false;
    expect(outside('2026-01-09T19:30:00Z', auckland)).to.be.true;
    // Friday afternoon there is Saturday here.
    expect(outside('2026-01-10T01:30:00Z', losAngeles)).to.be.false;
    expect(outside('2026-01-05T01:30:00Z', losAngeles)).to.be.true;
  });

  it('are on the days that are named, Monday the first and Sunday the seventh', () => {
    for (let day = 1; day <= 7; day++) {
      const noon = `2026-01-${String(4 + day).padStart(2, '0')}T12:00:00Z`;
      expect(outside(noon, { days: [day] }), noon).to.be.false;
      expect(outside(noon, { days: [1, 2, 3, 4, 5, 6, 7].filter((other) => other !== day) }), noon).to.be.true;
      expect(outside(noon), noon).to.equal(day > 5);
    }
  });

  it('may begin at midnight, and in the minutes of an hour', () => {
    expect(outside('2026-01-05T00:00:00Z', { from: '00:00', to: '00:30' })).to.be.false;
    expect(outside('2026-01-05T00:30:00Z', { from: '00:00', to: '00:30' })).to.be.true;
    expect(outside('2026-01-05T23:59:00Z', { from: '22:15', to: '23:59' })).to.be.true;
    expect(outside('2026-01-05T22:14:00Z', { from: '22:15', to: '23:59' })).to.be.true;
    expect(outside('2026-01-05T22:15:00Z', { from: '22:15', to: '23:59' })).to.be.false;
  });
});
