import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { cast, startCloud, type Cloud } from '../../sandbox/cloud/index.js';
import { startProduct, type Product } from './fixtures/product.js';
import { startStubCloud, type StubAnswer, type StubCloud } from './fixtures/stubCloud.js';

const person = randomUUID();
const since = Date.parse('2026-11-20T10:00:00Z');

/** An entry as Graph writes it: one target each, with the properties that changed. */
const entry = (activity: string, targets: Readonly<Record<string, readonly string[]>>, more: object = {}) => ({
  activityDisplayName: activity,
  result: 'success',
  targetResources: Object.entries(targets).map(([id, names]) => ({
    id,
    modifiedProperties: names.map((displayName) => ({ displayName, oldValue: null, newValue: '["x"]' })),
  })),
  ...more,
});
const page = (...value: readonly object[]): StubAnswer => ({ status: 200, body: { value } });

describe('recent changes', () => {
  let cloud: StubCloud;
  let product: Product;

  before(async () => {
    cloud = await startStubCloud();
    product = await startProduct(cloud.environment());
  });
  beforeEach(async () => {
    await product.ask('test.skip', 60 * 60_000);
    cloud.calls.length = 0;
  });
  after(async () => {
    await product.stop();
    await cloud.close();
  });

  const ask = () => product.ask('directory.recentChanges', person, since);
  const asked = () => cloud.calls.filter(({ path }) => path === '/v1.0/auditLogs/directoryAudits');
  const found = async (...entries: readonly object[]) => {
    cloud.graph(() => page(...entries));
    return ask();
  };

  it('the log is asked about the person, from that moment on', async () => {
    expect(await found()).to.deep.equal([]);
    expect(asked()[0]?.query.get('$filter')).to.equal(
      `targetResources/any(t:t/id eq '${person}') and activityDateTime ge 2026-11-20T10:00:00.000Z`,
    );
  });

  for (const name of ['Mobile', 'TelephoneNumber'])
    it(`${name} is a phone number`, async () => {
      expect(await found(entry('Update user', { [person]: [name, 'Included Updated Properties'] }))).to.deep.equal([
        'phone',
      ]);
    });

  for (const activity of ['Set user manager', 'Remove user manager'])
    it(`"${activity}" is a change of manager`, async () => {
      expect(await found(entry(activity, { [person]: [], [randomUUID()]: [] }))).to.deep.equal(['manager']);
    });

  it('a manager among the properties of "Update user" is one too, and ids count in any case', async () => {
    expect(await found(entry('Update user', { [person.toUpperCase()]: ['Manager'] }))).to.deep.equal(['manager']);
  });

  it('each kind of change is told once', async () => {
    const changes = await found(
      entry('Update user', { [person]: ['Mobile'] }),
      entry('Update user', { [person]: ['TelephoneNumber'] }),
      entry('Set user manager', { [person]: ['Manager.ObjectID'] }),
    );
    expect(changes).to.deep.equal(['phone', 'manager']);
  });

  it('other properties, other activities, other people and failures are none', async () => {
    const changes = await found(
      entry('Update user', { [person]: ['JobTitle', 'StrongAuthenticationMethod'] }),
      entry('Admin updated security info', { [person]: ['Mobile'] }),
      entry('Update user', { [person]: [], [randomUUID()]: ['Mobile'] }),
      entry('Update user', { [person]: ['Mobile'] }, { result: 'failure' }),
      { activityDisplayName: null, targetResources: null },
    );
    expect(changes).to.deep.equal([]);
  });

  it('who was given a report has kept their own manager', async () => {
    const newReport = {
      id: randomUUID(),
      modifiedProperties: [{ displayName: 'Manager.ObjectID', oldValue: null, newValue: `"${person}"` }],
    };
    const gained = entry('Set user manager', {}, { targetResources: [newReport, { id: person }] });
    expect(await found(gained)).to.deep.equal([]);
  });

  for (const code of ['Authorization_RequestDenied', 'Authentication_RequestFromNonPremiumTenantOrB2CTenant'])
    it(`403 ${code} is "unknown", and asked again after ten minutes, not before`, async () => {
      cloud.graph(() => ({ status: 403, body: { error: { code, message: 'x' } } }));
      expect(await ask()).to.equal('unknown');
      await product.ask('test.skip', 9 * 60_000);
      expect(await ask()).to.equal('unknown');
      expect(asked()).to.have.length(1);
      await product.ask('test.skip', 2 * 60_000);
      expect(await found()).to.deep.equal([]);
    });

  it('an error or an answer of another shape is "unknown", and asked again at once', async () => {
    for (const answer of [{ status: 500 }, 'reset', { status: 200, body: '<html>' }, page({ result: 7 })] as const) {
      cloud.graph(() => answer);
      expect(await ask()).to.equal('unknown');
    }
    expect(asked()).to.have.length(4);
    expect(await found(entry('Set user manager', { [person]: [] }))).to.deep.equal(['manager']);
  });

  it('a call that is late is ended, not only no longer waited for', async () => {
    cloud.graph(() => 'hang');
    await product.ask('test.observed');
    await ask();
    // Left alone it would end with the client's own limit of twenty seconds.
    let ended = 0;
    for (let tries = 0; tries < 100 && ended === 0; tries += 1) {
      await sleep(100);
      ended = (await product.ask<readonly object[]>('test.observed')).length;
    }
    expect(ended).to.equal(1);
  });

  it('no answer is "unknown" after two seconds, also where slow pages go on for ever', async () => {
    for (const answer of ['hang', 'pages'] as const) {
      cloud.graph(({ path }) => {
        if (answer === 'hang') return 'hang';
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
        return { status: 200, body: { value: [], '@odata.nextLink': `${cloud.url}${path}?$skiptoken=x` } };
      });
      const begun = performance.now();
      expect(await ask(), answer).to.equal('unknown');
      expect(performance.now() - begun, answer).to.be.within(1_800, 15_000);
    }
  });
});

