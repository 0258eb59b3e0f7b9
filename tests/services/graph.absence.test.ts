import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { startProduct, type Product } from './fixtures/product.js';
import { startStubCloud, type StubAnswer, type StubCloud } from './fixtures/stubCloud.js';

const person = randomUUID();
const HOUR = 3_600_000;

describe('who is out of office', () => {
  let cloud: StubCloud;
  let product: Product;
  before(async () => {
    cloud = await startStubCloud();
    product = await startProduct(cloud.environment());
  });
  beforeEach(async () => {
    await product.ask('test.skip', HOUR);
    cloud.calls.length = 0;
  });
  after(async () => {
    await product.stop();
    await cloud.close();
  });

  const away = async (answer: StubAnswer) => {
    cloud.graph(() => answer);
    return product.ask('directory.isAway', person);
  };
  const asked = () => cloud.calls.filter(({ path }) => path.endsWith('/mailboxSettings'));
  const set = (automaticRepliesSetting: unknown): StubAnswer => ({ status: 200, body: { automaticRepliesSetting } });
  const at = (hours: number) => ({
    dateTime: new Date(Date.now() + hours * HOUR).toISOString().replace('Z', '0000'),
    timeZone: 'UTC',
  });

  it('is asked of the mailbox, and nothing else of it', async () => {
    expect(await away(set({ status: 'disabled' }))).to.equal(false);
    expect(asked()[0]).to.include({ path: `/v1.0/users/${person}/mailboxSettings` });
    expect(asked()[0]?.query.get('$select')).to.equal('automaticRepliesSetting');
  });

  it('is whoever answers automatically now', async () => {
    expect(await away(set({ status: 'alwaysEnabled' }))).to.equal(true);
    // The clock of the test has been put forward by some hours.
    const scheduled = (from: number, to: number) =>
      away(set({ status: 'scheduled', scheduledStartDateTime: at(from), scheduledEndDateTime: at(to) }));
    expect(await scheduled(-2, 200)).to.equal(true);
    expect(await scheduled(-200, -100)).to.equal(false);
    expect(await scheduled(100, 200)).to.equal(false);
  });

  for (const body of [
    {},
    { automaticRepliesSetting: null },
    { automaticRepliesSetting: { status: 'sometimes' } },
    { automaticRepliesSetting: 7 },
  ])
    it(`is nobody where the answer is ${JSON.stringify(body)}`, async () => {
      expect(await away({ status: 200, body })).to.equal(false);
    });

  it('is nobody where there is no mailbox, no answer, or no permission, which is asked for again later', async () => {
    expect(await away({ status: 404, body: { error: { code: 'MailboxNotEnabledForRESTAPI', message: '' } } })).to.equal(
      false,
    );
    expect(await away({ status: 500, body: {} })).to.equal(false);
    expect(await away({ status: 403, body: { error: { code: 'ErrorAccessDenied', message: '' } } })).to.equal(false);
    const before = asked().length;
    expect(await away(set({ status: 'alwaysEnabled' }))).to.equal(false);
    expect(asked()).to.have.length(before);
    await product.ask('test.skip', HOUR);
    expect(await away(set({ status: 'alwaysEnabled' }))).to.equal(true);
  });

  it('is not waited for longer than a second and a half', async () => {
    cloud.graph(() => 'hang');
    const begun = performance.now();
    expect(await product.ask('directory.isAway', person)).to.equal(false);
    expect(performance.now() - begun).to.be.below(3_000);
  });
});
