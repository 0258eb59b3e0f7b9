import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createVerificationCodes } from '../../services/verificationCodes.js';

describe('the codes of requests', () => {
  const codes = createVerificationCodes('a generated key');
  const codeFor = (id: string): string => codes.codeFor(id);
  const matches = (id: string, typed: string): boolean => codes.matches(id, typed);

  it('are six digits, the same each time, and differ by request and by key', () => {
    const ids = Array.from({ length: 500 }, () => randomUUID());
    for (const id of ids)
      expect(codeFor(id))
        .to.match(/^\d{6}$/u)
        .and.equal(codeFor(id));
    expect(new Set(ids.map(codeFor)).size).to.be.above(490);
    const other = createVerificationCodes('another key');
    expect(ids.filter((id) => other.codeFor(id) === codeFor(id)).length).to.be.below(5);
  });

  it('match as people type them, and nothing else does', () => {
    const id = randomUUID();
    const code = codeFor(id);
    for (const typed of [
      code,
      ` ${code} `,
      `${code.slice(0, 3)} ${code.slice(3)}`,
      `${code.slice(0, 3)}-${code.slice(3)}`,
    ])
      expect(matches(id, typed), typed).to.equal(true);
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    for (const typed of ['', wrong, code.slice(1), `${code}1`, `0${code}`, 'abcdef', '٤٩٣٠٢٧', 'x'.repeat(1_000)])
      expect(matches(id, typed), typed).to.equal(false);
    expect(matches(randomUUID(), code)).to.equal(false);
  });

  it('leave a mark when they were wrong: the same for the same digits of one request, and by this key alone', () => {
    const id = randomUUID();
    const mark = codes.mark(id, '493027');
    expect(codes.mark(id, ' 493 027')).to.equal(mark);
    const others = [codes.mark(id, '493028'), codes.mark(randomUUID(), '493027')];
    const elsewhere = createVerificationCodes('another key').mark(id, '493027');
    expect([...others, elsewhere]).to.not.include(mark);
    expect(mark).to.not.include('493027');
  });
});
