import { expect } from 'chai';
import type { Deps } from '../../core/approvals.js';
import { askedBy, find, isIt, openOf, view, waitingFor } from '../../core/lookup.js';
import type { SentCard } from '../../core/rows.js';
import { cardWrite } from '../../core/sentCards.js';
import {
  agent,
  approval,
  ASKED,
  backup,
  guard,
  IT_GROUP,
  manager,
  MINUTE,
  nominee,
  person,
  privilegedRequest,
  request,
  requester,
  stranger,
  target,
} from '../fakes/rows.js';
import { openWorld, type World } from './world.js';

const UNKNOWN = { refused: 'unknownRequest', detail: undefined };

describe('a request is looked up', () => {
  let world: World;
  let deps: Deps;

  beforeEach(async () => {
    world = await openWorld();
    deps = world.deps();
    await world.put(request('awaitingApproval', { nominees: [nominee(manager), nominee(backup, 'backup')] }));
  });
  afterEach(() => world.close());

  const hold = (whose: Partial<SentCard>) => {
    const card = { requestId: 'request-1', personId: 'manager', places: [], contentHash: '', ...whose };
    return world.store.commit({ writes: [cardWrite(card, 0)] });
  };

  const ways = {
    'by its id': (viewer: typeof stranger, known = true) => view(deps, known ? 'request-1' : 'request-2', viewer),
    'by its reference': (viewer: typeof stranger, known = true) =>
      find(deps, known ? 'MFA-7K3Q9' : 'MFA-00000', viewer),
  };

  for (const [way, look] of Object.entries(ways))
    describe(way, () => {
      for (const [who, as] of [
        [requester, 'requester'],
        [target, 'target'],
        [manager, 'nominee'],
        [backup, 'nominee'],
        [agent, 'it'],
      ] as const)
        it(`as ${as}: ${who.id}`, async () => {
          expect(await look(who)).to.deep.equal({ request: await world.read(), as });
        });

      for (const who of [stranger, guard])
        it(`and ${who.id} learns nothing, as of an unknown one`, async () => {
          expect(await look(who)).to.deep.equal(UNKNOWN);
          expect(await look(who, false)).to.deep.equal(UNKNOWN);
        });

      it('and nobody finds one that is not there, whoever they are', async () => {
        for (const who of [requester, target, manager, agent])
          expect(await look(who, false), who.id).to.deep.equal(UNKNOWN);
      });

      it('after its end as well', async () => {
        for (const status of ['completed', 'rejected', 'cancelled', 'expired'] as const) {
          await world.put(request(status));
          expect(await look(requester), status).to.have.property('as', 'requester');
          expect(await look(agent), status).to.have.property('as', 'it');
          expect(await look(stranger), status).to.deep.equal(UNKNOWN);
        }
      });

      it('by somebody of IT while they are of IT, and no longer', async () => {
        world.directory.setMembers(IT_GROUP, []);
        expect(await look(agent)).to.deep.equal(UNKNOWN);
      });

      it('by nobody as IT while the directory does not answer, or the policy names no IT', async () => {
        world.directory.fail('groupsAmong');
        expect(await look(agent)).to.deep.equal(UNKNOWN);
        expect(await look(manager)).to.have.property('as', 'nominee');
        world.directory.heal();
        deps = world.deps({ itGroup: null });
        expect(await look(agent)).to.deep.equal(UNKNOWN);
      });

      it('by IT where the policy names no security', async () => {
        deps = world.deps({ securityGroup: null });
        expect(await look(agent)).to.have.property('as', 'it');
      });

      it('by a stranger without the directory being asked where the policy names neither group', async () => {
        deps = world.deps({ itGroup: null, securityGroup: null });
        expect(await look(stranger)).to.deep.equal(UNKNOWN);
        expect(world.directory.calls).to.deep.equal([]);
      });

      it('by its people without the directory being asked, and as that even where they are of IT', async () => {
        world.directory.setMembers(IT_GROUP, ['requester', 'target', 'manager']);
        for (const [who, as] of [
          [requester, 'requester'],
          [target, 'target'],
          [manager, 'nominee'],
        ] as const)
          expect(await look(who)).to.have.property('as', as);
        expect(world.directory.calls).to.deep.equal([]);
      });

      it('by who gave their place away while they hold a card of it, and not without one', async () => {
        await world.put(request('awaitingApproval', { nominees: [nominee(backup)] }));
        for (const other of [{ personId: 'boss' }, { requestId: 'request-2' }, { as: 'it' }] as const)
          await hold(other);
        expect(await look(manager)).to.deep.equal(UNKNOWN);
        await hold({});
        expect(await look(manager)).to.have.property('as', 'nominee');
        expect(await look(stranger)).to.deep.equal(UNKNOWN);
      });

      it('by who asked for their own as the requester', async () => {
        await world.put(request('awaitingApproval', { target: requester }));
        expect(await look(requester)).to.have.property('as', 'requester');
      });
    });

  it('by its own reference, and by no other', async () => {
    await world.put(request('cancelled', { id: 'request-2', reference: 'MFA-22222', target: stranger }));
    expect(await find(deps, 'MFA-22222', requester)).to.have.nested.property('request.id', 'request-2');
    expect(await find(deps, 'MFA-7K3Q9', requester)).to.have.nested.property('request.id', 'request-1');
  });

  it('by somebody who is of IT when the directory says so now', async () => {
    expect(await isIt(deps, agent)).to.be.true;
    expect(await isIt(deps, guard), 'security is not IT').to.be.false;
    expect(await isIt(deps, stranger)).to.be.false;
    world.directory.fail('groupsAmong');
    expect(await isIt(deps, agent)).to.be.false;
  });
});

