import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import type { TokenForgery } from '../../sandbox/cloud/teamsClient.js';
import type { JsonObject } from '../../sandbox/cloud/json.js';
import { ask, cast, createWorld, readable, reading, requestIdOf, type World } from '../product/world.js';
import { knock, unsigned } from './knock.js';
import { metric } from './metric.js';
import { quiet } from './quiet.js';
import { seeded } from './seeds.js';

const NOBODY = 'ffffffff-0000-4000-8000-000000000000';
/** When these tests were loaded: for what is far enough from it. */
const loaded = Math.floor(Date.now() / 1000);

describe('F11 tokens', () => {
  let world: World;
  let requestId: string;
  before(async () => {
    world = await createWorld({ policy: { undoFor: 'PT1H', limits: { requestsPerDay: 100 } } });
    requestId = requestIdOf((await ask(world)).card);
    await quiet(world);
  });
  after(() => world.close());

  const emulator = (claims: object = {}): TokenForgery => {
    const { tenantId, bot } = world.cloud;
    const iss = `https://login.microsoftonline.com/${tenantId}/v2.0`;
    return { claims: { iss, azp: bot.appId, ver: '2.0', tid: tenantId, ...claims }, signature: 'entra' };
  };
  const forgeries: Readonly<Record<string, () => TokenForgery>> = {
    'an Entra token in the emulator’s style': () => emulator(),
    'an Entra token of another tenant': () => emulator({ tid: NOBODY }),
    'an Entra token of version 1': () => emulator({ ver: '1.0', appid: world.cloud.bot.appId }),
    'a token without a serviceurl claim': () => ({ claims: { serviceurl: undefined } }),
    'a token with an empty serviceurl claim': () => ({ claims: { serviceurl: '' } }),
    'a token for another serviceUrl': () => ({ claims: { serviceurl: `${world.cloud.urls.connector}/amer/` } }),
    'a token for another bot': () => ({ claims: { aud: NOBODY } }),
    'a token for several bots': () => ({ claims: { aud: [world.cloud.bot.appId, NOBODY] } }),
    'a token of another issuer': () => ({ claims: { iss: 'https://sts.windows.net/x/' } }),
    'a token of no issuer': () => ({ claims: { iss: undefined } }),
    'a token signed by another key': () => ({ signature: 'wrong' }),
    'a token signed by a key it brings itself': () => ({
      signature: 'wrong',
      header: { kid: 'mine', jku: 'https://evil.example/keys', x5u: 'https://evil.example/keys' },
    }),
    'a token of a key that nobody knows': () => ({ header: { kid: 'unknown' } }),
    'a token without a key’s id': () => ({ header: { kid: undefined } }),
    'a token of a key for other channels': () => ({ signature: 'otherChannel' }),
    'a token with a broken signature': () => ({ signature: 'broken' }),
    'a token with alg none': () => ({ signature: 'none' }),
    'a token with HS256 and the public key': () => ({ signature: 'HS256' }),
    'a token that expired ten minutes ago': () => ({ claims: { exp: loaded - 600, nbf: loaded - 7200 } }),
    'a token that is not valid yet': () => ({ claims: { nbf: loaded + 3600, exp: loaded + 7200 } }),
    'a token of Entra’s key under the right issuer': () => ({ signature: 'entra' }),
  };
  const tokens: Readonly<Record<string, () => Promise<string>>> = {
    ...Object.fromEntries(
      Object.entries(forgeries).map(([name, forgery]) => [name, () => world.cloud.teams.tokenFor(forgery())]),
    ),
    'a user’s token for the tab': () => world.cloud.userTokens.tabToken(approver(), world.cloud.webApp.appId),
    'a user’s token for the bot itself': () => world.cloud.userTokens.tabToken(approver(), world.cloud.bot.appId),
    'a user’s token that claims to be Teams’': () =>
      world.cloud.userTokens.tabToken(approver(), world.cloud.bot.appId, {
        iss: 'https://api.botframework.com',
        serviceurl: `${world.cloud.urls.connector}/emea/`,
      }),
    'the proof of a user’s sign-in': () =>
      world.cloud.userTokens.idToken(approver(), world.cloud.webApp.appId, { authTime: loaded }),
    'no token but words': async () => 'let.me.in',
  };
  const approver = () => world.cloud.directory.user(cast.approver);

  /** What the approver's tap would be, were it theirs: with a good token it decides. */
  const approval = (): JsonObject =>
    world.user(cast.approver).activity({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb: 'approve', data: { requestId } }, trigger: 'manual' },
    });

  /** Nobody was asked or told anything, nobody decided anything; and the answer tells nothing. */
  async function turnedAway(activity: JsonObject, headers: Record<string, string | readonly string[]>): Promise<void> {
    const before = await done();
    const { status, body } = await knock(world, JSON.stringify(activity), headers);
    expect([status, body]).to.deep.equal([401, '{"error":"Not authorised."}']);
    expect(await done()).to.deep.equal({ ...before, denied: before.denied + 1 });
  }

  async function done(): Promise<{ readonly denied: number; readonly transitions: number; readonly calls: number }> {
    const [denied = 0, transitions = 0] = await Promise.all(
      ['denied', 'transitions'].map((name) => metric(world, `mfa_reset_${name}_total`)),
    );
    return { denied, transitions, calls: world.cloud.log.calls.filter(({ service }) => service !== 'login').length };
  }

  for (const [name, token] of Object.entries(tokens))
    it(`${name} is turned away, and told no more than that`, async () => {
      await turnedAway(approval(), { authorization: `Bearer ${await token()}` });
    });

  it('no token, another scheme, and a good token beside another are turned away', async () => {
    const good = await world.cloud.teams.tokenFor();
    const other = unsigned({ iss: 'https://sts.windows.net/x/' });
    const headers: Record<string, string | readonly string[]>[] = [
      {},
      { authorization: '' },
      { authorization: `Basic ${good}` },
      { authorization: good },
      { authorization: `Bearer ${good} ${good}` },
      { authorization: `Bearer ${good}, Bearer ${other}` },
      { authorization: [`Bearer ${good}`, `Bearer ${other}`] },
      { authorization: [`Bearer ${other}`, `Bearer ${good}`] },
      { 'x-forwarded-authorization': `Bearer ${good}` },
    ];
    for (const given of headers) await turnedAway(approval(), given);
  });

  seeded('forgeries put together are turned away, whatever they bring', async (random) => {
    const all = Object.values(forgeries);
    const sam = world.user(cast.requester);
    const brought = [
      approval(),
      sam.activity({ type: 'message', text: 'yes' }),
      sam.activity({ type: 'message', value: { verb: 'cancel', requestId } }),
      sam.activity({ type: 'conversationUpdate', membersAdded: [{ id: `28:${world.cloud.bot.appId}` }] }),
      sam.activity({ type: 'installationUpdate', action: 'add' }),
    ];
    for (let round = 0; round < 12; round += 1) {
      const [one, other] = [random.pick(all)(), random.pick(all)()];
      const forgery = { ...one, ...other, claims: { ...one.claims, ...other.claims } };
      const token = await world.cloud.teams.tokenFor(forgery);
      await turnedAway(random.pick(brought), { authorization: `Bearer ${token}` });
    }
  });

  it('2,000 junk tokens with a tenant of their own are never shown to the SDK, and leave nothing behind', async () => {
    const before = await counts();
    await junk(2_000, (index) =>
      unsigned({ iss: `https://sts.windows.net/${index}/`, tid: `tenant-${index}`, ver: '1.0', appid: NOBODY }),
    );
    const after = await counts();
    // What the SDK refuses counts as a signature.
    expect(after.issuer - before.issuer).to.equal(2_000);
    expect(after.signature - before.signature).to.equal(0);
    expect(after.rss - before.rss).to.be.below(50 * 1024 * 1024);
  });

  it('500 junk tokens that only the signature betrays print nothing and leave nothing behind', async () => {
    const { bot, urls } = world.cloud;
    const claims = {
      iss: 'https://api.botframework.com',
      aud: bot.appId,
      serviceurl: `${urls.connector}/emea/`,
      exp: loaded + 3600,
    };
    const kid = world.cloud.teams.tokenFor().then((good) => (decoded(good) as { kid: string }).kid);
    const header = { alg: 'RS256', typ: 'JWT', kid: await kid };
    const [before, written] = [await counts(), world.product.output().length];
    await junk(500, (index) =>
      unsigned({ ...claims, jti: createHmac('sha256', 'x').update(`${index}`).digest('hex') }, header),
    );
    const after = await counts();
    expect(after.signature - before.signature).to.equal(500);
    expect(after.rss - before.rss).to.be.below(50 * 1024 * 1024);
    const lines = world.product
      .output()
      .slice(written)
      .split('\n')
      .filter((line) => line !== '');
    expect(lines.length, lines.join('\n')).to.be.below(10);
    for (const line of lines) expect(JSON.parse(line)).to.have.property('why');
  });

  it('a good token decides; sent again it decides nothing more', async () => {
    const now = Math.floor(Date.now() / 1000);
    const authorization = `Bearer ${await world.cloud.teams.tokenFor({ claims: { exp: now - 240, nbf: now - 7200 } })}`;
    const activity = JSON.stringify(approval());
    const approvals = (): Promise<number> => metric(world, 'mfa_reset_transitions_total', 'to="approved"');
    for (let times = 0; times < 3; times += 1) {
      const { status, body } = await knock(world, activity, { authorization });
      expect(status).to.equal(200);
      expect(body).to.include('Approved by');
    }
    expect(await approvals()).to.equal(1);
    const sam = world.user(cast.requester);
    expect((await sam.say('help')).status).to.equal(200);
    expect(readable(await reading(sam, /Type this/))).to.include('Type this');
  });

  async function counts(): Promise<{ readonly issuer: number; readonly signature: number; readonly rss: number }> {
    const [issuer = 0, signature = 0] = await Promise.all(
      ['issuer', 'signature'].map((why) => metric(world, 'mfa_reset_denied_total', `why="${why}"`)),
    );
    return { issuer, signature, rss: await metric(world, 'process_resident_memory_bytes') };
  }

  async function junk(count: number, token: (index: number) => string): Promise<void> {
    const body = JSON.stringify(approval());
    const one = async (index: number): Promise<void> => {
      const { status, body: said } = await knock(world, body, { authorization: `Bearer ${token(index)}` });
      expect([status, said]).to.deep.equal([401, '{"error":"Not authorised."}']);
    };
    for (let sent = 0; sent < count; sent += 50)
      await Promise.all(Array.from({ length: 50 }, (_, index) => one(sent + index)));
  }

  const decoded = (token: string): unknown => JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString());
});
