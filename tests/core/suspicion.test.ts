import { expect } from 'chai';
import { suspicionIn } from '../../core/suspicion.js';
import type { SignInRecord } from '../../core/ports.js';
import { APPROVED, ASKED, DAY, MINUTE, request, SECOND } from '../fakes/rows.js';

const ENDED = APPROVED + MINUTE;
const row = request('completed', { registeredAt: ENDED + MINUTE });
const from = (country: string | undefined, at: number, registering = false): SignInRecord => ({
  at,
  country,
  registering,
});
const usual = [from('GB', ASKED - 20 * DAY), from('IE', ASKED - DAY)];
const found = (...records: readonly SignInRecord[]) => suspicionIn(row, [...usual, ...records]);

describe('a registration that looks wrong', () => {
  it('came from a country where they had not been, since the methods were gone', () => {
    const suspicion = { country: 'BR', usual: ['GB', 'IE'] };
    expect(found(from('BR', ENDED + SECOND, true))).to.deep.equal(suspicion);
    expect(found(from('GB', ENDED), from('BR', ENDED + 30 * SECOND)), 'among others').to.deep.equal(suspicion);
  });

  it('is none from where they usually are, or from nowhere known', () => {
    expect(found(from('GB', ENDED + SECOND, true))).to.equal('none');
    expect(found(from(undefined, ENDED + SECOND))).to.equal('none');
  });

  it('is not seen before the log has the sign-in, nor in one of long after', () => {
    expect(found()).to.equal('notYet');
    expect(found(from('BR', ENDED - SECOND))).to.equal('notYet');
    expect(found(from('BR', ENDED + 2 * MINUTE + SECOND))).to.equal('notYet');
  });

  it('is measured by what was before the request: since then it may have been the attacker', () => {
    const suspected = found(from('BR', ASKED + MINUTE), from('BR', ASKED - DAY, true), from('BR', ENDED + SECOND));
    expect(suspected).to.deep.include({ country: 'BR' });
  });

  it('is none of somebody of whom nothing is known', () => {
    expect(suspicionIn(row, [from('BR', ENDED + SECOND)])).to.equal('none');
  });
});