describe('recent changes in the simulated cloud', () => {
  let cloud: Cloud;
  let product: Product;

  beforeEach(async () => {
    cloud = await startCloud();
    product = await startProduct({
      ...cloud.environment(),
      AUDIT_KEY: randomBytes(32).toString('base64url'),
      LINK_KEY: randomBytes(32).toString('base64url'),
    });
  });
  afterEach(async () => {
    await product.stop();
    await cloud.close();
  });

  const changes = (name: string, from = Date.now() - 60_000) =>
    product.ask('directory.recentChanges', cloud.directory.user(name).id, from);

  it('a new number counts, by whomever, and not what was before', async () => {
    expect(await changes(cast.target)).to.deep.equal([]);
    cloud.directory.setPhone(cast.target, { mobile: '+44 7700 900042' }, cast.target);
    expect(await changes(cast.target)).to.deep.equal(['phone']);
    expect(await changes(cast.target, Date.now() + 60_000)).to.deep.equal([]);
    expect(await changes(cast.requester)).to.deep.equal([]);
    cloud.directory.setPhone(cast.requester, { business: ['+44 20 7946 0042'] });
    expect(await changes(cast.requester)).to.deep.equal(['phone']);
  });

  it('another manager, or none, counts for the person and not for the managers', async () => {
    cloud.directory.setManager(cast.target, cast.backup);
    expect(await changes(cast.target)).to.deep.equal(['manager']);
    expect(await changes(cast.backup)).to.deep.equal([]);
    cloud.directory.setManager(cast.requester, undefined);
    expect(await changes(cast.requester)).to.deep.equal(['manager']);
  });

  it('a change that the log does not show yet is not seen', async () => {
    cloud.directory.audits.delayMs = 60_000;
    cloud.directory.setManager(cast.target, cast.backup);
    expect(await changes(cast.target)).to.deep.equal([]);
  });

  it('without Directory.Read.All nothing is known', async () => {
    cloud.graphApp.graphRoles = ['User.Read.All', 'AuditLog.Read.All'];
    expect(await changes(cast.target)).to.equal('unknown');
  });
});
