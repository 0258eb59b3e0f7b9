import { expect } from 'chai';
import { groupNames, startCloud, phoneIds } from '../../sandbox/cloud/index.js';
import { ask, AT_ONCE, cast, createWorld, reading, type World } from './world.js';

describe('the reset against a Graph that misbehaves', () => {
  let world: World;
  before(async () => {
    const cloud = await startCloud();
    const itGroup = cloud.directory.group(groupNames.it).id;
    await cloud.close();
    world = await createWorld({ policy: { ...AT_ONCE, itGroup, limits: { requestsPerDay: 100 } } });
  });
  after(() => world.close());
  afterEach(() => {
    world.cloud.faults.clear();
  });

  const idOf = (name: string): string => world.cloud.directory.user(name).id;
  const typesOf = (name: string): readonly string[] => world.cloud.directory.methodsOf(name).map(({ type }) => type);

  /** Asks for a reset and approves it, after `meanwhile`. */
  async function reset(target: string, meanwhile: () => void = () => undefined): Promise<string> {
    const approver = world.cloud.directory.managerOf(target)!.displayName;
    const { card, reference } = await ask(world, { target, approver });
    meanwhile();
    await world.user(approver).tap(card, 'approve');
    return reference;
  }
  const done = (reference: string) =>
    reading(world.user(cast.requester), new RegExp(`${reference}[\\s\\S]*Pass this on`));
  const attention = (reference: string) =>
    reading(world.user(cast.requester), new RegExp(`IT is (on it|looking)[\\s\\S]*`)).then(() => reference);

  it('finds the way out when the default method and another block each other', async () => {
    await done(await reset(cast.deadlock));
    expect(typesOf(cast.deadlock)).to.deep.equal(['password']);
  });

  it('waits for what Graph throttles, and goes on', async () => {
    const reference = await reset(cast.phoneOnly, () => {
      world.cloud.faults.add({
        service: 'graph',
        match: { method: 'DELETE' },
        kind: 'status',
        status: 429,
        retryAfter: 1,
        times: 2,
      });
    });
    await done(reference);
  });

  it('counts a deletion whose answer was lost as done', async () => {
    const target = cast.twoPhones;
    const reference = await reset(target, () => {
      world.cloud.faults.add({ service: 'graph', match: { method: 'DELETE' }, kind: 'applyThenReset', times: 1 });
    });
    await done(reference);
    expect(typesOf(target)).to.deep.equal(['password']);
  });

  /** Does something at the moment the first deletion for this person is through. */
  function atFirstDeletion(target: string, then: () => void): void {
    const stop = world.cloud.log.onCall(({ method, path }) => {
      if (method !== 'DELETE' || !path.includes(idOf(target))) return;
      stop();
      then();
    });
  }

  it('leaves alone an app that the user registers during the reset', async () => {
    const target = cast.target;
    let kept = '';
    atFirstDeletion(target, () => {
      kept = world.cloud.directory.registerMethod(target, 'microsoftAuthenticator').id;
    });
    await done(await reset(target));
    const left = world.cloud.directory.methodsOf(target);
    expect(left.map(({ type }) => type)).to.have.members(['password', 'microsoftAuthenticator']);
    expect(left.map(({ id }) => id)).to.include(kept);
  });

  it('leaves alone a number that the user registers during the reset under the very id that was pinned', async () => {
    // Has a phone, the app as the default, and Windows Hello.
    const target = 'Harriet Fairbairn';
    atFirstDeletion(target, () => {
      const properties = { phoneType: 'mobile', phoneNumber: '+44 7700 900999' };
      world.cloud.directory.registerMethod(target, 'phone', { id: phoneIds.mobile, properties });
    });
    await done(await reset(target));
    const left = world.cloud.directory.methodsOf(target);
    expect(left.map(({ type }) => type)).to.have.members(['password', 'phone']);
    expect(left.find(({ type }) => type === 'phone')?.properties).to.include({ phoneNumber: '+44 7700 900999' });
  });

  it('asks IT when one method never goes, and never says complete', async () => {
    const target = cast.everything;
    const reference = await reset(target, () => {
      world.cloud.faults.add({
        service: 'graph',
        match: { method: 'DELETE', path: /fido2Methods/ },
        kind: 'status',
        status: 400,
        code: 'badRequest',
        message: 'This one stays.',
      });
    });
    await attention(reference);
    const it = await reading(world.user(cast.it), new RegExp(reference));
    expect(JSON.stringify(it.activity)).to.match(/Passkey/);
    expect(typesOf(target)).to.deep.equal(['password', 'fido2']);
  });

  it('deletes nothing when the approver has lost their right since', async () => {
    const target = cast.nothing;
    world.cloud.directory.registerMethod(target, 'phone', { id: phoneIds.mobile });
    const slow = await createWorld({ policy: { undoFor: 'PT2S' } });
    try {
      const { card } = await ask(slow);
      await slow.user(cast.approver).tap(card, 'approve');
      slow.cloud.directory.disable(cast.approver);
      // This policy names no IT.
      await reading(slow.user(cast.requester), /Not finished yet/);
      expect(slow.cloud.log.methodDeletes()).to.have.lengthOf(0);
    } finally {
      await slow.close();
    }
  });
});
