import { expect } from 'chai';
import type { ListedMethod, MethodList, RemovalResult } from '../../core/ports.js';
import { METHOD_TYPES, PHONE_IDS } from '../../services/graph/methodTypes.js';
import { startProduct, type Product } from './fixtures/product.js';
import { startStubCloud, type StubAnswer, type StubCloud } from './fixtures/stubCloud.js';

const method = (type: string, id: string, more: object = {}) => ({
  '@odata.type': `#microsoft.graph.${type}`,
  id,
  ...more,
});
const mobile = (phoneNumber: string, more: object = {}) =>
  method('phoneAuthenticationMethod', PHONE_IDS.mobile, { phoneNumber, phoneType: 'mobile', ...more });
const app = method('microsoftAuthenticatorAuthenticationMethod', 'app-1', { createdDateTime: '2025-01-01T00:00:00Z' });
const refusal = (status: number, code = 'badRequest'): StubAnswer => ({
  status,
  headers: { 'request-id': 'r-1' },
  body: { error: { code, message: "Graph's words" } },
});

describe('authentication methods', () => {
  let cloud: StubCloud;
  let product: Product;
  let environment: Record<string, string>;

  before(async () => {
    cloud = await startStubCloud();
    environment = cloud.environment();
    product = await startProduct(environment);
  });
  beforeEach(async () => {
    // Past everything an earlier test left in memory.
    await product.ask('test.skip', 60 * 60_000);
    cloud.calls.length = 0;
  });
  after(async () => {
    await product.stop();
    await cloud.close();
  });

  const graphCalls = () => cloud.calls.filter(({ path }) => /^\/(v1\.0|beta)\//.test(path));
  const world = (stable: readonly object[], beta: readonly object[] = stable, report: StubAnswer = refusal(403)) => {
    cloud.graph(({ path }) => {
      if (path.startsWith('/v1.0/reports/')) return report;
      if (path.endsWith('/authentication/methods'))
        return { status: 200, body: { value: path.startsWith('/beta/') ? beta : stable } };
      const found = stable.find((one) => path.endsWith((one as { id: string }).id));
      return found
        ? { status: 200, body: found }
        : { status: 404, body: { error: { code: 'itemNotFound', message: '' } } };
    });
  };
  const list = () => product.ask<MethodList>('methods.list', 'u');

  it('the list is the union of v1.0 and beta, each method once', async () => {
    const hardware = method('hardwareOathAuthenticationMethod', 'hw-1');
    world([app, mobile('+44 7700900123')], [hardware, app, mobile('+44 7700900123'), method('newKind', 'n')]);
    const { methods, defaultHint } = await list();
    expect(methods.map(({ type, id }) => `${type} ${id}`)).to.have.members([
      'hardwareOathAuthenticationMethod hw-1',
      'microsoftAuthenticatorAuthenticationMethod app-1',
      `phoneAuthenticationMethod ${PHONE_IDS.mobile}`,
      'newKind n',
    ]);
    expect(methods.find(({ id }) => id === 'app-1')?.createdAt).to.equal(Date.parse('2025-01-01T00:00:00Z'));
    expect(defaultHint).to.equal(undefined);
  });

  it('half a list is no list', async () => {
    for (const version of ['/beta/', '/v1.0/']) {
      cloud.graph(({ path }) => (path.startsWith(version) ? refusal(403) : { status: 200, body: { value: [] } }));
      expect(await product.failure('methods.list', 'u')).to.include({ status: 403 });
    }
  });

  it('a number registered anew under the same id has another fingerprint; a respelt one has not', async () => {
    const fingerprint = async (one: object) => {
      world([one]);
      const [listed] = (await list()).methods;
      const read = await product.ask<ListedMethod>('methods.read', 'u', listed);
      expect(read).to.deep.equal(listed);
      return listed?.fingerprint;
    };
    const first = await fingerprint(mobile('+44 7700900123', { createdDateTime: '2025-01-01T00:00:00Z' }));
    expect(first).to.match(/^[\w-]{43}$/);
    expect(await fingerprint(mobile('+447700 900123', { createdDateTime: '2025-01-01T00:00:00.0000000Z' }))).to.equal(
      first,
    );
    expect(await fingerprint(mobile('+44 7700900124', { createdDateTime: '2025-01-01T00:00:00Z' }))).not.to.equal(
      first,
    );
    expect(await fingerprint(mobile('+44 7700900123', { createdDateTime: '2026-01-01T00:00:00Z' }))).not.to.equal(
      first,
    );
    const email = (emailAddress: string) => method('emailAuthenticationMethod', 'constant', { emailAddress });
    expect(await fingerprint(email('a@example.org'))).not.to.equal(await fingerprint(email('b@example.org')));
  });

  it('fingerprints are keyed, and beta telling more than v1.0 changes none', async () => {
    world([mobile('+44 7700900123')], [mobile('+44 7700900123', { createdDateTime: '2025-01-01T00:00:00Z' })]);
    const [here] = (await list()).methods;
    world([mobile('+44 7700900123')]);
    expect((await list()).methods[0]?.fingerprint).to.equal(here?.fingerprint);
    const other = await startProduct(cloud.environment());
    const [there] = (await other.ask<MethodList>('methods.list', 'u')).methods;
    await other.stop();
    expect(there?.fingerprint).not.to.equal(here?.fingerprint);
  });

  it('a method that is gone reads as undefined', async () => {
    world([]);
    expect(
      await product.ask('methods.read', 'u', { type: 'phoneAuthenticationMethod', id: PHONE_IDS.mobile }),
    ).to.equal(undefined);
  });

  it('every type is deleted at its own path', async () => {
    cloud.graph(() => ({ status: 204 }));
    for (const type of Object.keys(METHOD_TYPES))
      expect(await product.ask('methods.remove', 'u', { type, id: 'm' })).to.deep.equal({ result: 'removed' });
    expect(
      graphCalls().map(({ method: verb, path }) => `${verb} ${path.replace('/users/u/authentication', '')}`),
    ).to.deep.equal([
      'DELETE /v1.0/phoneMethods/m',
      'DELETE /v1.0/microsoftAuthenticatorMethods/m',
      'DELETE /v1.0/softwareOathMethods/m',
      'DELETE /v1.0/fido2Methods/m',
      'DELETE /v1.0/windowsHelloForBusinessMethods/m',
      'DELETE /v1.0/platformCredentialMethods/m',
      'DELETE /v1.0/emailMethods/m',
      'DELETE /v1.0/temporaryAccessPassMethods/m',
      'DELETE /v1.0/externalAuthenticationMethods/m/$ref',
      'DELETE /beta/hardwareOathMethods/m',
      'DELETE /beta/qrCodePinMethod',
    ]);
  });

  const remove = () =>
    product.ask<RemovalResult>('methods.remove', 'u', { type: 'fido2AuthenticationMethod', id: 'm' });

  it('404 is already gone', async () => {
    cloud.graph(() => refusal(404, 'itemNotFound'));
    expect(await remove()).to.deep.equal({ result: 'alreadyGone' });
  });

  for (const status of [400, 403, 409, 422]) {
    it(`${status} is a refusal, with Graph's reason`, async () => {
      cloud.graph(() => refusal(status, 'code'));
      expect(await remove()).to.deep.equal({
        result: 'refused',
        status,
        code: 'code',
        message: "Graph's words",
        requestId: 'r-1',
      });
    });
  }

  for (const status of [401, 408, 429, 500, 503]) {
    it(`${status} decides nothing and throws`, async () => {
      cloud.graph(() => refusal(status));
      const error = await product.failure('methods.remove', 'u', { type: 'fido2AuthenticationMethod', id: 'm' });
      expect(error).to.include({ isGraphError: true, status });
    });
  }

  it("a 404 that is not Graph's proves nothing and throws", async () => {
    cloud.graph(() => ({ status: 404, body: 'proxy' }));
    expect(await product.failure('methods.remove', 'u', { type: 'fido2AuthenticationMethod', id: 'm' })).to.include({
      status: 404,
    });
  });

  it('a type that is not in the table is never guessed at', async () => {
    for (const type of ['passwordAuthenticationMethod', 'newKind', 'constructor']) {
      const error = await product.failure('methods.remove', 'u', { type, id: 'm' });
      expect(error.name).to.equal('TypeError');
      expect(error.message).to.equal(`Graph deletes no ${type}; the plan must leave it in place`);
    }
    expect(graphCalls()).to.deep.equal([]);
  });

  it('a reset connection during a DELETE is tried again, and gone then means removed before', async () => {
    let first = true;
    cloud.graph(() => {
      const answer = first ? ('reset' as const) : refusal(404, 'itemNotFound');
      first = false;
      return answer;
    });
    expect(await remove()).to.deep.equal({ result: 'alreadyGone' });
  });

  it('preferring the mobile is a beta PATCH whose refusal is a value', async () => {
    cloud.graph(() => ({ status: 204 }));
    expect(await product.ask('methods.prefer', 'u', 'sms')).to.deep.equal({ result: 'removed' });
    const [call] = graphCalls();
    expect(call).to.include({ method: 'PATCH', path: '/beta/users/u/authentication/signInPreferences' });
    expect(call?.body).to.deep.equal({ userPreferredMethodForSecondaryAuthentication: 'sms' });
    cloud.graph(() => refusal(403, 'accessDenied'));
    expect(await product.ask('methods.prefer', 'u', 'sms')).to.include({ result: 'refused', code: 'accessDenied' });
  });

  it('sessions are revoked by either answer Graph gives, and tried again', async () => {
    cloud.graph(() => ({ status: 200, body: { value: true } }));
    await product.ask('methods.revokeSessions', 'u');
    const list = [refusal(503), { status: 204 }];
    cloud.graph(() => list.shift() ?? 'reset');
    await product.ask('methods.revokeSessions', 'u');
    expect(
      graphCalls().every(({ method: verb, path }) => verb === 'POST' && path === '/v1.0/users/u/revokeSignInSessions'),
    ).to.be.true;
    cloud.graph(() => refusal(403));
    expect(await product.failure('methods.revokeSessions', 'u')).to.include({ status: 403 });
  });

  describe('the default, as the report tells', () => {
    const report = (preferred: string): StubAnswer => ({
      status: 200,
      body: { userPreferredMethodForSecondaryAuthentication: preferred },
    });
    const oath = (id: string) => method('softwareOathAuthenticationMethod', id);
    for (const [preferred, methods, hint] of [
      ['push', [app, mobile('1')], 'app-1'],
      ['push', [app, { ...app, id: 'app-2' }], undefined],
      ['oath', [oath('o-1'), app], 'o-1'],
      ['oath', [oath('o-1'), oath('o-2')], undefined],
      ['sms', [mobile('1')], PHONE_IDS.mobile],
      ['voiceMobile', [mobile('1')], PHONE_IDS.mobile],
      [
        'voiceAlternateMobile',
        [mobile('1'), method('phoneAuthenticationMethod', PHONE_IDS.alternateMobile)],
        PHONE_IDS.alternateMobile,
      ],
      ['voiceOffice', [mobile('1')], undefined],
      ['none', [app], undefined],
      ['constructor', [app], undefined],
    ] as const) {
      it(`${preferred} with ${methods.length} methods is ${hint ?? 'unknown'}`, async () => {
        world(methods, methods, report(preferred));
        expect((await list()).defaultHint).to.equal(hint);
      });
    }

    const asked = () => graphCalls().filter(({ path }) => path.startsWith('/v1.0/reports/')).length;

    it('a report that is refused is not asked for again for ten minutes', async () => {
      world([app]);
      await list();
      await list();
      expect(asked()).to.equal(1);
      await product.ask('test.skip', 11 * 60_000);
      await list();
      expect(asked()).to.equal(2);
    });

    it('a person without a report says nothing about the next', async () => {
      world([app], [app], refusal(404));
      await list();
      await list();
      expect(asked()).to.equal(1);
      await product.ask('methods.list', 'somebody-else');
      expect(asked()).to.equal(2);
    });

    it('a report that hangs costs two seconds, not the list', async () => {
      world([app], [app], 'hang');
      const begun = Date.now();
      expect((await list()).methods).to.have.length(1);
      expect(Date.now() - begun).to.be.within(1_800, 15_000);
    });
  });
});
