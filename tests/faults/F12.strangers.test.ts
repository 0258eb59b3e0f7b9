import { createServer, type AddressInfo, type Server } from 'node:net';
import { expect } from 'chai';
import {
  ask,
  AT_ONCE,
  cast,
  createWorld,
  policyGroups,
  readable,
  reading,
  requestIdOf,
  send,
  type World,
} from '../product/world.js';
import { metric } from './metric.js';
import { quiet } from './quiet.js';
import { seeded } from './seeds.js';

const ELSEWHERE = 'ffffffff-0000-4000-8000-000000000000';

describe('F12 strangers', () => {
  let world: World;
  /** Whatever the bot's token is meant to be lured to; it listens, and must never hear anything. */
  let lure: Server;
  let port: number;
  let visits = 0;
  before(async () => {
    lure = createServer((socket) => {
      visits += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => lure.listen(0, '127.0.0.1', resolve));
    port = (lure.address() as AddressInfo).port;
    world = await createWorld({ policy: { ...AT_ONCE, ...(await policyGroups()), limits: { requestsPerDay: 1_000 } } });
    await quiet(world);
  });
  after(async () => {
    lure.close();
    await world.close();
  });

  const activities: Readonly<Record<string, object>> = {
    'no channel': { channelId: undefined },
    'an empty channel': { channelId: '' },
    'another channel': { channelId: 'webchat' },
    'the emulator’s channel': { channelId: 'emulator' },
    'another tenant in the conversation': {
      conversation: { id: 'a:1', conversationType: 'personal', tenantId: ELSEWHERE },
    },
    'another tenant in the channel data': { channelData: { tenant: { id: ELSEWHERE } } },
    'another tenant of the sender': {
      from: { id: '29:x', name: 'X', aadObjectId: ELSEWHERE, tenantId: ELSEWHERE },
    },
    'no tenant at all': { channelData: {}, conversation: { id: 'a:1', conversationType: 'personal' } },
    'a sender without an object id': { from: { id: '29:nobody', name: 'Nobody' } },
    'a sender whose object id is a path': { from: { id: '29:x', name: 'X', aadObjectId: '../groups/x' } },
  };
  for (const [name, parts] of Object.entries(activities))
    it(`an activity with ${name} is turned away, however good its token`, async () => {
      const user = world.user(cast.requester);
      const calls = world.cloud.log.calls.length;
      const good = await world.cloud.teams.tokenFor();
      const activity = { ...user.activity({ type: 'message', text: 'help' }), ...parts };
      const { status, body } = await user.send(activity, { token: good });
      expect([status, body]).to.deep.equal([401, { error: 'Not authorised.' }]);
      expect(world.cloud.log.calls).to.have.lengthOf(calls);
    });

  /** Addresses with a token of their own, so that nothing but the list of connectors stands between. */
  const addresses = (): readonly (string | undefined)[] => {
    const connector = new URL(world.cloud.urls.connector);
    const there = `127.0.0.1:${port}`;
    return [
      ...[undefined, '', 'null', 'https://', `http://${there}/`, `https://${there}/`, `https://${there}/emea/`],
      ...[`https://localhost:${port}/emea/`, `https://localhost.:${port}/`, `https://LOCALHOST:${port}/`],
      ...[`https://2130706433:${port}/`, `https://0x7f.1:${port}/`, `https://[::ffff:127.0.0.1]:${port}/`],
      ...[`https://${connector.host}@${there}/`, `https://${connector.host}:x@${there}/`, `//${there}/`, there],
      ...[`https://user:pw@${connector.host}/emea/`, `https://:pw@${connector.host}/emea/`],
      ...[`https://${connector.host}\\@${there}/`, `https://${connector.host}/\\@${there}/`],
      ...[`https://${connector.hostname}.${there}/`, `https://x.${connector.host}/`, `https://${connector.host}./`],
      ...[`https://ⓛocalhost:${connector.port}/`, `https://LOCALHOST:${connector.port}/`, `HTTPS://${connector.host}/`],
      ...[
        `https://${connector.host}/emea/../x/`,
        `https://${connector.host}/%2e%2e/`,
        `https://${connector.host}/a\t/`,
      ],
      ...[
        `https://${connector.host}/?${there}`,
        `https://${connector.host}/#@${there}/`,
        ` https://${connector.host}/`,
      ],
      ...[
        `ftp://${connector.host}/`,
        `javascript:alert(1)`,
        `file:///etc/passwd`,
        `https://${there}#${connector.host}/`,
      ],
    ];
  };

  seeded('an address off the list of connectors is never called, whatever has a token for it', async (random) => {
    const users = [cast.requester, cast.approver, cast.guest, cast.ceo].map((name) => world.user(name));
    const turnedAway = (): Promise<number> => metric(world, 'mfa_reset_denied_total');
    const before = await turnedAway();
    for (const serviceUrl of addresses()) {
      const user = random.pick(users);
      const parts = random.pick<Record<string, unknown>>([
        { type: 'message', text: 'help' },
        { type: 'installationUpdate', action: 'add' },
        { type: 'invoke', name: 'adaptiveCard/action', value: { action: { verb: 'show', data: {} } } },
      ]);
      const token = await world.cloud.teams.tokenFor({ claims: { serviceurl: serviceUrl } }, serviceUrl);
      const { status } = await user.send({ ...user.activity(parts), serviceUrl }, { token });
      expect(status, serviceUrl).to.equal(401);
    }
    expect(await turnedAway()).to.equal(before + addresses().length);
    // What is sent by itself goes where people were heard from: an address that was kept would be called now.
    const { reference } = await ask(world, { target: random.pick([cast.target, cast.phoneOnly, cast.twoPhones]) });
    await world.user(cast.requester).say(`cancel ${reference}`);
    await quiet(world);
    expect(visits).to.equal(0);
  });

  it('a guest asks for nobody, is shown nobody, and decides nothing', async () => {
    const guest = world.user(cast.guest);
    const asked = world.cloud.log.of({ service: 'graph' }).length;
    await guest.say('reset mfa for Alex – the phone is gone');
    await reading(guest, /may ask for MFA resets/);
    const looked = world.cloud.log.of({ service: 'graph' }).slice(asked);
    // The only person Graph was asked about is the guest.
    for (const { path } of looked) expect(path).to.match(new RegExp(`/users/${guest.person.id}(/|$)`));
    const form = {
      personId: world.cloud.directory.user(cast.target).id,
      why: 'the phone is gone, all of it',
      lost: 'lostPhone',
    };
    const { body } = await send(guest, 'submitForm', form);
    expect(JSON.stringify(body))
      .to.match(/may ask for MFA resets/)
      .and.not.include('"verb":"confirm"');
    const { card, reference } = await ask(world);
    const tapped = await send(guest, 'approve', { requestId: requestIdOf(card) });
    expect(JSON.stringify(tapped.body)).to.match(/can’t find/);
    await guest.say(`status ${reference}`);
    expect(readable(await reading(guest, /can’t find/))).to.not.include(cast.target);
    await world.user(cast.requester).say(`cancel ${reference}`);
  });

  it('a guest who is somebody’s manager is never asked for a decision', async () => {
    const { directory } = world.cloud;
    const manager = directory.managerOf(cast.nothing)!;
    directory.setManager(cast.nothing, cast.guest);
    try {
      const sam = world.user(cast.requester);
      const form = { personId: directory.user(cast.nothing).id, why: 'a new phone since today', lost: 'newPhone' };
      const { body } = await send(sam, 'submitForm', form);
      expect(JSON.stringify(body)).to.not.include(cast.guest);
    } finally {
      directory.setManager(cast.nothing, manager.id);
    }
  });

  it('what an approver decided who was made a guest since is not carried out', async () => {
    const { card, reference } = await ask(world, { target: cast.phoneOnly, approver: cast.backup });
    await quiet(world);
    const ingrid = world.cloud.directory.user(cast.backup);
    ingrid.userType = 'Guest';
    try {
      // The facts read with the card are good for five minutes; before the first deletion they are read again.
      await world.user(cast.backup).tap(card, 'approve');
      await reading(world.user(cast.it), new RegExp(reference));
      expect(world.cloud.log.methodDeletes(world.cloud.directory.user(cast.phoneOnly).id)).to.have.lengthOf(0);
    } finally {
      ingrid.userType = 'Member';
    }
    await world.user(cast.requester).say(`cancel ${reference}`);
  });
});
