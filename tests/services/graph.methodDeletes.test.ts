import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { LoggedDelete } from '../../core/ports.js';
import { startProduct, type Product } from './fixtures/product.js';
import { startStubCloud, type StubCloud } from './fixtures/stubCloud.js';

const since = Date.parse('2026-11-20T10:00:00Z');
const [user, principal] = [randomUUID(), randomUUID()];

describe('what Entra’s log says our registration deleted', () => {
  let cloud: StubCloud;
  let product: Product;
  let ours: string;
  before(async () => {
    cloud = await startStubCloud();
    const environment = cloud.environment();
    ours = environment['GRAPH_CLIENT_ID'] ?? environment['BOT_ID'] ?? '';
    product = await startProduct(environment);
  });
  beforeEach(() => {
    cloud.calls.length = 0;
  });
  after(async () => {
    await product.stop();
    await cloud.close();
  });

  const record = (id: string, app: object | null, more: object = {}) => ({
    id,
    activityDateTime: '2026-11-20T11:00:00Z',
    activityDisplayName: 'Admin deleted security info',
    result: 'success',
    initiatedBy: { app, user: null },
    targetResources: [{ id: user.toUpperCase(), type: 'User' }],
    ...more,
  });
  async function found(...records: readonly object[]): Promise<readonly LoggedDelete[] | 'refused'> {
    cloud.graph(({ path, query }) => {
      if (path.startsWith('/v1.0/servicePrincipals')) return { status: 200, body: { id: principal } };
      const ofMethods = query.get('$filter')?.includes('Authentication Methods') === true;
      return { status: 200, body: { value: ofMethods ? records : [] } };
    });
    return product.ask('deletes.since', since);
  }
  const ids = (deletes: readonly LoggedDelete[] | 'refused') =>
    deletes === 'refused' ? deletes : deletes.map(({ id }) => id);

  it('both services that write of it are asked, from that moment on', async () => {
    await found();
    const filters = cloud.calls
      .filter(({ path }) => path === '/v1.0/auditLogs/directoryAudits')
      .map(({ query }) => query.get('$filter'));
    expect(filters).to.have.members([
      "loggedByService eq 'Authentication Methods' and activityDateTime ge 2026-11-20T10:00:00.000Z",
      "loggedByService eq 'Device Registration Service' and activityDateTime ge 2026-11-20T10:00:00.000Z",
    ]);
  });

  it('ours is known by its client id and by its service principal, whichever the log has', async () => {
    const records = [
      record('by both', { appId: ours.toUpperCase(), servicePrincipalId: principal }),
      record('by client id', { appId: ours, servicePrincipalId: null }),
      record('by principal', { appId: null, servicePrincipalId: principal.toUpperCase() }),
      record('another', { appId: randomUUID(), servicePrincipalId: randomUUID() }),
      record('nameless', { appId: null, servicePrincipalId: null }),
      record('a person', null),
    ];
    expect(ids(await found(...records))).to.deep.equal(['by both', 'by client id', 'by principal']);
  });

  it('a delete has its record, its user and its time; what failed or deletes nothing is none', async () => {
    const app = { appId: ours };
    const deletes = await found(
      record('one', app),
      record('failed', app, { result: 'failure' }),
      record('registered', app, { activityDisplayName: 'Admin registered security info' }),
      record('nobody', app, { targetResources: [] }),
    );
    expect(deletes).to.deep.equal([
      { id: 'one', at: since + 3_600_000, activity: 'Admin deleted security info', userId: user },
      { id: 'nobody', at: since + 3_600_000, activity: 'Admin deleted security info', userId: '' },
    ]);
  });

  it('without the permission or the licence it is refused, and no alarm', async () => {
    for (const code of ['Authorization_RequestDenied', 'Authentication_RequestFromNonPremiumTenantOrB2CTenant']) {
      cloud.graph(() => ({ status: 403, body: { error: { code, message: 'x' } } }));
      expect(await product.ask('deletes.since', since), code).to.equal('refused');
    }
  });

  it('another answer fails: it is not known whether there were any', async () => {
    cloud.graph(() => ({ status: 400, body: { error: { code: 'badRequest', message: 'x' } } }));
    expect(await product.failure('deletes.since', since)).to.include({ isGraphError: true, status: 400 });
  });
});
