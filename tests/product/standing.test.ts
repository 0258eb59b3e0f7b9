import { expect } from 'chai';
import { groupNames } from '../../sandbox/cloud/index.js';
import type { ChatMessage } from '../../sandbox/cloud/teamsClient.js';
import { journalOf } from './journal.js';
import { eventually } from '../eventually.js';
import { ask, AT_ONCE, cast, createWorld, policyGroups, readable, requestIdOf, send, type World } from './world.js';

describe('each card stays what it is', () => {
  let world: World;
  before(async () => {
    const { itGroup } = await policyGroups();
    world = await createWorld({ policy: { ...AT_ONCE, holdFor: 'PT1S', itGroup, limits: { requestsPerDay: 100 } } });
  });
  after(() => world.close());
  afterEach(() => {
    world.cloud.faults.clear();
  });

  const has = (message: ChatMessage, verb: string): boolean =>
    JSON.stringify(message.activity).includes(`"verb":"${verb}"`);
  const refresh = async (name: string, message: ChatMessage, requestId: string): Promise<string> => {
    const user = world.user(name);
    const value = { action: { type: 'Action.Execute', verb: 'refresh', data: { requestId } }, trigger: 'automatic' };
    const { body } = await user.send(
      user.activity({ type: 'invoke', name: 'adaptiveCard/action', value, replyToId: message.id }),
    );
    return JSON.stringify(body);
  };

  it('the target’s never becomes an approver’s, however often they look', async () => {
    const { card, reference } = await ask(world);
    const requestId = requestIdOf(card);
    const priya = world.user(cast.target);
    await priya.say(`status ${reference}`);
    const seen = priya.botMessages.at(-1)!;
    const first = await refresh(cast.target, seen, requestId);
    const words = 'between you and me';
    await world.user(cast.requester).say(`note ${reference} ${words}`);
    await world.user(cast.approver).waitFor((message) => message.id === card.id && readable(message).includes(words));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await refresh(cast.target, seen, requestId)).to.equal(first);
    for (const message of priya.botMessages) expect(readable(message)).to.not.include(words);
    expect(priya.botMessages.some((message) => has(message, 'approve'))).to.equal(false);
    await world.user(cast.requester).say(`cancel ${reference}`);
  });

  it('an approver who is IT as well has one of each; IT’s ends with the membership', async () => {
    const target = cast.deadlock;
    world.cloud.directory.setManager(target, cast.it);
    const dana = world.user(cast.it);
    world.cloud.faults.add({ service: 'graph', match: { method: 'DELETE' }, kind: 'status', status: 400 });
    const { card, reference } = await ask(world, { target });
    const requestId = requestIdOf(card);
    await dana.tap(card, 'approve');
    const asIt = await dana.waitFor((message) => readable(message).includes(reference) && has(message, 'close'));
    expect(asIt.id).to.not.equal(card.id);
    // The button says whose card it is, before the bot has written down which of the two that is.
    expect(JSON.stringify(asIt.activity)).to.include('"as":"it"');
    const { body } = await send(dana, 'refresh', { requestId, as: 'it' });
    expect(JSON.stringify(body)).to.include('"verb":"close"');
    const claimed = await send(world.user(cast.requester), 'refresh', { requestId, as: 'it' });
    expect(JSON.stringify(claimed.body)).to.not.include('"as":"it"');
    await eventually(async () => (await journalOf(world.product)).includes(asIt.id));
    expect(await refresh(cast.it, card, requestId)).to.not.include('"verb":"close"');
    expect(await refresh(cast.it, asIt, requestId)).to.include('"verb":"close"');

    const { members } = world.cloud.directory.group(groupNames.it);
    members.delete(dana.person.id);
    try {
      const left = await send(dana, 'refresh', { requestId, as: 'it' });
      expect(JSON.stringify(left.body)).to.not.include('"verb":"close"');
      expect(await refresh(cast.it, asIt, requestId))
        .to.include(reference)
        .and.not.include('"verb":"close"');
    } finally {
      members.add(dana.person.id);
    }
  });
});
