import { expect } from 'chai';
import { submit, keepDraft, consider } from '../../core/asking.js';
import { lift } from '../../core/lifting.js';
import { isRefusal } from '../../core/refusal.js';
import type { Person } from '../../core/request.js';
import { agent, ASKED, DAY, guard, HOUR, manager, request, requester, stranger } from '../fakes/rows.js';
import { draft, openWorld, type World } from './world.js';

const WHY = 'The new phone broke as well';

describe('a cool-down that is lifted', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
    await world.put(
      request('rejected', { id: 'earlier', reference: 'MFA-EARLY', requester: stranger, endedAt: ASKED }),
    );
    world.clock.set(ASKED + HOUR);
  });
  afterEach(() => world.close());

  const lifted = async (by: Person, why = WHY, targetId = 'target') => {
    const outcome = await lift(world.deps(), by, targetId, why);
    return isRefusal(outcome) ? outcome.refused : 'lifted';
  };
  async function ask(id = 'request-1'): Promise<string> {
    await keepDraft(world.deps(), draft({ requestId: id }));
    const outcome = await submit(world.deps(), id, requester);
    return isRefusal(outcome) ? `${outcome.refused} ${outcome.detail?.cause ?? ''}`.trim() : outcome.status;
  }

  it('lets the next request through, and only that one', async () => {
    expect(await ask()).to.equal('targetUnavailable coolDown');
    expect(await lifted(agent)).to.equal('lifted');
    expect(await ask()).to.equal('awaitingApproval');
    const [entry] = await world.journal();
    expect(entry?.data).to.include({ coolDownLifted: true });
    await world.put({ ...(await world.read()), status: 'rejected', endedAt: ASKED + HOUR });
    expect(await ask('request-2')).to.equal('targetUnavailable coolDown');
  });

  it('is not used up by a look at what would happen', async () => {
    await lifted(agent);
    for (let times = 0; times < 2; times++)
      expect(isRefusal(await consider(world.deps(), draft(), requester))).to.equal(false);
    expect(await ask()).to.equal('awaitingApproval');
  });

  it('is one for a day', async () => {
    const deps = world.deps({ coolDown: { afterReset: 3 * DAY, afterDecline: 3 * DAY } });
    await lift(deps, agent, 'target', WHY);
    world.clock.advance(DAY);
    const outcome = await consider(deps, draft(), requester);
    expect(outcome).to.deep.include({ refused: 'targetUnavailable' });
    expect(isRefusal(await lift(deps, agent, 'target', WHY)), 'and can be lifted again').to.equal(false);
  });

  it('lets nothing else through', async () => {
    await lifted(agent);
    world.directory.put({ id: 'target', enabled: false });
    expect(await ask()).to.equal('targetUnavailable disabled');
  });

  it('is IT’s alone, with a reason, about somebody else, and where there is one', async () => {
    for (const who of [requester, manager, stranger, guard]) expect(await lifted(who), who.id).to.equal('notIt');
    expect(await lifted(agent, ' ')).to.equal('reasonMissing');
    expect(await lifted(agent, WHY, 'agent')).to.equal('ownCoolDown');
    expect(await lifted(agent, WHY, 'manager')).to.equal('noCoolDown');
    expect(await lifted(agent)).to.equal('lifted');
    expect(await lifted(agent)).to.equal('alreadyDone');
  });

  it('is in the journal with who, whose and why', async () => {
    await lifted(agent);
    expect(await world.journal(`lift:target:${ASKED + HOUR}`)).to.deep.equal([
      {
        event: 'coolDownLifted',
        at: ASKED + HOUR,
        by: 'agent',
        requestId: `lift:target:${ASKED + HOUR}`,
        policy: 'hash-1',
        data: { target: 'target' },
        text: WHY,
      },
    ]);
  });
});
