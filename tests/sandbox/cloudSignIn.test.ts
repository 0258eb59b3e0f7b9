import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { decodeJwt } from 'jose';
import { type Cloud, cast, startCloud } from '../../sandbox/cloud/index.js';
import { ask, type LoginBody, tokenRequest } from './support.js';

describe('the simulated cloud: sign-in', () => {
  let cloud: Cloud;
  const redirectUri = 'https://bot.example/auth';
  const verifier = 'a-verifier-of-at-least-forty-three-characters-it-is';
  before(async () => {
    cloud = await startCloud({ size: 40 });
    cloud.webApp.redirectUris = [redirectUri];
  });
  after(() => cloud.close());

  const request = (more: Record<string, string> = {}) => ({
    client_id: cloud.webApp.appId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile',
    state: 's1',
    nonce: 'n1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  });
  const authorize = (parts: Record<string, string>) =>
    ask(
      cloud,
      'GET',
      `${cloud.urls.login}/${cloud.tenantId}/oauth2/v2.0/authorize?${new URLSearchParams(parts).toString()}`,
    );
  const codeFor = async (more: Record<string, string>) => {
    const reply = await authorize(request(more));
    const target = new URL(String(reply.headers.location));
    expect(target.searchParams.get('state')).to.equal('s1');
    return target.searchParams.get('code') ?? '';
  };
  const redeem = (code: string, more: Record<string, string> = {}) =>
    tokenRequest(cloud, {
      grant_type: 'authorization_code',
      client_id: cloud.webApp.appId,
      client_secret: cloud.webApp.secrets[0]!.value,
      redirect_uri: redirectUri,
      code,
      code_verifier: verifier,
      ...more,
    });
  const claimsOf = (body: LoginBody) => decodeJwt((body as unknown as { id_token: string }).id_token);

  it('the page asks who you are; the code is for whom it was chosen', async () => {
    const page = await authorize(request());
    expect(page.status).to.equal(200);
    expect(page.body).to.include(cast.approver);
    const claims = claimsOf((await redeem(await codeFor({ user: cast.approver }))).body);
    expect(claims).to.include({
      aud: cloud.webApp.appId,
      iss: `${cloud.urls.login}/${cloud.tenantId}/v2.0`,
      oid: cloud.directory.user(cast.approver).id,
      tid: cloud.tenantId,
      nonce: 'n1',
    });
  });

  it('a code is good once, for its verifier, address and client', async () => {
    const code = await codeFor({ user: cast.approver });
    expect((await redeem(code)).status).to.equal(200);
    for (const reply of [
      await redeem(code),
      await redeem(await codeFor({ user: cast.approver }), { code_verifier: 'another' }),
      await redeem(await codeFor({ user: cast.approver }), { redirect_uri: 'https://evil.example/' }),
      await redeem(await codeFor({ user: cast.approver }), {
        client_id: cloud.bot.appId,
        client_secret: cloud.bot.secrets[0]!.value,
      }),
    ]) {
      expect([reply.status, reply.body.error]).to.deep.equal([400, 'invalid_grant']);
    }
  });

  it('an unregistered address gets no redirect, a disabled account no code', async () => {
    const reply = await authorize(request({ redirect_uri: 'https://evil.example/', user: cast.approver }));
    expect([reply.status, reply.headers.location]).to.deep.equal([400, undefined]);
    expect(await codeFor({ user: cast.disabled })).to.equal('');
  });

  it('prompt=login is a fresh sign-in, without it an old session may answer', async () => {
    const now = Math.floor(Date.now() / 1000);
    const old = claimsOf((await redeem(await codeFor({ user: cast.approver, ago: '7200' }))).body);
    expect(Number(old.auth_time)).to.be.at.most(now - 7000);
    const fresh = claimsOf((await redeem(await codeFor({ user: cast.approver, ago: '7200', prompt: 'login' }))).body);
    expect(Number(fresh.auth_time)).to.be.at.least(now);
  });

  it('a tab’s token has the scope and the client of Teams', async () => {
    const claims = decodeJwt(await cloud.userTokens.tabToken(cloud.directory.user(cast.it), cloud.webApp.appId));
    expect(claims).to.include({
      scp: 'access_as_user',
      azp: '5e3ce6c0-2b1f-4285-8d4b-75ee78787346',
      aud: cloud.webApp.appId,
    });
  });
});
