import { expect } from 'chai';
import { quietUntil, type QuietHours } from '../../core/quietHours.js';
import { instantsOf, wallTime } from '../../core/zonedTime.js';

const NIGHT: QuietHours = { from: '22:00', to: '07:00' };

describe('quiet hours', () => {
  const until = (instant: string, zone = 'Europe/London', hours = NIGHT): string | undefined => {
    const end = quietUntil(hours, zone, Date.parse(instant));
    return end === undefined ? undefined : new Date(end).toISOString().slice(0, 16);
  };

  it('last until morning, and begin and end at the minute', () => {
    expect(until('2026-01-05T21:59:59Z')).to.equal(undefined);
    expect(until('2026-01-05T22:00:00Z')).to.equal('2026-01-06T07:00');
    expect(until('2026-01-06T06:59:59Z')).to.equal('2026-01-06T07:00');
    expect(until('2026-01-06T07:00:00Z')).to.equal(undefined);
  });

  it('may lie within a day', () => {
    const noon = { from: '12:00', to: '13:30' };
    expect(until('2026-01-05T12:15:00Z', 'Europe/London', noon)).to.equal('2026-01-05T13:30');
    expect(until('2026-01-05T13:30:00Z', 'Europe/London', noon)).to.equal(undefined);
  });

  it('are those of the clock on the wall, in the night it is changed as well', () => {
    // London: 29 March 2026, 01:00 UTC forward; 25 October 2026, 01:00 UTC back.
    expect(until('2026-03-28T23:00:00Z')).to.equal('2026-03-29T06:00');
    expect(until('2026-10-24T22:30:00Z')).to.equal('2026-10-25T07:00');
    expect(until('2026-01-05T21:59:00Z', 'Asia/Tokyo')).to.equal('2026-01-05T22:00');
    expect(until('2026-01-05T04:00:00Z', 'America/New_York')).to.equal('2026-01-05T12:00');
  });

  it('that end in the hour that spring leaves out end when it is over', () => {
    const early = { from: '22:00', to: '01:30' };
    expect(until('2026-03-29T00:30:00Z', 'Europe/London', early)).to.equal('2026-03-29T01:30');
    expect(until('2026-03-29T01:00:00Z', 'Europe/London', early)).to.equal(undefined);
  });

  it('that end in the hour that comes back in autumn end, and go on, and end', () => {
    const early = { from: '22:00', to: '01:30' };
    expect(until('2026-10-24T23:00:00Z', 'Europe/London', early)).to.equal('2026-10-25T00:30');
    expect(until('2026-10-25T00:45:00Z', 'Europe/London', early)).to.equal(undefined);
    expect(until('2026-10-25T01:10:00Z', 'Europe/London', early)).to.equal('2026-10-25T01:30');
  });

  it('never end before they are asked about, at any minute of such a night, anywhere', () => {
    for (const zone of [
      'Europe/London',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'America/Santiago',
    ])
      for (const day of [
        '2026-03-29',
        '2026-10-25',
        '2026-03-08',
        '2026-11-01',
        '2026-04-05',
        '2026-10-04',
        '2026-09-06',
      ])
        for (const hours of [NIGHT, { from: '23:00', to: '02:15' }, { from: '00:30', to: '01:45' }])
          for (let minute = -720; minute < 1440; minute += 7) {
            const at = Date.parse(`${day}T00:00:00Z`) + minute * 60_000;
            const end = quietUntil(hours, zone, at);
            const name = `${zone} ${new Date(at).toISOString()} ${hours.from}`;
            if (end === undefined) continue;
            expect(end, name).to.be.above(at);
            expect(end - at, name).to.be.at.most(11 * 3_600_000);
            const again = quietUntil(hours, zone, end);
            if (again !== undefined) expect(again, `${name}, and again`).to.be.above(end);
          }
  });
});

describe('a time on the wall', () => {
  it('is twice in autumn, once the rest of the year, and over at once where spring leaves it out', () => {
    const london = (date: string, time: string): readonly string[] =>
      instantsOf({ date, time }, 'Europe/London').map((at) => new Date(at).toISOString().slice(11, 16));
    expect(london('2026-10-25', '01:30')).to.deep.equal(['00:30', '01:30']);
    expect(london('2026-03-29', '01:30')).to.deep.equal(['01:30']);
    expect(london('2026-07-01', '01:30')).to.deep.equal(['00:30']);
    expect(london('2026-03-29', '00:00')).to.deep.equal(['00:00']);
  });

  it('is read back as it was', () => {
    for (const zone of ['Europe/London', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia'])
      for (let day = 0; day < 365; day += 3) {
        const wall = { date: new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10), time: '12:34' };
        expect(wallTime(instantsOf(wall, zone)[0], zone), `${zone} ${wall.date}`).to.deep.equal(wall);
      }
  });
});
