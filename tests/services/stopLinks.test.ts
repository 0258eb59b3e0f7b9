import { expect } from 'chai';
import { createStopLinks } from '../../services/stopLinks.js';
import { APPROVED, ASKED, DAY, HOUR, MINUTE, request, SECOND } from '../fakes/rows.js';

const links = (different: object = {}) =>
  createStopLinks({ linkKey: 'one', publicUrl: 'https://mfa.example.com', watchFor: DAY, ...different });
const token = (row = request(), from = links()): string => new URL(from.of(row)!).searchParams.get('t')!;
const claim = { requestId: 'request-1', targetId: 'target' };

describe('the link that stops a request', () => {
  it('says which request, and to whom it was written', () => {
    expect(links().of(request())).to.match(/^https:\/\/mfa\.example\.com\/stop\?t=[\w-]+\.[\w-]{43}$/);
    expect(links().read(token(), ASKED)).to.deep.equal(claim);
  });

  it('is none where the service has no address', () => {
    expect(links({ publicUrl: undefined }).of(request())).to.equal(undefined);
  });

  it('is read until a week after the request and its watch could have ended, and not a second longer', () => {
    const end = ASKED + 48 * HOUR + 8 * DAY;
    expect(links().read(token(), end - SECOND)).to.deep.equal(claim);
    expect(links().read(token(), end)).to.equal('tooOld');
  });

  it('lasts longer where it ended later', () => {
    const late = request('completed', { endedAt: ASKED + 60 * HOUR });
    expect(links().read(token(late), ASKED + 60 * HOUR + 8 * DAY - MINUTE)).to.deep.equal(claim);
  });

  it('is unreadable with any character changed, added or left out', () => {
    const whole = token();
    for (let at = 0; at < whole.length; at++) {
      const other = whole[at] === 'A' ? 'B' : 'A';
      const changed = whole.slice(0, at) + other + whole.slice(at + 1);
      const without = whole.slice(0, at) + whole.slice(at + 1);
      for (const text of [changed, without]) expect(links().read(text, APPROVED), text).to.equal('unreadable');
    }
    for (const text of ['', '.', `${whole}.`, `${whole}A`, ` ${whole}`, `${whole}=`, `.${whole}`, 'x'.repeat(10_000)])
      expect(links().read(text, APPROVED), text.slice(0, 300)).to.equal('unreadable');
  });

  it('is unreadable when its parts come from two links', () => {
    const [mine, other] = [token(), token(request('awaitingApproval', { id: 'request-2' }))].map((one) =>
      one.split('.'),
    );
    expect(links().read(`${mine![0]!}.${other![1]!}`, APPROVED)).to.equal('unreadable');
  });

  it('is unreadable with another key, and with what the key itself would sign', () => {
    expect(links({ linkKey: 'two' }).read(token(), APPROVED)).to.equal('unreadable');
  });
});
