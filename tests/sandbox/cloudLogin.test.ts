import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { createRemoteJWKSet, customFetch, decodeJwt, jwtVerify, SignJWT } from 'jose';
import { generate } from 'selfsigned';
import { type Cloud, startCloud } from '../../sandbox/cloud/index.js';
import { eventually } from '../eventually.js';
import { ask, credentials, graphAs, type LoginBody, tokenOf, tokenRequest } from './support.js';

describe('the simulated cloud: login', () => {
  let cloud: Cloud;
  before(async () => {
    cloud = await startCloud();
  });
  after(() => cloud.close());

  const scope = () => `${cloud.urls.graph}/.default`;
  const good = () => credentials(cloud.graphApp, scope());

  it('describes itself where msal-node looks', async () => {
    const configuration = await ask<LoginBody>(
      cloud,
      'GET',
      `${cloud.urls.login}/${cloud.tenantId}/v2.0/.well-known/openid-configuration`,
    );
    expect(configuration.body.token_endpoint).to.equal(`${cloud.urls.login}/${cloud.tenantId}/oauth2/v2.0/token`);
    const discovery = await ask<LoginBody>(
      cloud,
      'GET',
      `${cloud.urls.login}/common/discovery/instance?api-version=1.1`,
    );
    expect(discovery.body.metadata[0]!.aliases).to.deep.equal([new URL(cloud.urls.login).host]);
    const keys = await ask<LoginBody>(cloud, 'GET', configuration.body.jwks_uri);
    expect(keys.body.keys[0]).to.include({ kty: 'RSA', use: 'sig' });
  });

  it('a token names tenant, app and granted roles, and lives one hour', async () => {
    const reply = await tokenRequest(cloud, good());
    const claims = decodeJwt(reply.body.access_token);
    expect(reply.body).to.include({ token_type: 'Bearer', expires_in: 3600 });
    expect(claims).to.include({
      aud: cloud.urls.graph,
      tid: cloud.tenantId,
      appid: cloud.graphApp.appId,
      oid: cloud.graphApp.servicePrincipalId,
    });
    expect(claims.roles).to.deep.equal([...cloud.graphApp.graphRoles]);
    expect(claims.exp! - claims.iat!).to.equal(3600);
  });

  const refusals: readonly [
    string,
    (form: Record<string, string>) => Record<string, string>,
    number,
    string,
    number,
  ][] = [
    ['a wrong secret', (form) => ({ ...form, client_secret: 'wrong' }), 401, 'invalid_client', 7000215],
    ['no credential', ({ client_secret: _, ...form }) => form, 401, 'invalid_client', 7000218],
    [
      'an unknown client',
      (form) => ({ ...form, client_id: '11111111-1111-4111-8111-111111111111' }),
      400,
      'unauthorized_client',
      700016,
    ],
    ['a scope without .default', (form) => ({ ...form, scope: 'User.Read' }), 400, 'invalid_scope', 1002012],
    [
      'an unknown resource',
      (form) => ({ ...form, scope: 'https://nowhere.example/.default' }),
      400,
      'invalid_resource',
      500011,
    ],
    ['another grant', (form) => ({ ...form, grant_type: 'password' }), 400, 'unsupported_grant_type', 70003],
    ['a missing grant', ({ grant_type: _, ...form }) => form, 400, 'invalid_request', 900144],
  ];
  for (const [what, change, status, error, code] of refusals) {
    it(`${what} is refused with AADSTS${code}`, async () => {
      const reply = await tokenRequest(cloud, change(good()));
      expect(reply.status).to.equal(status);
      expect(reply.body.error).to.equal(error);
      expect(reply.body.error_codes).to.deep.equal([code]);
      expect(reply.body.error_description).to.match(new RegExp(`^AADSTS${code}: .*Trace ID: .*Timestamp: `));
    });
  }

  it('another tenant is refused', async () => {
    const reply = await tokenRequest(cloud, good(), '22222222-2222-4222-8222-222222222222');
    expect([reply.status, reply.body.error_codes]).to.deep.equal([400, [90002]]);
  });

  it('an expired secret is refused', async () => {
    const app = cloud.registrations.add({
      displayName: 'Old',
      secrets: [{ value: 'old', expiresAt: new Date(Date.now() - 1000) }],
    });
    const reply = await tokenRequest(cloud, credentials(app, scope()));
    expect([reply.status, reply.body.error_codes]).to.deep.equal([401, [7000222]]);
  });

  describe('with a certificate', () => {
    const now = () => Math.floor(Date.now() / 1000);
    const assertion = async (claims: Record<string, unknown>, registered = true) => {
      const pair = await generate([{ name: 'commonName', value: 'client' }], { algorithm: 'sha256' });
      const other = await generate([{ name: 'commonName', value: 'other' }], { algorithm: 'sha256' });
      const app = cloud.registrations.add({
        displayName: 'By certificate',
        secrets: [],
        certificates: [registered ? pair.cert : other.cert],
      });
      const thumbprint = Buffer.from(new X509Certificate(pair.cert).fingerprint256.replaceAll(':', ''), 'hex').toString(
        'base64url',
      );
      const jwt = await new SignJWT({
        aud: `${cloud.urls.login}/${cloud.tenantId}/oauth2/v2.0/token`,
        iss: app.appId,
        sub: app.appId,
        exp: now() + 300,
        ...claims,
      })
        .setProtectedHeader({ alg: 'PS256', 'x5t#S256': thumbprint })
        .sign(createPrivateKey(pair.private));
      return tokenRequest(cloud, {
        grant_type: 'client_credentials',
        client_id: app.appId,
        scope: scope(),
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: jwt,
      });
    };
    it('an assertion signed by it is taken', async () => {
      expect((await assertion({})).status).to.equal(200);
    });
    it('one signed by another key, for another audience, or expired is refused', async () => {
      for (const reply of [
        await assertion({}, false),
        await assertion({ aud: 'https://nowhere.example' }),
        await assertion({ exp: now() - 600 }),
      ]) {
        expect([reply.status, reply.body.error_codes]).to.deep.equal([401, [700027]]);
      }
    });
  });

  it('the tokens of the Bot Framework verify against its published, endorsed keys', async () => {
    const configuration = await ask<LoginBody>(cloud, 'GET', `${cloud.urls.login}/v1/.well-known/openidconfiguration`);
    expect(configuration.body.issuer).to.equal('https://api.botframework.com');
    const keys = await ask<LoginBody>(cloud, 'GET', configuration.body.jwks_uri);
    expect(keys.body.keys[0]!.endorsements).to.include('msteams');
    const set = createRemoteJWKSet(new URL(configuration.body.jwks_uri), {
      [customFetch]: () => Promise.resolve(new Response(JSON.stringify(keys.body))),
    });
    const { payload } = await jwtVerify(await cloud.teams.tokenFor(), set, {
      issuer: configuration.body.issuer,
      audience: cloud.bot.appId,
    });
    expect(payload.serviceurl).to.equal(`${cloud.urls.connector}/emea/`);
  });

  describe('on Graph', () => {
    const withToken = (token: string | undefined) =>
      ask(
        cloud,
        'GET',
        `${cloud.urls.graph}/v1.0/users?$top=1`,
        token === undefined ? {} : { authorization: `Bearer ${token}` },
      );

    it('no token, a token for the connector, an altered one and an expired one are each 401', async () => {
      const valid = await tokenOf(cloud, cloud.graphApp);
      expect((await withToken(valid)).status).to.equal(200);
      const [head, body, signature = ''] = valid.split('.');
      const altered = `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
      for (const token of [
        undefined,
        await tokenOf(cloud, cloud.graphApp, 'https://api.botframework.com'),
        altered,
        'junk',
      ]) {
        const reply = await withToken(token);
        expect([reply.status, reply.body.error.code]).to.deep.equal([401, 'InvalidAuthenticationToken']);
      }
    });

    it('a token dies with its time', async () => {
      // Whole seconds: a token of one second may be dead after a few milliseconds.
      const brief = await startCloud({ accessTokenSeconds: 4 });
      try {
        const graph = await graphAs(brief);
        expect((await graph('GET', '/v1.0/users?$top=1')).status).to.equal(200);
        const ask = () => graph('GET', '/v1.0/users?$top=1');
        await eventually(async () => (await ask()).status !== 200);
        const late = await ask();
        expect([late.status, late.body.error.message]).to.deep.equal([
          401,
          'Lifetime validation failed, the token is expired.',
        ]);
      } finally {
        await brief.close();
      }
    });
  });

  it('keeps no secret in its log', async () => {
    await tokenRequest(cloud, good());
    expect(JSON.stringify(cloud.log.calls)).to.not.include(cloud.graphApp.secrets[0]!.value);
  });
});
