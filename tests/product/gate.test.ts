import { expect } from 'chai';
import type { TokenForgery } from '../../sandbox/cloud/teamsClient.js';
import { cast, createWorld, readable, type World } from './world.js';

describe('the gate of the running bot', () => {
  let world: World;
  before(async () => {
    world = await createWorld();
  });
  after(() => world.close());

  const emulator = (): TokenForgery => ({
    claims: {
      iss: `https://login.microsoftonline.com/${world.cloud.tenantId}/v2.0`,
      azp: world.cloud.bot.appId,
      ver: '2.0',
      tid: world.cloud.tenantId,
    },
    signature: 'entra',
  });
  const now = Math.floor(Date.now() / 1000);

  const tokens: Readonly<Record<string, () => TokenForgery>> = {
    'an Entra token in the emulator’s style': emulator,
    'an Entra token of another tenant': () => ({
      ...emulator(),
      claims: { ...emulator().claims, tid: 'ffffffff-0000-4000-8000-000000000000' },
    }),
    'a token without a serviceurl claim': () => ({ claims: { serviceurl: undefined } }),
    'a token for another serviceUrl': () => ({ claims: { serviceurl: 'https://elsewhere.example/' } }),
    'a token for another bot': () => ({ claims: { aud: 'ffffffff-0000-4000-8000-000000000000' } }),
    'a token of another issuer': () => ({ claims: { iss: 'https://sts.windows.net/x/' } }),
    'a token signed by another key': () => ({ signature: 'wrong' }),
    'a token with a broken signature': () => ({ signature: 'broken' }),
    'a token with alg none': () => ({ signature: 'none' }),
    'a token with HS256 and the public key': () => ({ signature: 'HS256' }),
    'a token that expired an hour ago': () => ({ claims: { exp: now - 3600, nbf: now - 7200 } }),
    'a token of Entra’s key under the right issuer': () => ({ signature: 'entra' }),
  };

  for (const [name, forgery] of Object.entries(tokens))
    it(`turns away ${name}, and says no more than that`, async () => {
      const user = world.user(cast.requester);
      const before = world.cloud.log.calls.length;
      const { status, body } = await user.send(user.activity({ type: 'message', text: 'help' }), {
        forgery: forgery(),
      });
      expect(status).to.equal(401);
      expect(body).to.deep.equal({ error: 'Not authorised.' });
      expect(user.botMessages).to.have.lengthOf(0);
      const called = world.cloud.log.calls.slice(before).filter(({ service }) => service === 'connector');
      expect(called).to.have.lengthOf(0);
    });

  const activities: Readonly<Record<string, object>> = {
    'no serviceUrl': { serviceUrl: undefined },
    'an empty serviceUrl': { serviceUrl: '' },
    'another channel': { channelId: 'webchat' },
    'an empty channel': { channelId: '' },
    'another tenant in the conversation': {
      conversation: { id: 'a:1', conversationType: 'personal', tenantId: 'ffffffff-0000-4000-8000-000000000000' },
    },
    'another tenant in the channel data': { channelData: { tenant: { id: 'ffffffff-0000-4000-8000-000000000000' } } },
    'no tenant at all': { channelData: {}, conversation: { id: 'a:1', conversationType: 'personal' } },
    'a sender without an object id': { from: { id: '29:nobody', name: 'Nobody' } },
  };

  for (const [name, parts] of Object.entries(activities))
    it(`turns away an activity with ${name}, however good its token`, async () => {
      const user = world.user(cast.requester);
      const good = await world.cloud.teams.tokenFor();
      const { status } = await user.send(
        { ...user.activity({ type: 'message', text: 'help' }), ...parts },
        {
          token: good,
        },
      );
      expect(status).to.equal(401);
      expect(user.botMessages).to.have.lengthOf(0);
    });

  it('never calls a serviceUrl that is not on the list, even with a token for it', async () => {
    const user = world.user(cast.requester);
    const serviceUrl = 'https://localhost:1/teams/';
    const token = await world.cloud.teams.tokenFor({}, serviceUrl);
    const { status } = await user.send({ ...user.activity({ type: 'message', text: 'help' }), serviceUrl }, { token });
    expect(status).to.equal(401);
  });

  it('takes no token at all for no', async () => {
    const user = world.user(cast.requester);
    expect((await user.send(user.activity({ type: 'message', text: 'help' }), { token: null })).status).to.equal(401);
  });

  it('does not grow over thousands of junk tokens', async () => {
    const user = world.user(cast.requester);
    const rss = async (): Promise<number> =>
      Number(/^process_resident_memory_bytes (\S+)/m.exec(await (await fetch(world.product.metricsUrl)).text())?.[1]);
    const activity = user.activity({ type: 'message', text: 'help' });
    const junk = async (count: number): Promise<void> => {
      for (let sent = 0; sent < count; sent += 50)
        await Promise.all(
          Array.from({ length: 50 }, async (_, index) => {
            const claims = { iss: `https://sts.windows.net/${sent + index}/`, tid: `${sent}-${index}`, ver: '1.0' };
            const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
            const token = `${encode({ alg: 'RS256', kid: 'x' })}.${encode(claims)}.c2ln`;
            expect((await user.send(activity, { token })).status).to.equal(401);
          }),
        );
    };
    await junk(500);
    const settled = await rss();
    await junk(2_000);
    expect((await rss()) - settled).to.be.below(50 * 1024 * 1024);
  });

  it('lets the good token in', async () => {
    const user = world.user(cast.requester);
    expect((await user.say('help')).status).to.equal(200);
    expect(readable(user.botMessages.at(-1)!)).to.include('Type this');
  });
});
