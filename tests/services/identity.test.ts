import { execFileSync } from 'node:child_process';
import { createHash, createPublicKey, randomUUID, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { createIdentity } from '../../services/identity.js';
import { startProduct, type Product } from './fixtures/product.js';
import { startStubCloud, unusedPort, type StubCloud } from './fixtures/stubCloud.js';

const SCOPE = 'https://graph.example.com/.default';

describe('identity', () => {
  let cloud: StubCloud;
  let environment: Record<string, string>;
  let product: Product;
  const tokenCalls = () => cloud.calls.filter(({ path }) => path.endsWith('/token'));

  before(async () => {
    cloud = await startStubCloud();
  });
  beforeEach(async () => {
    cloud.calls.length = 0;
    cloud.login(undefined);
    environment = cloud.environment();
    product = await startProduct(environment);
  });
  afterEach(() => product.stop());
  after(() => cloud.close());

  const refused = (aadsts: string): void => {
    const error_description = `${aadsts}: long story for priya@example.com. Trace ID: x`;
    cloud.login(() => ({ status: 401, body: { error: 'invalid_client', error_description, error_codes: [1] } }));
  };

  it("twenty cold calls are one token request, by the settings' authority", async () => {
    expect(await product.ask('resetter.many', SCOPE, 20)).to.equal(1);
    expect(tokenCalls()).to.have.length(1);
    const [call] = tokenCalls();
    expect(call?.path).to.equal(`/${cloud.tenantId}/oauth2/v2.0/token`);
    const form = new URLSearchParams(call?.text);
    expect(form.get('client_id')).to.equal(environment['GRAPH_CLIENT_ID']);
    expect(form.get('scope')).to.include(SCOPE);
  });

  it('a token is kept; bot and reset have one each', async () => {
    const first = await product.ask('resetter.token', SCOPE);
    expect(await product.ask('resetter.token', SCOPE)).to.equal(first);
    expect(await product.ask('bot.token', SCOPE)).not.to.equal(first);
    expect(tokenCalls()).to.have.length(2);
  });

  it('the connector gets tokens by the same way, and a date it may change', async () => {
    const ask = () =>
      product.ask<{ accessToken: string; expiresOn: Date }>('bot.acquireTokenByClientCredential', {
        scopes: [SCOPE],
        skipCache: true,
      });
    const [first, second] = [await ask(), await ask()];
    expect(second.accessToken).to.equal(first.accessToken);
    expect(first.expiresOn.getTime()).to.be.greaterThan(Date.now() + 50 * 60_000);
    expect(tokenCalls()).to.have.length(1);
  });

  for (const [code, advice] of [
    ['AADSTS7000215', 'GRAPH_CLIENT_SECRET is not a secret of this application, or has expired'],
    ['AADSTS7000222', 'GRAPH_CLIENT_SECRET has expired'],
    ['AADSTS700016', 'there is no application GRAPH_CLIENT_ID in tenant'],
    ['AADSTS90002', 'copy TENANT_ID'],
    ['AADSTS53003', 'look the code up'],
  ] as const) {
    it(`${code} says what to do, and quotes neither Entra nor the secret`, async () => {
      refused(code);
      const error = await product.failure('resetter.token', SCOPE);
      expect(error).to.include({ name: 'IdentityError', code });
      expect(error.message).to.include(advice);
      expect(error.message).not.to.include('priya').and.not.to.include(environment['GRAPH_CLIENT_SECRET']);
    });
  }

  it('after a refusal the next call asks again', async () => {
    refused('AADSTS7000215');
    await product.failure('resetter.token', SCOPE);
    cloud.login(undefined);
    expect(await product.ask('resetter.token', SCOPE)).to.be.a('string');
  });

  it('a caller that gives up leaves the flight to the others', async () => {
    cloud.login(() => 'hang');
    const begun = Date.now();
    const error = await product.failure('resetter.aborted', SCOPE);
    expect(Date.now() - begun).to.be.lessThan(9_000);
    expect(error).to.include({ name: 'IdentityError', code: 'timeout' });
  });

  it('a login service that never answers is given up after ten seconds', async () => {
    cloud.login(() => 'hang');
    const begun = Date.now();
    const error = await product.failure('resetter.token', SCOPE);
    expect(error).to.include({ name: 'IdentityError', code: 'timeout' });
    expect(error.message).to.include('GRAPH_CLIENT_ID').and.include('LOGIN_URL');
    expect(Date.now() - begun).to.be.at.least(9_000);
  });

  it('a login service that is not there is named', async () => {
    const port = await unusedPort();
    const other = await startProduct({ ...environment, LOGIN_URL: `https://localhost:${port}` });
    const error = await other.failure('resetter.token', SCOPE);
    await other.stop();
    expect(error).to.include({ name: 'IdentityError', code: 'unreachable' });
    expect(error.message).to.include(`https://localhost:${port}`);
  });
});

describe('identity by certificate or managed identity', () => {
  let cloud: StubCloud;
  let folder: string;

  before(async () => {
    cloud = await startStubCloud();
    folder = mkdtempSync(join(tmpdir(), 'identity-'));
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await cloud.close();
  });

  function makePem(): string {
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=bot', '-days', '2'],
        ...['-keyout', key, '-out', certificate],
      ],
      { stdio: 'ignore' },
    );
    const pem = join(folder, 'bot.pem');
    writeFileSync(pem, readFileSync(key, 'utf8') + readFileSync(certificate, 'utf8'));
    return pem;
  }

  it('a certificate signs the request; its thumbprint is computed', async () => {
    const pem = makePem();
    const environment = cloud.environment({ GRAPH_CLIENT_SECRET: '', GRAPH_CERTIFICATE: pem });
    const product = await startProduct(environment);
    await product.ask('resetter.token', SCOPE);
    await product.stop();

    const form = new URLSearchParams(cloud.calls.find(({ path }) => path.endsWith('/token'))?.text);
    expect(form.has('client_secret')).to.be.false;
    const assertion = form.get('client_assertion') ?? '';
    const certificate = new X509Certificate(readFileSync(pem));
    const { payload } = await jwtVerify(assertion, createPublicKey(readFileSync(pem)), {
      // msal rounds the time up.
      clockTolerance: 5,
    });
    expect(payload.iss).to.equal(environment['GRAPH_CLIENT_ID']);
    expect(decodeProtectedHeader(assertion)['x5t#S256']).to.equal(
      createHash('sha256').update(certificate.raw).digest('base64url'),
    );
  });

  const create = (path: string) => () =>
    createIdentity({
      registration: {
        clientId: randomUUID(),
        setting: 'BOT_ID',
        credential: { kind: 'certificate', path, setting: 'BOT_CERTIFICATE' },
      },
      tenantId: randomUUID(),
      loginUrl: 'https://login.example.com',
      tokenExchangeAudience: 'api://AzureADTokenExchange',
    });

  it('a PEM file that is missing, or without a key, is named at start', () => {
    const half = join(folder, 'half.pem');
    writeFileSync(half, readFileSync(join(folder, 'certificate.pem')));
    expect(create(join(folder, 'none.pem'))).to.throw(/BOT_CERTIFICATE names .*none\.pem, which can't be read/);
    expect(create(half)).to.throw(/BOT_CERTIFICATE names .*half\.pem, which must hold a certificate and its/);
  });

  it('a key that belongs to another certificate is refused', () => {
    const mixed = join(folder, 'mixed.pem');
    const first = readFileSync(makePem(), 'utf8');
    const certificate = first.slice(first.indexOf('-----BEGIN CERTIFICATE'));
    const second = readFileSync(makePem(), 'utf8');
    writeFileSync(mixed, second.slice(0, second.indexOf('-----BEGIN CERTIFICATE')) + certificate);
    expect(create(mixed)).to.throw(/must hold a certificate and its/);
  });

  it('a managed identity is asked directly, or vouches for another registration', async () => {
    const asked: URL[] = [];
    const machine = createServer((request, response) => {
      asked.push(new URL(request.url ?? '/', 'http://machine'));
      response.setHeader('content-type', 'application/json');
      const expires_on = String(Math.floor(Date.now() / 1000) + 86_400);
      response.end(
        JSON.stringify({ access_token: `machine-${asked.length}`, expires_on, token_type: 'Bearer', resource: 'x' }),
      );
    });
    await new Promise<void>((resolve) => machine.listen(0, '127.0.0.1', resolve));
    const id = randomUUID();
    const environment = cloud.environment({
      GRAPH_CLIENT_SECRET: '',
      BOT_PASSWORD: '',
      BOT_ID: id,
      MANAGED_IDENTITY_CLIENT_ID: id,
      IDENTITY_ENDPOINT: `http://127.0.0.1:${(machine.address() as AddressInfo).port}/msi`,
      IDENTITY_HEADER: 'header',
    });
    cloud.calls.length = 0;
    const product = await startProduct(environment);
    const direct = await product.ask('bot.token', SCOPE);
    await product.ask('resetter.token', SCOPE);
    await product.stop();
    machine.close();

    expect(direct).to.equal('machine-1');
    expect(asked.map(({ searchParams }) => searchParams.get('resource'))).to.deep.equal([
      'https://graph.example.com',
      'api://AzureADTokenExchange',
    ]);
    expect(asked[0]?.searchParams.get('client_id')).to.equal(id);
    const form = new URLSearchParams(cloud.calls.find(({ path }) => path.endsWith('/token'))?.text);
    expect(form.get('client_id')).to.equal(environment['GRAPH_CLIENT_ID']);
    expect(form.get('client_assertion')).to.equal('machine-2');
  });
});
