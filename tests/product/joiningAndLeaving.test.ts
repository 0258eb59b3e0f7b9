import { expect } from 'chai';
import type { ChatMessage } from '../../sandbox/cloud/teamsClient.js';
import { ask, cast, createWorld, policyGroups, readable, reading, type World } from './world.js';

describe('the first and the last day', () => {
  let world: World;
  before(async () => {
    const { itGroup } = await policyGroups();
    world = await createWorld({ policy: { itGroup, undoFor: 'PT0S' } });
  });
  after(() => world.close());

  it('a newcomer is offered what most come for; who takes the app away hears nothing', async () => {
    const user = world.user(cast.ceo);
    await user.announce('uninstalled');
    expect(user.botMessages).to.have.lengthOf(0);
    await user.announce('installed');
    const [welcome] = user.botMessages;
    expect(readable(welcome!)).to.include('Hello');
    const before = user.botMessages.length;
    await user.tap(welcome!, 'Ask for a reset');
    expect(user.botMessages.slice(before).some((message) => hasForm(message))).to.equal(true);
  });
  const hasForm = (message: ChatMessage): boolean => JSON.stringify(message.activity).includes('"verb":"submitForm"');

  it('a disabled member of IT is told nothing', async () => {
    const rui = world.user(cast.itSecond);
    rui.person.accountEnabled = false;
    try {
      world.cloud.faults.add({ service: 'graph', match: { method: 'DELETE' }, kind: 'status', status: 400 });
      const { card, reference } = await ask(world);
      await world.user(cast.approver).tap(card, 'approve');
      await reading(world.user(cast.it), new RegExp(reference));
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(rui.botMessages.map(readable)).to.deep.equal([]);
    } finally {
      rui.person.accountEnabled = true;
    }
  });
});
