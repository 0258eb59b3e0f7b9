import { expect } from 'chai';
import { PHONE, pinNew } from '../../core/pins.js';
import type { ListedMethod } from '../../core/ports.js';
import { APPROVED, HOUR, MINUTE, request, run } from '../fakes/rows.js';

const STARTED = APPROVED + MINUTE;
const method = (name: string, id: string, more: Partial<ListedMethod> = {}): ListedMethod => ({
  ...{ type: `${name}AuthenticationMethod`, id, fingerprint: `of ${id}` },
  ...more,
});
const phone = method('phone', PHONE.mobile);
const key = method('fido2', 'key');
const pinOf = ({ type, id, fingerprint }: ListedMethod) => ({ type, id, fingerprint, outcome: 'removed' as const });
const reset = request('completed', { run: run({ startedAt: STARTED, pins: [phone, key].map(pinOf) }) });
const lost = { ...reset, clearing: 'lost' as const, run: run({ startedAt: STARTED, pins: [pinOf(phone)] }) };
const pins = (methods: readonly ListedMethod[], row = reset, policy: 'all' | 'adminCentre' = 'all') =>
  pinNew(row, policy, { methods }, APPROVED + HOUR);
const idsOf = (found: ReturnType<typeof pins>): readonly string[] => found.run.pins.map(({ id }) => id);

describe('what a containment may delete', () => {
  it('is what the reset had not pinned, ways to a new password and passes as well', () => {
    const since = [method('softwareOath', 's'), method('email', 'e'), method('temporaryAccessPass', 'p')];
    expect(idsOf(pins([...since, method('password', 'w')]))).to.have.members(['s', 'e', 'p']);
  });

  it('is never what the reset had pinned, where that is still there', () => {
    expect(pins([phone, key])).to.deep.include({ undated: [] });
    expect(idsOf(pins([phone, key]))).to.deep.equal([]);
  });

  it('is a new phone under the id that is the same for everybody', () => {
    const theirs = { ...phone, fingerprint: 'another number' };
    const { run: found } = pins([theirs, key]);
    expect(found.pins).to.deep.equal([{ ...pinOf(theirs), outcome: 'pending' }]);
  });

  for (const [why, row, policy] of [
    ['only some were cleared', lost, 'all'],
    ['the policy clears only some', reset, 'adminCentre'],
    ['IT finished it by hand', { ...reset, run: undefined, endedAt: STARTED }, 'all'],
  ] as const)
    it(`needs the time of its registration where ${why}; without one it stays, and is told of`, () => {
      const [old, since, undated] = [
        method('windowsHelloForBusiness', 'old', { createdAt: STARTED - 1 }),
        method('windowsHelloForBusiness', 'since', { createdAt: STARTED + 1 }),
        method('external', 'undated'),
      ];
      const found = pins([old, since, undated], row, policy);
      expect(idsOf(found)).to.deep.equal(['since']);
      expect(found.undated).to.deep.equal(['externalAuthenticationMethod']);
    });

  it('reports a type that is not known, and leaves it', () => {
    const found = pins([method('palm', 'p')]);
    expect(found.run).to.deep.include({ pins: [], unknown: ['palmAuthenticationMethod'] });
  });
});
