import { expect } from 'chai';
import type { FaultPlan } from '../../sandbox/cloud/index.js';
import type { TeamsUser } from '../../sandbox/cloud/teamsClient.js';
import { eventually } from '../eventually.js';
import { AT_ONCE, groupId, readable, reading, requestIdOf, withAction, type World } from '../product/world.js';
import { createHurriedWorld } from './hurried.js';
import { watch, type Judge } from './judge.js';
import { askAs, mailed, newTrio } from './people.js';
import { seeded } from './seeds.js';

/** What Teams may answer to an edit: gone for ever, or not just now. */
const REFUSED_EDITS: readonly Pick<FaultPlan, 'kind' | 'status' | 'code' | 'times'>[] = [
  { kind: 'status', status: 404, code: 'ActivityNotFoundInConversation' },
  { kind: 'status', status: 403 },
  { kind: 'status', status: 400, code: 'BadSyntax' },
  ...[412, 429, 500, 502, 504].map((status) => ({ kind: 'status' as const, status, times: 2 })),
  { kind: 'reset', times: 2 },
];

describe('F24 a card that can’t be put where it belongs', () => {
  let world: World;
  let judge: Judge;
  before(async () => {
    world = await createHurriedWorld({ ...AT_ONCE, itGroup: await groupId('it') });
    judge = watch(world);
  });
  after(() => world.close());
  afterEach(() => {
    world.cloud.faults.clear();
  });

  seeded('is sent anew where its edit is refused, and the flow goes on', async (_random, seed) => {
    const trio = newTrio(world);
    const { card } = await askAs(judge, trio);
    world.cloud.faults.add({
      service: 'connector',
      match: { method: 'PUT' },
      ...REFUSED_EDITS[seed % REFUSED_EDITS.length]!,
    });
    await trio.approver.tap(card, 'approve');
    await reading(trio.requester, /Pass this on/);
    // Both see the end, on the card they had or on another.
    for (const user of [trio.requester, trio.approver])
      await user.waitFor((message) => /has been told|are cleared/.test(readable(message)));
    await judge.verdict();
  });

  seeded(
    'has the app installed through Graph for an approver who lacks it, also after a first failure',
    async (random) => {
      const trio = newTrio(world);
      world.cloud.teams.roster.uninstall(trio.approver.person.id);
      await world.cloud.teams.settled();
      const failure = random.pick([
        undefined,
        { kind: 'status', status: 503 },
        { kind: 'status', status: 500 },
        { kind: 'reset' },
      ] as const);
      // Three tries are made of one call: the fourth is the outbox's.
      if (failure) world.cloud.faults.add({ ...INSTALL, ...failure, times: 1 + random.below(4) });
      const { card } = await askAs(judge, trio);
      await trio.approver.tap(card, 'approve');
      await reading(trio.requester, /Pass this on/);
      await judge.verdict();
      expect(installsFor(trio.approver).filter(({ status }) => status === 201)).to.have.lengthOf(1);
    },
  );

  seeded(
    'is replaced by a mail where the app may not be installed; the approver who adds it decides',
    async (random) => {
      const trio = newTrio(world);
      const { requester, target, approver } = trio;
      world.cloud.teams.roster.uninstall(approver.person.id);
      await world.cloud.teams.settled();
      world.cloud.faults.add({ ...INSTALL, kind: 'status', status: random.pick([403, 404]) });
      await requester.say(`reset mfa for ${target.person.displayName} – new phone, the old one is gone`);
      const confirm = await withAction(requester, 'confirm');
      const { card: pending } = await requester.tap(confirm, 'confirm');
      const [reference = ''] = /MFA-[0-9A-Z]{5}/.exec(JSON.stringify(pending)) ?? [];
      judge.asked({
        ...{ requestId: requestIdOf(confirm), reference },
        ...{ requester: requester.person.id, target: target.person.id },
      });
      const mail = await mailed(world, approver, /your decision/);
      expect(mail.subject).to.include(reference);
      await eventually(() => installsFor(approver).length === 1);
      await approver.install();
      await approver.say(`status ${reference}`);
      await approver.tap(await withAction(approver, 'approve'), 'approve');
      await reading(requester, /Pass this on/);
      await judge.verdict();
    },
  );

  const INSTALL = { service: 'graph', match: { method: 'POST', path: /\/teamwork\/installedApps$/u } } as const;

  const installsFor = ({ person }: TeamsUser) =>
    world.cloud.log.of({ service: 'graph', ...INSTALL.match }).filter(({ path }) => path.includes(person.id));
});
