import { expect } from 'chai';
import { AT_ONCE, createWorld, reading, type World } from '../product/world.js';
import { watch, type Judge } from './judge.js';
import { askAs, newTrio, revocations, withMethods } from './people.js';
import { seeded } from './seeds.js';

describe('F6 a DELETE that Graph has done, and whose answer is lost', () => {
  let world: World;
  let judge: Judge;
  before(async () => {
    world = await createWorld({ policy: AT_ONCE });
    judge = watch(world);
  });
  after(() => world.close());
  afterEach(() => {
    world.cloud.faults.clear();
  });

  seeded('counts as done by the 404 of the next try, within the same run', async (random) => {
    const trio = newTrio(world);
    const { requester, target, approver } = trio;
    const methods = withMethods(world, target, random);
    const { card } = await askAs(judge, trio);
    const lost = world.cloud.faults.add({
      service: 'graph',
      match: { method: 'DELETE' },
      kind: 'applyThenReset',
      after: random.below(methods.length),
      // A call is tried three times: the third still gets its answer.
      times: 1 + random.below(2),
    });
    await approver.tap(card, 'approve');
    await reading(requester, /Pass this on/);
    expect(lost.hits).to.be.at.least(1);
    expect(world.cloud.directory.methodsOf(target.person.id).map(({ type }) => type)).to.deep.equal(['password']);
    const applied = world.cloud.log.methodDeletes(target.person.id).filter(({ applied: done }) => done);
    expect(applied).to.have.lengthOf(methods.length);
    expect(revocations(world, target), 'runs begun anew').to.equal(2);
    await judge.verdict();
  });
});
