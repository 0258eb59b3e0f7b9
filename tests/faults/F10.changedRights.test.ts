import { expect } from 'chai';
import {
  ask,
  cast,
  createWorld,
  managerOf,
  policyGroups,
  readable,
  reading,
  requestIdOf,
  send,
  typesOf,
  type World,
} from '../product/world.js';
import { watch, type Judge } from './judge.js';
import { askAs, newTrio } from './people.js';
import { quiet } from './quiet.js';
import { seeded } from './seeds.js';

/** Each row changes the directory after the request was made; `back` is how it was. */
const CHANGES: readonly {
  readonly what: string;
  readonly sentence: RegExp;
  readonly change: (world: World, target: string) => () => void;
}[] = [
  {
    what: 'the approver was disabled',
    sentence: /can’t approve at the moment/,
    change: ({ cloud }, target) => {
      const approver = cloud.directory.user(managerOf({ cloud }, target));
      approver.accountEnabled = false;
      return () => {
        approver.accountEnabled = true;
      };
    },
  },
  {
    what: 'the approver is not the manager any more',
    sentence: /isn’t yours to decide/,
    change: ({ cloud }, target) => {
      const manager = managerOf({ cloud }, target);
      cloud.directory.setManager(target, cast.ceo);
      return () => {
        cloud.directory.setManager(target, manager);
      };
    },
  },
  {
    what: 'the target became an administrator',
    sentence: /far-reaching rights/,
    change: ({ cloud }, target) => {
      const { id } = cloud.directory.user(target);
      const admins = cloud.directory.groups.all.find(({ isAssignableToRole }) => isAssignableToRole === true)!;
      admins.members.add(id);
      return () => {
        admins.members.delete(id);
      };
    },
  },
  {
    what: 'the target was disabled',
    sentence: /account was changed/,
    change: ({ cloud }, target) => {
      const person = cloud.directory.user(target);
      person.accountEnabled = false;
      return () => {
        person.accountEnabled = true;
      };
    },
  },
  {
    what: 'the look-up of roles is down',
    sentence: /far-reaching rights/,
    change: ({ cloud }) => {
      const fault = cloud.faults.add({
        service: 'graph',
        match: { path: /roleAssignments/ },
        kind: 'status',
        status: 403,
      });
      return () => {
        fault.remove();
      };
    },
  },
];

describe('F10 rights that changed since', () => {
  let world: World;
  before(async () => {
    const { itGroup } = await policyGroups();
    world = await createWorld({ policy: { undoFor: 'PT1S', itGroup, limits: { requestsPerDay: 100 } } });
  });
  after(() => world.close());

  const targets = [cast.target, cast.phoneOnly, cast.twoPhones, cast.everything, cast.deadlock];

  for (const [index, { what, sentence, change }] of CHANGES.entries()) {
    const target = targets[index]!;
    it(`${what}: refused at the tap when Graph answers, and at execution in any case`, async () => {
      const approver = world.user(managerOf(world, target));
      const { card, reference } = await ask(world, { target });
      // The facts that are read with the card are good for five minutes: this tap is taken.
      await quiet(world);
      const back = change(world, target);
      try {
        const taken = await approver.tap(card, 'approve');
        expect(JSON.stringify(taken.card)).to.include('Approved');
        await reading(world.user(cast.requester), /IT is on it/);
        const it = await world.user(cast.it).waitFor((message) => readable(message).includes(reference));
        expect(readable(it)).to.match(/rights|changed/i);
        expect(world.cloud.log.methodDeletes(world.cloud.directory.user(target).id)).to.have.lengthOf(0);
      } finally {
        back();
      }
      await world.user(cast.requester).say(`cancel ${reference}`);

      const again = await ask(world, { target });
      // Started anew the service knows no facts: it asks, and the tap itself is refused.
      await world.product.stop();
      await world.product.start();
      const undo = change(world, target);
      const requestId = requestIdOf(again.card);
      try {
        // A tap waits half a second for Graph, which may be longer on this machine. This one decides nothing in any case.
        await send(approver, 'reject', { requestId, reason: 'other' });
        await quiet(world);
        const { body } = await send(approver, 'approve', { requestId });
        expect(JSON.stringify(body)).to.match(sentence);
        expect(typesOf(world, target)).to.have.lengthOf.above(1);
      } finally {
        undo();
      }
      await world.user(cast.requester).say(`cancel ${again.reference}`);
    });
  }

  it('requester and target are never asked, whatever the rule says', async () => {
    const { directory } = world.cloud;
    const named = [cast.requester, cast.nothing].map((name) => directory.user(name).id);
    const other = await createWorld({ policy: { approvers: [{ ask: { users: named } }] } });
    try {
      const { card } = await ask(other, { target: cast.nothing, approver: cast.ceo });
      expect(readable(card)).to.include(cast.nothing);
      const requestId = requestIdOf(card);
      for (const [name, no] of [
        [cast.requester, /you asked for/i],
        [cast.nothing, /for you/i],
      ] as const) {
        const { body } = await send(other.user(name), 'approve', { requestId });
        expect(JSON.stringify(body), name).to.match(no);
      }
      expect(other.cloud.log.methodDeletes()).to.have.lengthOf(0);
    } finally {
      await other.close();
    }
  });
});

describe('F10 rights that changed since, as the cloud sees what comes of it', () => {
  let world: World;
  let judge: Judge;
  before(async () => {
    world = await createWorld({ policy: { undoFor: 'PT2S', ...(await policyGroups()) } });
    judge = watch(world);
  });
  after(() => world.close());

  seeded('whatever changed, before the tap or after it, nothing is deleted', async (random) => {
    const trio = newTrio(world);
    const { requester, target, approver } = trio;
    const { what, change } = random.pick(CHANGES);
    const { card, reference } = await askAs(judge, trio);
    // The facts are read with the card, and are good for the tap.
    await quiet(world);
    const changedFirst = random() < 0.5;
    let back = changedFirst ? change(world, target.person.displayName) : undefined;
    try {
      const { body } = await send(approver, 'approve', { requestId: requestIdOf(card) });
      back ??= change(world, target.person.displayName);
      expect(JSON.stringify(body), what).to.include('Approved');
      await reading(world.user(cast.it), new RegExp(`${reference}[\\s\\S]*(?:rights|changed|eligible)`, 'i'));
    } finally {
      back?.();
    }
    expect(world.cloud.log.methodDeletes(target.person.id), what).to.have.lengthOf(0);
    await requester.say(`cancel ${reference}`);
    await judge.verdict();
  });
});
