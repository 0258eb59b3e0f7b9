import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { startProduct, type Product } from './fixtures/product.js';
import { startStubCloud, type StubAnswer, type StubCloud } from './fixtures/stubCloud.js';

const person = randomUUID();
const since = Date.parse('2026-11-20T10:00:00Z');
const record = (
  errorCode: number | null,
  countryOrRegion: string | null,
  createdDateTime = '2026-11-21T10:00:00Z',
) => ({
  createdDateTime,
  status: { errorCode },
  location: { countryOrRegion },
});
const page = (...value: readonly object[]): StubAnswer => ({ status: 200, body: { value } });

describe('sign-ins', () => {
  let cloud: StubCloud;
  let product: Product;
  before(async () => {
    cloud = await startStubCloud();
    product = await startProduct(cloud.environment());
  });
  after(async () => {
    await product.stop();
    await cloud.close();
  });
  const found = async (...answers: readonly StubAnswer[]) => {
    let next = 0;
    cloud.graph(() => answers[Math.min(next++, answers.length - 1)]!);
    return product.ask('directory.signIns', person, since);
  };
  const at = Date.parse('2026-11-21T10:00:00Z');

  it('the log is asked about the person, from that moment on', async () => {
    expect(await found(page())).to.deep.equal([]);
    const asked = cloud.calls.find(({ path }) => path === '/v1.0/auditLogs/signIns');
    expect(asked?.query.get('$filter')).to.equal(
      `userId eq '${person}' and createdDateTime ge 2026-11-20T10:00:00.000Z`,
    );
  });

  it('those count whose password was right: done, or interrupted to set up MFA', async () => {
    expect(await found(page(record(0, 'gb'), record(50072, 'BR'), record(50079, 'BR')))).to.deep.equal([
      { at, country: 'GB', registering: false },
      { at, country: 'BR', registering: true },
      { at, country: 'BR', registering: true },
    ]);
    expect(await found(page(record(50126, 'BR'), record(50053, 'BR'), record(0, 'GB', 'whenever')))).to.deep.equal([]);
  });

  it('one without a place says only when', async () => {
    const nowhere = { at, country: undefined, registering: false };
    expect(await found(page(record(null, null), record(0, '')))).to.deep.equal([nowhere, nowhere]);
  });

  for (const answer of [
    { status: 403, body: { error: { code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant', message: 'x' } } },
    { status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'x' } } },
    { status: 400, body: {} },
    { status: 200, body: { value: [{ createdDateTime: 7 }] } },
  ])
    it(`nothing is known where the log is refused or unreadable: ${JSON.stringify(answer).slice(0, 70)}`, async () => {
      expect(await found(answer)).to.equal('unknown');
    });
});