describe('a list of requests', () => {
  let world: World;

  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  const put = (id: string, row: ReturnType<typeof request>) =>
    world.put({ ...row, id, reference: id, target: person(`target of ${id}`) });
  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

  it('has what somebody asked for, the newest first, and nothing of anybody else', async () => {
    await put('first', request('completed'));
    await put('second', request('expired', { submittedAt: ASKED + MINUTE }));
    await put('not theirs', request('awaitingApproval', { requester: stranger, target: requester }));
    await put('third', request('awaitingApproval', { submittedAt: ASKED + 2 * MINUTE }));
    // A change does not make it newer.
    await put('first', request('completed', { registeredAt: ASKED }));
    expect(ids(await askedBy(world.store, 'requester'))).to.deep.equal(['third', 'second', 'first']);
    expect(await askedBy(world.store, 'manager')).to.deep.equal([]);
  });

  it('has of those what has not ended, the newest first', async () => {
    for (const status of ['awaitingApproval', 'completed', 'approved', 'rejected', 'resetting'] as const)
      await put(status, request(status));
    for (const status of ['cancelled', 'needsAttention', 'expired', 'frozen'] as const)
      await put(status, request(status));
    expect(ids(await openOf(world.store, 'requester'))).to.deep.equal([
      'frozen',
      'needsAttention',
      'resetting',
      'approved',
      'awaitingApproval',
    ]);
  });

  it('has what waits for somebody to decide, the oldest first', async () => {
    await put('second', request('awaitingApproval', { nominees: [nominee(backup), nominee(manager)] }));
    await put('not theirs', request('awaitingApproval', { nominees: [nominee(backup)] }));
    await put('third', request());
    expect(ids(await waitingFor(world.store, 'manager'))).to.deep.equal(['second', 'third']);
  });

  it('has nothing that they approved, which waits for another now', async () => {
    await put('first', privilegedRequest({ approvals: [approval(manager)] }));
    expect(await waitingFor(world.store, 'manager')).to.deep.equal([]);
    expect(ids(await waitingFor(world.store, 'guard'))).to.deep.equal(['first']);
  });

  it('has nothing that waits for no decision', async () => {
    for (const status of ['approved', 'resetting', 'needsAttention', 'frozen', 'rejected', 'completed'] as const)
      await put(status, request(status, { approvals: [] }));
    expect(await waitingFor(world.store, 'manager')).to.deep.equal([]);
  });
});
