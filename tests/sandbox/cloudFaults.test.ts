import { expect } from 'chai';
import { type Cloud, cast, startCloud } from '../../sandbox/cloud/index.js';
import { eventually } from '../eventually.js';
import { ask, connectorAs, type GraphCaller, graphAs } from './support.js';

describe('the simulated cloud: faults and log', () => {
  let cloud: Cloud;
  let graph: GraphCaller;
  beforeEach(async () => {
    cloud = await startCloud({ size: 40 });
    graph = await graphAs(cloud);
  });
  afterEach(() => cloud.close());

  const list = () => graph('GET', '/v1.0/users?$top=1');
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => 'answered',
      () => 'dropped',
    );
  const passkey = () => {
    const { id } = cloud.directory.user(cast.target);
    const method = cloud.directory.methodsOf(cast.target).find((one) => one.type === 'fido2')!;
    return `/v1.0/users/${id}/authentication/fido2Methods/${method.id}`;
  };

  it('a status comes in the service’s own envelope, with Retry-After, as often as planned', async () => {
    cloud.faults.add({ service: 'graph', kind: 'status', status: 429, retryAfter: 7, times: 2 });
    const reply = await list();
    expect([reply.status, reply.headers['retry-after'], reply.body.error.code]).to.deep.equal([
      429,
      '7',
      'TooManyRequests',
    ]);
    expect(reply.body.error.innerError['request-id']).to.be.a('string');
    expect((await list()).status).to.equal(429);
    expect((await list()).status).to.equal(200);
  });

  it('strikes only what it matches, after as many as planned, until it is removed', async () => {
    const fault = cloud.faults.add({
      service: 'graph',
      kind: 'status',
      status: 500,
      after: 1,
      match: { method: 'get', path: /\/users$/g },
    });
    expect((await list()).status).to.equal(200);
    expect((await list()).status).to.equal(500);
    expect((await graph('GET', `/v1.0/users/${cloud.directory.user(cast.target).id}`)).status).to.equal(200);
    expect((await list()).status).to.equal(500);
    expect(fault.hits).to.equal(2);
    fault.remove();
    expect((await list()).status).to.equal(200);
  });

  it('reset drops the connection and nothing happens', async () => {
    cloud.faults.add({ service: 'graph', kind: 'reset', times: 1, match: { method: 'DELETE' } });
    expect(await failure(graph('DELETE', passkey()))).to.equal('dropped');
    expect(cloud.directory.methodsOf(cast.target).some((method) => method.type === 'fido2')).to.equal(true);
  });

  it('applyThenReset carries it out and loses the answer: the retry is 404', async () => {
    cloud.faults.add({ service: 'graph', kind: 'applyThenReset', times: 1, match: { method: 'DELETE' } });
    const path = passkey();
    expect(await failure(graph('DELETE', path))).to.equal('dropped');
    expect((await graph('DELETE', path)).status).to.equal(404);
    expect(cloud.log.methodDeletes().map((one) => [one.applied, one.call.fault])).to.deep.equal([
      [true, 'applyThenReset'],
      [false, undefined],
    ]);
  });

  it('delay is slow and then right', async () => {
    cloud.faults.add({ service: 'graph', kind: 'delay', delayMs: 150, times: 1 });
    const from = Date.now();
    expect((await list()).status).to.equal(200);
    expect(Date.now() - from).to.be.at.least(140);
  });

  it('hang ends when it is removed, and at close', async () => {
    const first = cloud.faults.add({ service: 'graph', kind: 'hang' });
    const hanging = failure(list());
    expect(await Promise.race([hanging, new Promise((resolve) => setTimeout(resolve, 150, 'hangs'))])).to.equal(
      'hangs',
    );
    first.remove();
    expect(await hanging).to.equal('dropped');
    const again = cloud.faults.add({ service: 'graph', kind: 'hang' });
    const second = failure(list());
    await eventually(() => again.hits === 1);
    await cloud.close();
    expect(await second).to.equal('dropped');
    cloud = await startCloud({ size: 40 });
  });

  it('mail alone can fail while the rest of Graph works', async () => {
    cloud.faults.add({ service: 'mail', kind: 'status', status: 503 });
    const body = { message: { toRecipients: [{ emailAddress: { address: 'a@mail.example' } }] } };
    expect(
      (await graph('POST', `/v1.0/users/${cloud.directory.user(cast.mailSender).id}/sendMail`, { body })).status,
    ).to.equal(503);
    expect((await list()).status).to.equal(200);
  });

  it('the connector says Throttled and PreconditionFailed in its own words', async () => {
    const connector = await connectorAs(cloud);
    for (const [status, code] of [
      [429, 'Throttled'],
      [412, 'PreconditionFailed'],
    ] as const) {
      cloud.faults.add({ service: 'connector', kind: 'status', status, times: 1 });
      const reply = await connector('POST', '/v3/conversations', {});
      expect([reply.status, reply.body.error.code]).to.deep.equal([status, code]);
    }
  });

  it('login can be down', async () => {
    cloud.faults.add({ service: 'login', kind: 'status', status: 503, match: { path: /openidconfiguration/ } });
    expect((await ask(cloud, 'GET', `${cloud.urls.login}/v1/.well-known/openidconfiguration`)).status).to.equal(503);
  });

  it('the log keeps every call in order, with who called and how it ended', async () => {
    cloud.log.clear();
    await list();
    await graph('GET', '/v1.0/users/nobody');
    expect(
      cloud.log.calls.map(({ service, method, path, status, appId }) => ({ service, method, path, status, appId })),
    ).to.deep.equal([
      { service: 'graph', method: 'GET', path: '/v1.0/users', status: 200, appId: cloud.graphApp.appId },
      { service: 'graph', method: 'GET', path: '/v1.0/users/nobody', status: 404, appId: cloud.graphApp.appId },
    ]);
  });

  it('whoever listens to the log can change the world between an act and its answer', async () => {
    const stop = cloud.log.onCall((call) => {
      if (call.method === 'DELETE' && call.status === 204)
        cloud.directory.registerMethod(cast.target, 'microsoftAuthenticator', {
          properties: { displayName: 'New phone' },
        });
    });
    await graph('DELETE', passkey());
    expect(cloud.directory.methodsOf(cast.target).map((method) => method.properties.displayName)).to.include(
      'New phone',
    );
    stop();
  });

  it('a port that is taken is an error, and the ports before it are shut again', async () => {
    const taken = Number(new URL(cloud.urls.graph).port);
    const free = await startCloud({ size: 40 });
    const login = Number(new URL(free.urls.login).port);
    await free.close();
    expect(await failure(startCloud({ size: 40, ports: { login, graph: taken } }))).to.equal('dropped');
    const again = await startCloud({ size: 40, ports: { login } });
    expect(again.urls.login).to.equal(free.urls.login);
    await again.close();
  });

  it('close leaves nothing: the ports are shut and the authority’s file is gone', async () => {
    const { access } = await import('node:fs/promises');
    await cloud.close();
    expect(await failure(ask(cloud, 'GET', `${cloud.urls.login}/common/discovery/instance`))).to.equal('dropped');
    expect(await failure(access(cloud.authorityFile))).to.equal('dropped');
    cloud = await startCloud({ size: 40 });
  });
});
