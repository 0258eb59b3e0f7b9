import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { cast, startCloud } from '../../sandbox/cloud/index.js';
import { startProduct, type Product } from './fixtures/product.js';
import { startStubCloud, type StubAnswer, type StubCall, type StubCloud } from './fixtures/stubCloud.js';

const refusal = (status: number, code: string): StubAnswer => ({ status, body: { error: { code, message: 'x' } } });
const page = (...value: readonly object[]): StubAnswer => ({ status: 200, body: { value } });

describe('installer', () => {
  let cloud: StubCloud;
  let product: Product;
  let environment: Record<string, string>;
  const person = randomUUID();
  const inCatalog = { id: randomUUID() };

  before(async () => {
    cloud = await startStubCloud();
    environment = cloud.environment({ TEAMS_APP_ID: randomUUID() });
  });
  beforeEach(async () => {
    product = await startProduct(environment);
    cloud.login(undefined);
    cloud.calls.length = 0;
  });
  afterEach(() => product.stop());
  after(() => cloud.close());

  const isLookup = ({ path }: StubCall) => path === '/v1.0/appCatalogs/teamsApps';
  const isInstall = ({ path }: StubCall) => path === `/v1.0/users/${person}/teamwork/installedApps`;
  const world = (installs: StubAnswer, catalog: StubAnswer = page(inCatalog)) => {
    cloud.graph((call) => (isLookup(call) ? catalog : isInstall(call) ? installs : { status: 500 }));
  };
  const install = () => product.ask('installer.install', person);
  const lookups = () => cloud.calls.filter(isLookup);
  const installs = () => cloud.calls.filter(isInstall);

  it('the app is found by its manifest’s id and installed by the id of the catalogue', async () => {
    world({ status: 201 });
    expect(await install()).to.equal('installed');
    expect(lookups()[0]?.query.get('$filter')).to.equal(`externalId eq '${environment['TEAMS_APP_ID'] ?? ''}'`);
    expect(installs()[0]).to.deep.include({
      method: 'POST',
      body: { 'teamsApp@odata.bind': `${cloud.url}/v1.0/appCatalogs/teamsApps/${inCatalog.id}` },
    });
  });

  it('the bot’s registration does it, not the one that may reset', async () => {
    cloud.login(({ text }) => ({
      status: 200,
      body: {
        token_type: 'Bearer',
        expires_in: 3600,
        access_token: `for-${new URLSearchParams(text).get('client_id') ?? ''}`,
      },
    }));
    world({ status: 201 });
    await install();
    for (const { headers } of [...lookups(), ...installs()])
      expect(headers.authorization).to.equal(`Bearer for-${environment['BOT_ID'] ?? ''}`);
  });

  it('an app that is there already is installed', async () => {
    world(refusal(409, 'Conflict'));
    expect(await install()).to.equal('installed');
  });

  for (const [status, code] of [
    [403, 'Forbidden'],
    [404, 'NotFound'],
  ] as const)
    it(`${status} ${code} is a refusal`, async () => {
      world(refusal(status, code));
      expect(await install()).to.equal('refused');
    });

  it('what may pass is an error: 500, 429, a 404 by something in between', async () => {
    for (const status of [500, 429]) {
      world(refusal(status, 'x'));
      expect(await product.failure('installer.install', person)).to.include({ status });
    }
    world({ status: 404, body: '<html>' });
    expect(await product.failure('installer.install', person)).to.include({ status: 404, code: 'unexplained' });
  });

  it('an installation whose answer was lost is tried again', async () => {
    let tries = 0;
    cloud.graph((call) => {
      if (isLookup(call)) return page(inCatalog);
      tries += 1;
      return tries === 1 ? 'reset' : refusal(409, 'Conflict');
    });
    expect(await install()).to.equal('installed');
  });

  it('the catalogue is asked once, also by many at the same time', async () => {
    world({ status: 201 });
    await Promise.all([install(), install(), install()]);
    await product.ask('test.skip', 24 * 60 * 60_000);
    await install();
    expect(lookups()).to.have.length(1);
    expect(installs()).to.have.length(4);
  });

  for (const [what, catalog] of [
    ['that is not in the catalogue', page()],
    ['that may not be looked for', refusal(403, 'Forbidden')],
  ] as const)
    it(`an app ${what} is looked for again after ten minutes, not before`, async () => {
      world({ status: 201 }, catalog);
      expect(await install()).to.equal('refused');
      await product.ask('test.skip', 9 * 60_000);
      expect(await install()).to.equal('refused');
      expect(lookups()).to.have.length(1);
      await product.ask('test.skip', 2 * 60_000);
      world({ status: 201 });
      expect(await install()).to.equal('installed');
      expect(lookups()).to.have.length(2);
    });

  it('a catalogue that does not answer is an error and is not remembered', async () => {
    world({ status: 201 }, refusal(500, 'x'));
    expect(await product.failure('installer.install', person)).to.include({ status: 500 });
    world({ status: 201 });
    expect(await install()).to.equal('installed');
  });

  it('an app that was put into the catalogue anew is found again', async () => {
    world(refusal(404, 'NotFound'));
    await install();
    const anew = { id: randomUUID() };
    world({ status: 201 }, page(anew));
    expect(await install()).to.equal('installed');
    expect(installs().at(-1)?.text).to.include(anew.id);
  });
});

describe('installer in the simulated cloud', () => {
  it('the bot comes into somebody’s Teams once, and not without its permission', async () => {
    const cloud = await startCloud();
    const start = () =>
      startProduct({
        ...cloud.environment(),
        AUDIT_KEY: randomBytes(32).toString('base64url'),
        LINK_KEY: randomBytes(32).toString('base64url'),
      });
    let product = await start();
    try {
      const { id } = cloud.directory.user(cast.approver);
      expect(await product.ask('installer.install', id)).to.equal('installed');
      expect(cloud.teams.roster.installation(id)).to.not.equal(undefined);
      expect(await product.ask('installer.install', id)).to.equal('installed');
      expect(await product.ask('installer.install', randomUUID())).to.equal('refused');

      await product.stop();
      cloud.bot.graphRoles = ['AppCatalog.Read.All'];
      product = await start();
      const other = cloud.directory.user(cast.backup).id;
      expect(await product.ask('installer.install', other)).to.equal('refused');
      expect(cloud.teams.roster.installation(other)).to.equal(undefined);
    } finally {
      await product.stop();
      await cloud.close();
    }
  });
});
