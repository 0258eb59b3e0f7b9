import { expect } from 'chai';
import { type Cloud, cast, phoneIds, startCloud } from '../../sandbox/cloud/index.js';
import { type MethodType, methodTypes } from '../../sandbox/cloud/directory/methodTypes.js';
import { eventually } from '../eventually.js';
import { type GraphCaller, graphAs, type Item } from './support.js';

type Listed = readonly Item[];

describe('the simulated cloud: authentication methods', () => {
  let cloud: Cloud;
  let graph: GraphCaller;
  beforeEach(async () => {
    cloud = await startCloud({ size: 40 });
    graph = await graphAs(cloud);
  });
  afterEach(() => cloud.close());

  const root = (name: string, version = 'v1.0') => `/${version}/users/${cloud.directory.user(name).id}/authentication`;
  const list = async (name: string, version = 'v1.0') =>
    (await graph('GET', `${root(name, version)}/methods`)).body.value;
  const kindsOf = (methods: Listed) =>
    methods
      .map((method) => method['@odata.type'].replace('#microsoft.graph.', '').replace('AuthenticationMethod', ''))
      .sort();
  const methodOf = (name: string, type: MethodType) =>
    cloud.directory.methodsOf(name).find((method) => method.type === type)!;
  const pathOf = (name: string, type: MethodType, version = 'v1.0') =>
    `${root(name, version)}/${methodTypes[type].collection}/${methodOf(name, type).id}`;

  it('Priya has a password, a mobile phone, Authenticator, software OATH and a passkey', async () => {
    expect(kindsOf(await list(cast.target))).to.deep.equal([
      'fido2',
      'microsoftAuthenticator',
      'password',
      'phone',
      'softwareOath',
    ]);
    expect(cloud.directory.methods.defaultOf(cloud.directory.user(cast.target).id)?.type).to.equal(
      'microsoftAuthenticator',
    );
  });

  it('v1.0 hides what only beta knows: hardware OATH and QR code', async () => {
    const [stable, beta] = [kindsOf(await list(cast.everything)), kindsOf(await list(cast.everything, 'beta'))];
    expect(beta.filter((kind) => !stable.includes(kind))).to.deep.equal(['hardwareOath', 'qrCodePin']);
    for (const place of [
      'hardwareOathMethods',
      `hardwareOathMethods/${methodOf(cast.everything, 'hardwareOath').id}`,
      'qrCodePinMethod',
      'signInPreferences',
    ]) {
      const reply = await graph('GET', `${root(cast.everything)}/${place}`);
      expect([reply.status, reply.body.error.message], place).to.deep.equal([
        400,
        `Resource not found for the segment '${place.split('/')[0] ?? ''}'.`,
      ]);
    }
  });

  it('the three phones bear the same ids for everybody', async () => {
    const phones = (await graph('GET', `${root(cast.everything)}/phoneMethods`)).body.value;
    expect(phones).to.have.length(3);
    for (const phone of phones) expect(phone.id).to.equal(phoneIds[phone.phoneType]);
    expect(methodOf(cast.target, 'phone').id).to.equal('3179e48a-750b-4051-897c-87b9720928f7');
  });

  it('a number registered again takes the old id, with another number and another date', async () => {
    const old = methodOf(cast.phoneOnly, 'phone');
    await graph('DELETE', pathOf(cast.phoneOnly, 'phone'));
    cloud.directory.registerMethod(cast.phoneOnly, 'phone', { properties: { phoneNumber: '+44 7700900777' } });
    const now = (await graph('GET', `${root(cast.phoneOnly)}/phoneMethods/${old.id}`)).body;
    expect(now).to.include({ id: old.id, phoneNumber: '+44 7700900777' });
    expect(now.createdDateTime > old.createdDateTime).to.equal(true);
  });

  describe('the default method', () => {
    it('stays while another second factor is there: the text for phones', async () => {
      const reply = await graph('DELETE', pathOf(cast.twoPhones, 'phone'));
      expect([reply.status, reply.body.error.code]).to.deep.equal([400, 'badRequest']);
      expect(reply.body.error.message).to.equal(
        `The requested authentication method id of [${phoneIds.mobile}] matches the user's current default authentication method, and cannot be deleted until the default authentication method is changed`,
      );
    });
    it('stays while another second factor is there: the text for the rest', async () => {
      const reply = await graph('DELETE', pathOf(cast.target, 'microsoftAuthenticator'));
      expect([reply.status, reply.body.error.message]).to.deep.equal([
        400,
        'Cannot delete default method with other methods configured. Please change default method before deletion.',
      ]);
    });
    it('either text can be had for every method', async () => {
      cloud.directory.methods.defaultRefusalText = 'matchesDefault';
      expect((await graph('DELETE', pathOf(cast.target, 'microsoftAuthenticator'))).body.error.message).to.match(
        /^The requested authentication method id/,
      );
    });
    it('goes when it is the last', async () => {
      for (const type of ['phone', 'softwareOath', 'microsoftAuthenticator', 'fido2'] as const) {
        expect((await graph('DELETE', pathOf(cast.target, type))).status, type).to.equal(204);
      }
      expect(kindsOf(await list(cast.target, 'beta'))).to.deep.equal(['password']);
    });
    it('does not wait for a passkey, Windows Hello or mail, which are no second factors', async () => {
      for (const type of ['phone', 'softwareOath'] as const) await graph('DELETE', pathOf(cast.target, type));
      expect((await graph('DELETE', pathOf(cast.target, 'microsoftAuthenticator'))).status).to.equal(204);
      expect(kindsOf(await list(cast.target))).to.deep.equal(['fido2', 'password']);
    });
  });

  describe('the two mobile numbers', () => {
    it('alternateMobile goes before mobile', async () => {
      cloud.directory.setDefault(cast.twoPhones, undefined);
      const mobile = `${root(cast.twoPhones)}/phoneMethods/${phoneIds.mobile}`;
      expect((await graph('DELETE', mobile)).status).to.equal(400);
      expect(
        (await graph('DELETE', `${root(cast.twoPhones)}/phoneMethods/${phoneIds.alternateMobile}`)).status,
      ).to.equal(204);
      expect((await graph('DELETE', mobile)).status).to.equal(204);
    });
    it('alternateMobile as the default is a deadlock, and signInPreferences the way out', async () => {
      const phone = (type: 'mobile' | 'alternateMobile') => `${root(cast.deadlock)}/phoneMethods/${phoneIds[type]}`;
      expect((await graph('DELETE', phone('alternateMobile'))).status).to.equal(400);
      expect((await graph('DELETE', phone('mobile'))).status).to.equal(400);

      const preferences = `${root(cast.deadlock, 'beta')}/signInPreferences`;
      expect((await graph('GET', preferences)).body.userPreferredMethodForSecondaryAuthentication).to.equal(
        'voiceAlternateMobile',
      );
      const way = await graph('PATCH', preferences, { body: { userPreferredMethodForSecondaryAuthentication: 'sms' } });
      expect(way.status).to.equal(204);

      expect((await graph('DELETE', phone('alternateMobile'))).status).to.equal(204);
      expect((await graph('DELETE', phone('mobile'))).status).to.equal(204);
    });
    it('a preference nobody can serve, or nobody knows, is refused', async () => {
      const preferences = `${root(cast.deadlock, 'beta')}/signInPreferences`;
      for (const wanted of ['push', 'carrierPigeon', undefined]) {
        expect(
          (await graph('PATCH', preferences, { body: { userPreferredMethodForSecondaryAuthentication: wanted } }))
            .status,
        ).to.equal(400);
      }
    });
  });

  it('every type but the password goes at its own place with 204, and is gone with 404', async () => {
    const { id } = cloud.directory.user(cast.everything);
    cloud.directory.setDefault(cast.everything, undefined);
    cloud.directory.methods.remove(id, phoneIds.alternateMobile);
    for (const type of Object.keys(methodTypes) as MethodType[]) {
      if (type === 'password') continue;
      const version = methodTypes[type].version;
      const path =
        type === 'qrCodePin'
          ? `${root(cast.everything, version)}/qrCodePinMethod`
          : type === 'external'
            ? `${pathOf(cast.everything, type)}/$ref`
            : pathOf(cast.everything, type, version);
      expect((await graph('DELETE', path)).status, path).to.equal(204);
      const again = await graph('DELETE', path);
      expect([again.status, again.body.error.code], path).to.deep.equal([404, 'resourceNotFound']);
    }
    expect(
      cloud.directory
        .methodsOf(cast.everything)
        .filter((method) => method.id !== phoneIds.office)
        .map((method) => method.type),
    ).to.deep.equal(['password']);
  });

  it('an external method has no DELETE without $ref, a password none at all', async () => {
    expect((await graph('DELETE', pathOf(cast.everything, 'external'))).status).to.equal(405);
    expect((await graph('DELETE', pathOf(cast.target, 'password'))).status).to.equal(405);
  });

  it('a method of one type is not found in the collection of another', async () => {
    const reply = await graph(
      'DELETE',
      `${root(cast.target)}/phoneMethods/${methodOf(cast.target, 'softwareOath').id}`,
    );
    expect(reply.status).to.equal(404);
  });

  it('the list can lag behind a DELETE, which is 404 from then on', async () => {
    cloud.directory.methods.listDelayMs = 60_000;
    const path = pathOf(cast.target, 'fido2');
    expect((await graph('DELETE', path)).status).to.equal(204);
    expect(kindsOf(await list(cast.target))).to.include('fido2');
    expect((await graph('DELETE', path)).status).to.equal(404);
    cloud.directory.methods.listDelayMs = 1;
    expect((await graph('DELETE', pathOf(cast.target, 'softwareOath'))).status).to.equal(204);
    await eventually(async () => !kindsOf(await list(cast.target)).includes('softwareOath'));
  });

  it('a stuck method never goes', async () => {
    cloud.directory.methods.stuck.add(methodOf(cast.target, 'fido2').id);
    expect((await graph('DELETE', pathOf(cast.target, 'fido2'))).status).to.equal(400);
    expect(cloud.log.methodDeletes().map((one) => [one.collection, one.applied])).to.deep.equal([
      ['fido2Methods', false],
    ]);
  });

  describe('permissions', () => {
    const collectionOf: Partial<Record<MethodType, string>> = { qrCodePin: 'qrCodePinMethod' };
    for (const type of Object.keys(methodTypes) as MethodType[]) {
      const { granularRole, version } = methodTypes[type];
      if (granularRole === undefined) continue;
      it(`${granularRole} deletes ${type}, lists nothing and deletes no other type`, async () => {
        const only = await graphAs(cloud, [granularRole]);
        cloud.directory.setDefault(cast.everything, undefined);
        const listed = await only('GET', `${root(cast.everything, version)}/methods`);
        expect([listed.status, listed.body.error.code]).to.deep.equal([403, 'accessDenied']);
        const other = type === 'fido2' ? 'softwareOath' : 'fido2';
        expect((await only('DELETE', pathOf(cast.everything, other))).status).to.equal(403);
        cloud.directory.methods.remove(cloud.directory.user(cast.everything).id, phoneIds.alternateMobile);
        const path =
          collectionOf[type] === undefined
            ? pathOf(cast.everything, type, version)
            : `${root(cast.everything, version)}/${collectionOf[type]}`;
        expect((await only('DELETE', type === 'external' ? `${path}/$ref` : path)).status).to.equal(204);
      });
    }
    it('UserAuthenticationMethod.Read.All lists and deletes nothing', async () => {
      const reader = await graphAs(cloud, ['UserAuthenticationMethod.Read.All']);
      expect((await reader('GET', `${root(cast.target)}/methods`)).status).to.equal(200);
      expect((await reader('DELETE', pathOf(cast.target, 'fido2'))).status).to.equal(403);
      expect((await reader('PATCH', `${root(cast.target, 'beta')}/signInPreferences`, { body: {} })).status).to.equal(
        403,
      );
    });
    it('the granular permissions do not change the preference', async () => {
      const granular = await graphAs(cloud, [
        'UserAuthMethod-Phone.ReadWrite.All',
        'UserAuthenticationMethod.Read.All',
      ]);
      const body = { userPreferredMethodForSecondaryAuthentication: 'sms' };
      expect((await granular('PATCH', `${root(cast.deadlock, 'beta')}/signInPreferences`, { body })).status).to.equal(
        403,
      );
    });
    it('User.Read.All alone does not see methods', async () => {
      const reader = await graphAs(cloud, ['User.Read.All']);
      expect((await reader('GET', `${root(cast.target)}/methods`)).status).to.equal(403);
    });
  });

  it('registration details name the default and what is registered', async () => {
    const { id } = cloud.directory.user(cast.target);
    const { body } = await graph('GET', `/v1.0/reports/authenticationMethods/userRegistrationDetails/${id}`);
    expect(body).to.include({
      userPreferredMethodForSecondaryAuthentication: 'push',
      isMfaRegistered: true,
      isAdmin: false,
    });
    expect(body.methodsRegistered).to.include('mobilePhone');
    const admin = await graph(
      'GET',
      `/v1.0/reports/authenticationMethods/userRegistrationDetails/${cloud.directory.user(cast.administrator).id}`,
    );
    expect(admin.body.isAdmin).to.equal(true);
  });

  it('the audit log tells a registration by the user from a deletion by the app, late when asked', async () => {
    const { id } = cloud.directory.user(cast.target);
    cloud.directory.registerMethod(cast.target, 'microsoftAuthenticator');
    await graph('DELETE', pathOf(cast.target, 'fido2'));
    const query = `/v1.0/auditLogs/directoryAudits?$filter=${encodeURIComponent(`activityDisplayName eq 'User registered security info' and targetResources/any(t:t/id eq '${id}')`)}`;
    const found = (await graph('GET', query)).body.value;
    expect(found).to.have.length(1);
    expect(found[0]!.initiatedBy.user.id).to.equal(id);
    cloud.directory.audits.delayMs = 60_000;
    cloud.directory.registerMethod(cast.target, 'softwareOath');
    expect((await graph('GET', query)).body.value).to.have.length(1);
    const half = await graphAs(cloud, ['AuditLog.Read.All']);
    expect((await half('GET', query)).status).to.equal(403);
  });
});
