import { expect } from 'chai';
import type { JournalEntry } from '../../core/command.js';
import type { LoggedDelete } from '../../core/ports.js';
import { unexplained, workOf } from '../../core/unexplained.js';
import { ASKED, HOUR, MINUTE, SECOND } from '../fakes/rows.js';

const USER = 'a1b2';
const BEGUN = ASKED + HOUR;
const NOW = ASKED + 5 * HOUR;
const PINS = ['phoneAuthenticationMethod/1', 'fido2AuthenticationMethod/2', 'softwareOathAuthenticationMethod/3'];

const entry = (event: JournalEntry['event'], at: number, data: JournalEntry['data'] = {}): JournalEntry => ({
  ...{ event, at, by: 'system', policy: 'hash-1', requestId: 'r1', data },
});
const submitted = entry('submitted', ASKED, { target: USER.toUpperCase() });
const started = entry('resetStarted', BEGUN, { pins: PINS });
const finished = (outcomes = ['removed', 'removed', 'removed']) =>
  entry('resetFinished', BEGUN + MINUTE, { methods: PINS.map((pin, index) => `${pin}: ${outcomes[index] ?? ''}`) });

let records = 0;
const deleted = (at = BEGUN, activity = 'Admin deleted security info', userId = USER): LoggedDelete => ({
  ...{ id: `record-${++records}`, at, activity, userId },
});
/** How many of these the journal does not explain. */
const left = (deletes: readonly LoggedDelete[], ...entries: readonly JournalEntry[]): number =>
  unexplained(deletes, workOf(entries, NOW)).length;

describe('what Entra’s log has against what the journal has', () => {
  it('a delete that no reset was at work for is not explained', () => {
    expect(left([deleted()])).to.equal(1);
    expect(left([deleted()], submitted)).to.equal(1);
    expect(left([deleted(BEGUN, undefined, 'c3d4')], submitted, started, finished())).to.equal(1);
    expect(left([deleted(BEGUN, undefined, '')], submitted, started, finished())).to.equal(1);
  });

  it('as many deletes as methods were removed are explained, and not one more', () => {
    const entries = [submitted, started, finished()];
    expect(left([deleted(), deleted(), deleted()], ...entries)).to.equal(0);
    expect(left([deleted(), deleted(), deleted(), deleted()], ...entries)).to.equal(1);
  });

  it('a method that was kept or refused explains none', () => {
    const entries = [submitted, started, finished(['removed', 'keptNewlyRegistered', 'refused'])];
    expect(left([deleted(), deleted()], ...entries)).to.equal(1);
  });

  it('one whose answer was lost may have been deleted: a pin that is pending explains one', () => {
    const failed = entry('resetFailed', BEGUN + MINUTE, { methods: PINS.map((pin) => `${pin}: pending`) });
    expect(left([deleted()], submitted, started, failed)).to.equal(0);
    expect(left([deleted(NOW)], submitted, started), 'at work still').to.equal(0);
  });

  it('the time counts, by five minutes of what clocks may differ', () => {
    const entries = [submitted, started, finished()];
    const at = (time: number) => left([deleted(time)], ...entries);
    expect([at(BEGUN - 5 * MINUTE), at(BEGUN + 6 * MINUTE)]).to.deep.equal([0, 0]);
    expect([at(BEGUN - 5 * MINUTE - SECOND), at(BEGUN + 6 * MINUTE + SECOND)]).to.deep.equal([1, 1]);
  });

  it('between two tries of one reset nothing is explained, and both together delete no more than was pinned', () => {
    const failed = entry('resetFailed', BEGUN + MINUTE, { methods: PINS.map((pin) => `${pin}: pending`) });
    const again = entry('resetStarted', BEGUN + HOUR, { pins: PINS });
    const entries = [submitted, started, failed, again, { ...finished(), at: BEGUN + HOUR + MINUTE }];
    const [first, second] = [BEGUN, BEGUN + HOUR];
    expect(left([deleted(BEGUN + HOUR / 2)], ...entries)).to.equal(1);
    expect(left([deleted(first), deleted(second), deleted(second)], ...entries)).to.equal(0);
    expect(left([deleted(first), deleted(first), deleted(second), deleted(second)], ...entries)).to.equal(1);
  });

  it('a run that a crash cut off was at work until it went on', () => {
    const again = entry('resetStarted', BEGUN + HOUR, { pins: PINS });
    const entries = [submitted, started, again, { ...finished(), at: BEGUN + HOUR + MINUTE }];
    expect(left([deleted(BEGUN + HOUR / 2), deleted(BEGUN + HOUR)], ...entries)).to.equal(0);
    expect(left([deleted(BEGUN + 2 * HOUR)], ...entries)).to.equal(1);
  });

  it('a deletion that stands in the log of two services is one, and each kind is counted by itself', () => {
    const entries = [submitted, started, finished()];
    const both = [deleted(), deleted(), deleted(), deleted(BEGUN, 'Delete FIDO2 security key(s)')];
    expect(left(both, ...entries)).to.equal(0);
    expect(left([...both, deleted(BEGUN, 'Delete Passkey (device-bound)')], ...entries)).to.equal(1);
    expect(left([deleted(BEGUN, 'Delete Windows Hello for Business credential')], ...entries)).to.equal(1);
    expect(left([deleted(BEGUN, 'Delete something new')], ...entries)).to.equal(0);
  });

  it('two resets of one user explain each their own', () => {
    const first = workOf([submitted, started, finished()], NOW)[0]!;
    const later = { ...first, times: [{ from: NOW, to: NOW }] };
    const six = [...[1, 2, 3].map(() => deleted()), ...[1, 2, 3].map(() => deleted(NOW))];
    expect(unexplained(six, [first, later])).to.deep.equal([]);
    const seventh = deleted(NOW);
    expect(unexplained([...six, seventh], [first, later])).to.deep.equal([seventh]);
  });

  it('what a containment pinned is explained while it was at work, and the reset explains none of it', () => {
    const KEY = 'fido2AuthenticationMethod/9';
    const at = BEGUN + 2 * HOUR;
    const ordered = entry('containStarted', at, { attempt: 1, pins: [KEY] });
    const contained = entry('containFinished', at + MINUTE, { attempt: 1, methods: [`${KEY}: removed`] });
    const reset = [submitted, started, finished()];
    expect(left([deleted(at)], ...reset)).to.equal(1);
    expect(left([deleted(at)], ...reset, ordered, contained)).to.equal(0);
    expect(left([deleted(at), deleted(at)], ...reset, ordered, contained)).to.equal(1);
    expect(left([deleted(at)], ...reset, ordered), 'at work still').to.equal(0);
    const again = entry('containStarted', at + 30 * MINUTE, { attempt: 2, pins: [] });
    expect(left([deleted(at + 30 * MINUTE)], ...reset, ordered, contained, again)).to.equal(1);
    expect(left([deleted(BEGUN), deleted(BEGUN), deleted(BEGUN), deleted(at)], ...reset, ordered, contained)).to.equal(
      0,
    );
  });
});
